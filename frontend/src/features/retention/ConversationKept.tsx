import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiProblem } from "../../api/problem";
import { followOthers, type Kept, keepMessages, readKept } from "../../api/retention";
import { useTranslation } from "../../i18n";
import { useLive } from "../../sync/useSync";
import { KeptForm } from "../../ui/KeptForm";
import styles from "./ConversationKept.module.css";

interface Props {
  /** Of a conversation. */
  id: string;
  above: "server" | "installation";
  may: boolean;
}

/** How long a conversation keeps messages: for who may change it, a form; for the others, what holds. */
export function ConversationKept({ id, above, may }: Props) {
  const { t } = useTranslation();
  const live = useLive();
  const queries = useQueryClient();
  const [failure, setFailure] = useState<string | null>(null);
  const query = useQuery({ queryKey: ["kept", id], queryFn: () => readKept(id) });
  useEffect(
    () =>
      live.listen((event) => {
        if (event.type !== "retention.updated" || event.data.conversation !== id) return;
        queries.setQueryData(["kept", id], event.data);
      }),
    [live, queries, id],
  );
  const save = async (change: Promise<Kept>) => {
    setFailure(null);
    try {
      queries.setQueryData(["kept", id], await change);
      live.tell(t("details.saved"));
    } catch (error) {
      setFailure(error instanceof ApiProblem ? error.message : t("app.failed"));
    }
  };
  const kept = query.data;
  if (!kept) return query.isError ? <p className={styles.hint}>{t("app.failed")}</p> : null;
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t("details.kept.title")}</h3>
      {kept.held && <p className={styles.hint}>{t("details.kept.held")}</p>}
      {may ? (
        <KeptForm
          key={`${kept.by}${kept.days}`}
          kept={kept}
          own="conversation"
          above={above}
          hint={t("details.kept.hint")}
          failure={failure}
          onKeep={(days) => void save(keepMessages(id, days))}
          onFollow={() => void save(followOthers(id))}
        />
      ) : (
        <p className={styles.hint}>
          {kept.days === null ? t("details.kept.toldForever") : t("details.kept.told", { count: kept.days })}
        </p>
      )}
    </section>
  );
}
