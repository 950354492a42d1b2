import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listOverrides, type PlaceKind, removeOverride, setOverride } from "../../api/servers";
import type { Override, Server, ServerMember } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/Skeleton";
import { Failure } from "./Failure";
import { MemberSearch } from "./MemberSearch";
import { OverrideFields } from "./OverrideFields";
import { untouched, withOverrides } from "./overriding";
import styles from "./settings.module.css";
import { myStanding } from "./standing";
import { useDoing } from "./useDoing";
import { useWhom } from "./useWhom";
import { Why } from "./Why";

interface Props {
  server: Server;
  kind: PlaceKind;
  place: string;
}

/** What roles and members may more or less in one place: choose whom, then allow, deny, or leave it to their roles. */
export function Overrides({ server, kind, place }: Props) {
  const { t } = useTranslation();
  const me = useSync((state) => state.me.id);
  const mine = myStanding(server, me);
  const query = useQuery({
    queryKey: ["server", server.id, "overrides", kind, place],
    queryFn: () => listOverrides(server.id, kind, place),
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const [met, setMet] = useState<ServerMember[]>([]);
  const [adding, setAdding] = useState(false);
  const [failure, doing] = useDoing();
  const rows = withOverrides(query.data?.results ?? [], server, met);
  const whom = useWhom(server, rows, met);
  const absent = server.roles.filter((role) => !rows.some((row) => row.id === role.id));
  const fresh = absent.find((role) => role.id === chosen);
  const shown = rows.find((row) => row.id === chosen) ?? (fresh ? untouched("role", fresh.id) : rows[0]);
  if (query.isPending) return <Skeleton rows={3} look="cards" label={t("app.loading")} />;
  if (query.isError) return <Failure text={t("app.failed")} />;
  const about = shown && whom(shown);
  const save = (wanted: Override) => doing(() => setOverride(server.id, kind, place, wanted));
  const saved = shown && query.data.results.some((row) => row.id === shown.id);
  return (
    <section aria-labelledby="overrides">
      <h3 id="overrides" className={styles.title}>
        {t("servers.overrides")}
      </h3>
      <p className={styles.hint}>{t("servers.overridesHint")}</p>
      {(!mine.may("manage_channels") || !mine.may("manage_roles")) && <Why reason="noOverrides" />}
      <label className={styles.field}>
        {t("servers.whom")}
        <select
          className={styles.input}
          value={shown?.id ?? ""}
          onChange={(event) => {
            setChosen(event.target.value);
            setAdding(false);
          }}
        >
          <optgroup label={t("servers.differs")}>
            {rows.map((row) => (
              <option key={row.id} value={row.id}>
                {whom(row).name}
              </option>
            ))}
          </optgroup>
          {absent.length > 0 && (
            <optgroup label={t("servers.asElsewhere")}>
              {absent.map((role) => (
                <option key={role.id} value={role.id}>
                  {role.name}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </label>
      <p className={styles.buttons}>
        <Button size="s" aria-expanded={adding} onClick={() => setAdding(!adding)}>
          {t("servers.aMember")}
        </Button>
      </p>
      {adding && (
        <MemberSearch
          server={server}
          label={t("servers.findMember")}
          action={t("servers.choose")}
          refused={() => null}
          onPick={(member) => {
            setMet([...met, member]);
            setChosen(member.user.id);
            setAdding(false);
          }}
        />
      )}
      <Failure text={failure} />
      {shown && about && (
        <OverrideFields
          key={shown.id}
          name={about.name}
          override={shown}
          mine={mine}
          why={about.why}
          onSave={save}
          onRemove={
            saved && about.why === null ? () => void doing(() => removeOverride(server.id, kind, place, shown)) : null
          }
        />
      )}
    </section>
  );
}
