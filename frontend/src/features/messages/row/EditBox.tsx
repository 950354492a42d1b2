import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import type { Message } from "../../../api/types";
import { useTranslation } from "../../../i18n";
import { lengthOf } from "../../../lib/text";
import { useLive } from "../../../sync/useSync";
import { Button } from "../../../ui/Button";
import styles from "./EditBox.module.css";

const MAX_TEXT = 20_000;

interface Props {
  message: Message;
  /** Where one goes on from: the text as it is, or what an earlier try said. */
  text: string;
  /** The version that is edited; an older one would be refused. */
  seen: number;
  onDone(): void;
}

/** A message's text as a field in its place. Enter saves, Escape leaves it as it was. */
export function EditBox({ message, text, seen, onDone }: Props) {
  const { t } = useTranslation();
  const live = useLive();
  const [typed, setTyped] = useState(text);
  // What came in while one edits was not seen: saving over it is a conflict.
  const [from] = useState(seen);
  const field = useRef<HTMLTextAreaElement>(null);
  const hint = useId();
  const left = MAX_TEXT - lengthOf(typed);
  const savable = typed.trim() !== "" && left >= 0;

  useEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "0";
    // `typed` is what changed the height.
    element.style.height = `${typed === "" ? 24 : element.scrollHeight}px`;
  }, [typed]);

  const save = () => {
    if (!savable) return;
    if (typed.trim() !== message.text) live.changes.add(message, { kind: "edit", text: typed.trim(), seen: from });
    onDone();
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") onDone();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      save();
    }
  };
  return (
    <form
      className={styles.edit}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <textarea
        ref={field}
        className={styles.field}
        rows={1}
        value={typed}
        aria-label={t("msg.editLabel")}
        aria-describedby={hint}
        aria-invalid={left < 0}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={keys}
      />
      <div className={styles.foot}>
        <p id={hint} className={styles.hint}>
          {left < 0 ? t("composer.over", { count: -left }) : t("msg.editKeys")}
        </p>
        <Button size="s" look="plain" onClick={onDone}>
          {t("app.cancel")}
        </Button>
        <Button size="s" look="primary" type="submit" disabled={!savable}>
          {t("msg.save")}
        </Button>
      </div>
    </form>
  );
}
