import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiProblem } from "../../api/problem";
import { followOthers, type Kept, keepMessages, readKept } from "../../api/retention";
import type { Conversation } from "../../api/types";
import { useTranslation } from "../../i18n";
import { useLive } from "../../sync/useSync";
import styles from "./Kept.module.css";
import { KeptForm } from "./KeptForm";

/** How long a conversation keeps messages: for who may change it, a form; for the others, what holds. */
export function ConversationKept({ conversation, may }: { conversation: Conversation; may: boolean }) {
  const { t } = useTranslation();
  const live = useLive();
  const queries = useQueryClient();
  const [failure, setFailure] = useState<string | null>(null);
  const { id } = conversation;
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
    <>
      {kept.held && <p className={styles.hint}>{t("details.kept.held")}</p>}
      {may ? (
        <KeptForm
          key={`${kept.by}${kept.days}`}
          kept={kept}
          own="conversation"
          above={conversation.kind === "channel" ? "server" : "installation"}
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
    </>
  );
}
