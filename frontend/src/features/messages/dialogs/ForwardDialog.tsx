import Check from "lucide-react/icons/check";
import { useRef, useState } from "react";
import { forwardMessage } from "../../../api/messages";
import type { Message } from "../../../api/types";
import { useLanguage, useTranslation } from "../../../i18n";
import { fold, plainLine } from "../../../lib/text";
import { byActivity, conversationName, otherPerson } from "../../../sync/names";
import { useLive, useSync } from "../../../sync/useSync";
import { Avatar } from "../../../ui/Avatar";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { DialogFooter } from "../../../ui/DialogFooter";
import { ErrorMessage } from "../../../ui/ErrorMessage";
import { SearchField } from "../../../ui/SearchField";
import styles from "./dialogs.module.css";
import { reasonOf } from "./reason";

const MOST = 20;

/** Choose conversations; a copy of what the message says now goes to each. */
export function ForwardDialog({ message, onClose }: { message: Message; onClose(): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const live = useLive();
  const me = useSync((state) => state.me.id);
  const conversations = useSync((state) => state.conversations);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const [state, setState] = useState<{ busy: boolean; failure: string | null }>({ busy: false, failure: null });
  const field = useRef<HTMLInputElement>(null);
  const words = fold(typed.trim());
  const shown = Object.values(conversations)
    .map((conversation) => ({ conversation, name: conversationName(conversation, me, t) }))
    .filter(({ name }) => fold(name).includes(words))
    .sort((one, other) => byActivity(one.conversation, other.conversation));
  const toggle = (id: string) =>
    setChosen((before) =>
      before.includes(id) ? before.filter((other) => other !== id) : [...before, id].slice(0, MOST),
    );
  const send = async () => {
    setState({ busy: true, failure: null });
    try {
      const { results } = await forwardMessage(message.id, chosen);
      live.take(results);
      live.tell(t("msg.forwarded", { count: results.length }));
      onClose();
    } catch (error) {
      setState({ busy: false, failure: reasonOf(error, t) });
    }
  };
  return (
    <Dialog title={t("msg.forward")} closeLabel={t("app.close")} onClose={onClose} width="s" focus={field}>
      <div className={styles.search}>
        <blockquote className={styles.said}>{plainLine(message.text, 140) || t(`msg.type.${message.type}`)}</blockquote>
        <SearchField ref={field} label={t("msg.forwardTo")} value={typed} onChange={setTyped} />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: rows with a face and a name, not a fieldset */}
      <div className={styles.scroll} role="group" aria-label={t("msg.forwardTo")}>
        {shown.map(({ conversation, name }) => {
          const other = conversation.kind === "direct" ? otherPerson(conversation, me) : null;
          const on = chosen.includes(conversation.id);
          return (
            <button
              key={conversation.id}
              type="button"
              aria-pressed={on}
              className={styles.row}
              onClick={() => toggle(conversation.id)}
            >
              <Avatar
                id={other?.id ?? conversation.id}
                name={name}
                url={other?.avatar_url ?? conversation.avatar_url}
                language={language}
                size="s"
                group={conversation.kind !== "direct"}
              />
              <span className={styles.name}>{name}</span>
              <span className={styles.check} aria-hidden="true">
                <Check size={14} strokeWidth={3} />
              </span>
            </button>
          );
        })}
        {shown.length === 0 && <p className={styles.nothing}>{t("search.nothing")}</p>}
        <ErrorMessage className={styles.failure}>{state.failure}</ErrorMessage>
      </div>
      <DialogFooter onClose={onClose}>
        <Button look="primary" disabled={chosen.length === 0 || state.busy} onClick={() => void send()}>
          {chosen.length === 0 ? t("msg.forward") : t("msg.forwardSend", { count: chosen.length })}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
