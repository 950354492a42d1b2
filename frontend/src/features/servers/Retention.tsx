import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { followInstallation, keepServerMessages, readServerRetention } from "../../api/servers";
import type { Server, ServerKept } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Failure } from "./Failure";
import styles from "./settings.module.css";
import { useDoing } from "./useDoing";

const FEWEST = 7;
const MOST = 3_650;
type Choice = "installation" | "days" | "forever";

/** How long a server keeps messages, for who may change it. */
export function Retention({ server }: { server: Server }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["server", server.id, "retention"],
    queryFn: () => readServerRetention(server.id),
  });
  return (
    <section className={styles.section} aria-labelledby="server-retention">
      <h2 id="server-retention" className={styles.title}>
        {t("servers.retention")}
      </h2>
      <Failure text={query.isError ? t("app.failed") : null} />
      {query.data && <Choose key={`${query.data.by}${query.data.days}`} server={server} kept={query.data} />}
    </section>
  );
}

function Choose({ server, kept }: { server: Server; kept: ServerKept }) {
  const { t } = useTranslation();
  const known: Choice = kept.by !== "server" ? "installation" : kept.days === null ? "forever" : "days";
  const [choice, setChoice] = useState<Choice>(known);
  const [days, setDays] = useState(kept.days ?? 365);
  const [failure, doing] = useDoing();
  const save = (event: FormEvent) => {
    event.preventDefault();
    const wanted = choice === "days" ? days : null;
    void doing(() =>
      choice === "installation" ? followInstallation(server.id) : keepServerMessages(server.id, wanted),
    );
  };
  const changed = choice !== known || (choice === "days" && days !== kept.days);
  const installation =
    kept.by === "installation" && kept.days !== null
      ? t("servers.keep.installationDays", { count: kept.days })
      : t("servers.keep.installation");
  return (
    <form className={styles.form} onSubmit={save}>
      <label className={styles.field}>
        {t("servers.keepFor")}
        <select className={styles.input} value={choice} onChange={(event) => setChoice(event.target.value as Choice)}>
          <option value="installation">{installation}</option>
          <option value="days">{t("servers.keep.days")}</option>
          <option value="forever">{t("servers.keep.forever")}</option>
        </select>
      </label>
      {choice === "days" && (
        <label className={styles.field}>
          {t("servers.keepDays")}
          <input
            className={styles.input}
            type="number"
            required
            min={FEWEST}
            max={MOST}
            value={days}
            aria-describedby="retention-hint"
            onChange={(event) => setDays(event.target.valueAsNumber)}
          />
        </label>
      )}
      <p id="retention-hint" className={styles.hint}>
        {t("servers.keepHint")}
      </p>
      <Failure text={failure} />
      <Button type="submit" disabled={!changed || (choice === "days" && !(days >= FEWEST && days <= MOST))}>
        {t("servers.save")}
      </Button>
    </form>
  );
}
