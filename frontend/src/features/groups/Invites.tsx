import { useQuery, useQueryClient } from "@tanstack/react-query";
import Copy from "lucide-react/icons/copy";
import LinkIcon from "lucide-react/icons/link";
import { type FormEvent, useState } from "react";
import { createInvite, type Invite, listInvites, revokeInvite } from "../../api/conversations";
import { useLanguage, useTranslation } from "../../i18n";
import { shortDateTime } from "../../lib/time";
import { personName } from "../../sync/names";
import { useLive } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { ErrorMessage } from "../../ui/ErrorMessage";
import styles from "./DetailsPane.module.css";
import { reasonOf } from "./reason";

const USES = [1, 5, 25, 100];
const DAYS = [1, 7, 30];
const DAY = 86_400_000;

/** The links to a group: make one, copy it while it is shown, revoke those that still work. */
export function Invites({ group }: { group: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const live = useLive();
  const queries = useQueryClient();
  const [uses, setUses] = useState(0);
  const [days, setDays] = useState(7);
  const [made, setMade] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const key = ["invites", group];
  const query = useQuery({ queryKey: key, queryFn: () => listInvites(group), staleTime: 0 });
  const run = async (work: () => Promise<void>) => {
    setFailure(null);
    try {
      await work();
      await queries.invalidateQueries({ queryKey: key });
    } catch (error) {
      setFailure(reasonOf(error, t));
    }
  };
  const make = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const expires = days ? { expires_at: new Date(Date.now() + days * DAY).toISOString() } : {};
      const { code } = await createInvite(group, { ...(uses ? { max_uses: uses } : {}), ...expires });
      setMade(code && `${location.origin}/invite/${code}`);
    });
  };
  const facts = (invite: Invite) =>
    [
      invite.max_uses === null
        ? t("details.inviteUsesAny", { uses: invite.uses })
        : t("details.inviteUses", { uses: invite.uses, most: invite.max_uses }),
      invite.expires_at && t("details.inviteUntil", { time: shortDateTime(invite.expires_at, language) }),
    ]
      .filter(Boolean)
      .join(" · ");
  return (
    <section className={styles.section} aria-labelledby="details-invites">
      <h3 id="details-invites" className={styles.heading}>
        {t("details.invites")}
      </h3>
      <p className={styles.hint}>{t("details.invitesHint")}</p>
      <form className={styles.inline} onSubmit={make}>
        <label className={styles.field}>
          {t("details.uses")}
          <select className={styles.select} value={uses} onChange={(event) => setUses(Number(event.target.value))}>
            <option value={0}>{t("details.usesAny")}</option>
            {USES.map((count) => (
              <option key={count} value={count}>
                {count}
              </option>
            ))}
          </select>
        </label>
        <label className={styles.field}>
          {t("details.expires")}
          <select className={styles.select} value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {DAYS.map((count) => (
              <option key={count} value={count}>
                {t("details.days", { count })}
              </option>
            ))}
            <option value={0}>{t("details.never")}</option>
          </select>
        </label>
        <Button type="submit">
          <LinkIcon size={15} aria-hidden="true" />
          {t("details.newInvite")}
        </Button>
      </form>
      {made && (
        <p className={styles.made} role="status">
          <input
            className={styles.input}
            readOnly
            value={made}
            aria-label={t("details.newInvite")}
            onFocus={(event) => event.target.select()}
          />
          <Button
            size="s"
            onClick={() => void navigator.clipboard?.writeText(made).then(() => live.tell(t("msg.copied")))}
          >
            <Copy size={14} aria-hidden="true" />
            {t("details.copyInvite")}
          </Button>
        </p>
      )}
      <ErrorMessage>{failure}</ErrorMessage>
      {query.data?.results.length === 0 && <p className={styles.hint}>{t("details.noInvites")}</p>}
      <ul className={styles.members}>
        {query.data?.results.map((invite) => (
          <li key={invite.id} className={styles.member}>
            <span className={styles.memberName}>
              {t("details.inviteLine", { hint: invite.hint, name: personName(invite.created_by) })}
              <span className={styles.facts}>{facts(invite)}</span>
            </span>
            <Button size="s" look="danger" onClick={() => void run(async () => revokeInvite(group, invite.id))}>
              {t("details.revoke")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
