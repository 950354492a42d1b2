import { type ReactNode, useState } from "react";
import { listServerAudit } from "../../api/servers";
import type { Server, ServerEntry } from "../../api/serverTypes";
import { useLanguage, useTranslation } from "../../i18n";
import { en } from "../../i18n/en";
import { shortDateTime } from "../../lib/time";
import { personName } from "../../sync/names";
import { usePages } from "../../sync/usePages";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { More } from "../../ui/More";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import styles from "./settings.module.css";

type Texts = typeof en.servers.done;
type Done = { [Kind in keyof Texts]: `${Kind}.${keyof Texts[Kind] & string}` }[keyof Texts];
const KINDS = Object.entries(en.servers.done).flatMap(([kind, texts]) =>
  Object.keys(texts).map((done) => `${kind}.${done}` as Done),
);
const isDone = (action: string): action is Done => KINDS.some((kind) => kind === action);

/** What was done in a server: who, what, to whom and why, the newest first. */
export function AuditScreen({ server }: { server: Server }) {
  const { t } = useTranslation();
  const [action, setAction] = useState<Done | "">("");
  const entries = usePages<ServerEntry>(["server", server.id, "audit", action], (signal) =>
    listServerAudit(server.id, action, signal),
  );
  return (
    <section className={styles.section} aria-labelledby="server-audit">
      <h2 id="server-audit" className={styles.title}>
        {t("servers.audit")}
      </h2>
      <p className={styles.hint}>{t("servers.auditHint")}</p>
      <label className={`${styles.form} ${styles.field}`}>
        {t("servers.auditShow")}
        <select
          className={styles.input}
          value={action}
          onChange={(event) => setAction(event.target.value as Done | "")}
        >
          <option value="">{t("servers.auditAll")}</option>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`servers.done.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      {entries.status === "pending" && <Skeleton rows={4} look="cards" label={t("app.loading")} />}
      {entries.status === "error" && (
        <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
          <Button onClick={entries.refetch}>{t("app.retry")}</Button>
        </Notice>
      )}
      {entries.status === "success" && entries.items.length === 0 && (
        <p className={styles.hint} role="status">
          {t("servers.auditNothing")}
        </p>
      )}
      <ul className={styles.rows}>
        {entries.items.map((entry) => (
          <Line key={entry.seq} entry={entry} />
        ))}
      </ul>
      <More pages={entries} />
    </section>
  );
}

function Line({ entry }: { entry: ServerEntry }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const actor = entry.actor ? personName(entry.actor) : entry.actor_name || t("servers.auditNobody");
  const known: ReactNode[] = [
    entry.user && personName(entry.user),
    entry.role && (entry.role.name ?? t("servers.auditGone")),
    entry.channel && `#${entry.channel.name ?? t("servers.auditGone")}`,
    !entry.channel?.name && typeof entry.details.name === "string" && entry.details.name,
    entry.reason && `“${entry.reason}”`,
  ].filter(Boolean);
  return (
    <li className={styles.row}>
      <Avatar
        id={entry.actor?.id ?? actor}
        name={actor}
        url={entry.actor?.avatar_url ?? null}
        language={language}
        size="s"
      />
      <span className={styles.words}>
        <span className={styles.name}>{isDone(entry.action) ? t(`servers.done.${entry.action}`) : entry.action}</span>
        {known.length > 0 && <span className={styles.detail}>{known.join(" · ")}</span>}
        <span className={styles.detail}>
          {actor} · <time dateTime={entry.at}>{shortDateTime(entry.at, language)}</time>
        </span>
      </span>
    </li>
  );
}
