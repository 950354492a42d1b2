import { useState } from "react";
import { listMembers } from "../../api/servers";
import type { Server, ServerMember } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { useDelayed } from "../../lib/useDelayed";
import { usePages } from "../../sync/usePages";
import { Button } from "../../ui/Button";
import { More } from "../../ui/More";
import { SearchField } from "../../ui/SearchField";
import { MemberFace, memberName } from "./MemberFace";
import styles from "./settings.module.css";

interface Props {
  server: Server;
  label: string;
  action: string;
  /** Why this one cannot be chosen; null where they can. */
  refused(member: ServerMember): string | null;
  onPick(member: ServerMember): void;
}

/** Find a member by name or nickname, to do something with them. */
export function MemberSearch({ server, label, action, refused, onPick }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const asked = useDelayed(typed.trim(), 200);
  const found = usePages(["server", server.id, "members", "called", asked], (signal) =>
    listMembers(server.id, asked ? { q: asked } : {}, signal),
  );
  return (
    <section aria-label={label}>
      <SearchField label={label} value={typed} onChange={setTyped} />
      {found.status === "success" && found.items.length === 0 && (
        <p className={styles.hint} role="status">
          {t("servers.nobodyFound")}
        </p>
      )}
      <ul className={styles.rows}>
        {found.items.map((member) => {
          const why = refused(member);
          return (
            <li key={member.user.id} className={styles.row}>
              <MemberFace member={member} />
              {why ? (
                <span className={styles.hint}>{why}</span>
              ) : (
                <Button size="s" aria-label={`${action}: ${memberName(member)}`} onClick={() => onPick(member)}>
                  {action}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <More pages={found} />
    </section>
  );
}
