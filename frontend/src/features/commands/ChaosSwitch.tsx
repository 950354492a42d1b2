import { useQuery, useQueryClient } from "@tanstack/react-query";
import Flame from "lucide-react/icons/flame";
import { useId, useState } from "react";
import { changeModes, readModes } from "../../api/commandWays";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { ErrorMessage } from "../../ui/ErrorMessage";
import styles from "./ChaosSwitch.module.css";
import { reasonOf } from "./reason";
import { useDoing } from "./useDoing";

/** Whether commands may meet faults on purpose in a conversation; for whoever may change its settings. */
export function ChaosSwitch({ conversation }: { conversation: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const doing = useDoing();
  const id = useId();
  const key = ["command-modes", conversation];
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => readModes(conversation, signal) });
  // Shown at once; the server's answer stands.
  const [wanted, setWanted] = useState<boolean | null>(null);
  const change = async (chaos: boolean) => {
    setWanted(chaos);
    await doing.run(async () => queries.setQueryData(key, await changeModes(conversation, chaos)));
    setWanted(null);
  };
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h3 id={id} className={styles.heading}>
        {t("work.chaos.title")}
      </h3>
      {query.isError ? (
        <p className={styles.hint} role="alert">
          {reasonOf(query.error, t)} <Button onClick={() => void query.refetch()}>{t("app.retry")}</Button>
        </p>
      ) : (
        <>
          <label className={styles.setting}>
            <span className={styles.name}>
              <Flame size={15} aria-hidden="true" />
              {t("work.chaos.allow")}
            </span>
            <input
              type="checkbox"
              className={styles.switch}
              checked={wanted ?? query.data?.modes.includes("chaos") ?? false}
              disabled={query.isPending}
              aria-describedby={`${id}-hint`}
              onChange={(event) => !doing.busy && void change(event.target.checked)}
            />
          </label>
          <p id={`${id}-hint`} className={styles.hint}>
            {t("work.chaos.hint")}
          </p>
        </>
      )}
      <ErrorMessage>{doing.failed}</ErrorMessage>
    </section>
  );
}
