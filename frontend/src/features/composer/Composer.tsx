import Play from "lucide-react/icons/play";
import SendHorizontal from "lucide-react/icons/send-horizontal";
import Sparkles from "lucide-react/icons/sparkles";
import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "../../i18n";
import { readDraft, writeDraft } from "../../lib/drafts";
import { lengthOf } from "../../lib/text";
import { IconButton } from "../../ui/IconButton";
import styles from "./Composer.module.css";
import { commandIn } from "./command";

export const MAX_TEXT = 20_000;
const NEAR = 1_000;

export interface ComposerHandle {
  focus(): void;
}

interface Props {
  conversation: string;
  me: string;
  name: string;
  onSend(text: string): void;
  onRun(text: string): void;
  onTyping(): void;
  ref?: Ref<ComposerHandle>;
}

/** Where one writes. Give it a `key` of the conversation's id: each one has its own draft. */
export function Composer({ conversation, me, name, onSend, onRun, onTyping, ref }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => readDraft(me, conversation) ?? "");
  const field = useRef<HTMLTextAreaElement>(null);
  const hint = useId();
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }), []);

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "0";
    // `text` is what changed the height.
    element.style.height = `${text === "" ? 24 : element.scrollHeight}px`;
  }, [text]);

  const left = MAX_TEXT - lengthOf(text);
  const command = commandIn(text);
  const sendable = left >= 0 && (command === null ? text.trim() !== "" : command !== "");

  const change = (value: string) => {
    setText(value);
    writeDraft(me, conversation, value);
    if (value.trim() !== "") onTyping();
  };
  const done = () => {
    change("");
    field.current?.focus();
  };
  const send = () => {
    if (!sendable) return;
    if (command !== null) onRun(command);
    else onSend(text.trim());
    done();
  };
  const run = () => {
    if (!sendable) {
      change("/run ");
      field.current?.focus();
      return;
    }
    onRun(command ?? text.trim());
    done();
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, Enter belongs to it.
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") {
      field.current?.blur();
    }
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className={`${styles.box} ${command !== null ? styles.asCommand : ""}`}>
        <textarea
          ref={field}
          className={styles.field}
          rows={1}
          value={text}
          placeholder={t("composer.placeholder", { name })}
          aria-label={t("composer.label", { name })}
          aria-describedby={hint}
          aria-invalid={left < 0}
          enterKeyHint="send"
          onChange={(event) => change(event.target.value)}
          onKeyDown={keys}
        />
        <IconButton label={t("composer.run")} className={styles.run ?? ""} onClick={run}>
          <Sparkles size={18} aria-hidden="true" />
        </IconButton>
        <IconButton label={t("composer.send")} className={styles.send ?? ""} type="submit" disabled={!sendable}>
          {command === null ? <SendHorizontal size={18} aria-hidden="true" /> : <Play size={18} aria-hidden="true" />}
        </IconButton>
      </div>
      <div className={styles.foot}>
        <p id={hint} className={command !== null ? styles.note : styles.keys}>
          {command !== null ? t("composer.runHint") : t("composer.keys")}
        </p>
        {left <= NEAR && (
          <p className={left < 0 ? styles.over : styles.left} role="status">
            {left < 0 ? t("composer.over", { count: -left }) : t("composer.left", { count: left })}
          </p>
        )}
      </div>
    </form>
  );
}
