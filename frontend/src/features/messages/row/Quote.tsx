import { useQuery } from "@tanstack/react-query";
import CornerUpLeft from "lucide-react/icons/corner-up-left";
import { getMessage } from "../../../api/endpoints";
import type { Message } from "../../../api/types";
import { useTranslation } from "../../../i18n";
import { plainLine } from "../../../lib/text";
import { findMessage } from "../../../sync/places";
import { useNameIn } from "../../../sync/useNameIn";
import { useSync } from "../../../sync/useSync";
import { useMessageUi } from "../messageUi";
import styles from "./Quote.module.css";

interface Props {
  conversation: string;
  id: string;
  /** As the server gave it: null where this person may not see it, undefined where it was not told. */
  given?: Message["quote"] | undefined;
}

/** What a message answers to; a press leads there, however far back it is. */
export function Quote({ conversation, id, given }: Props) {
  const { t } = useTranslation();
  const ui = useMessageUi();
  const known = useSync((state) => (given === undefined ? findMessage(state, conversation, id) : null));
  const fetched = useQuery({
    queryKey: ["message", id],
    queryFn: () => getMessage(id),
    enabled: given === undefined && known === null,
    retry: false,
    staleTime: 60_000,
  });
  const quoted = given === undefined ? (known ?? fetched.data ?? null) : given;
  const name = useNameIn(conversation, quoted?.sender ?? null) ?? t("messages.someone");
  if (!quoted) {
    return (
      <p className={`${styles.quote} ${styles.gone}`}>
        {fetched.isPending && given === undefined ? "…" : t("msg.quoteGone")}
      </p>
    );
  }
  return (
    <button type="button" className={styles.quote} onClick={() => ui.show(quoted)}>
      <CornerUpLeft size={13} aria-hidden="true" />
      <span className={styles.name}>{name}</span>
      <span className={styles.text}>{plainLine(quoted.text, 140) || t(`msg.type.${quoted.type}`)}</span>
    </button>
  );
}
