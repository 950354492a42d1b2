import Plus from "lucide-react/icons/plus";
import X from "lucide-react/icons/x";
import { type FormEvent, useRef, useState } from "react";
import type { NewPoll } from "../../api/messages";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { DialogForm } from "../../ui/DialogForm";
import { ErrorMessage } from "../../ui/ErrorMessage";
import { IconButton } from "../../ui/IconButton";
import styles from "./besides.module.css";

const LEAST = 2;
const MOST = 10;

interface Props {
  /** What was typed already: the question. */
  question: string;
  onClose(): void;
  onSend(question: string, poll: NewPoll): void;
}

/** A question with two to ten answers. */
export function PollDialog({ question, onClose, onSend }: Props) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(question);
  const [options, setOptions] = useState([
    { key: 0, text: "" },
    { key: 1, text: "" },
  ]);
  const [settings, setSettings] = useState({ multiple: false, anonymous: false, change_vote: true });
  const [closes, setCloses] = useState("");
  const first = useRef<HTMLTextAreaElement>(null);
  const next = useRef(2);
  const texts = options.map((option) => option.text.trim()).filter(Boolean);
  const twice = new Set(texts).size !== texts.length;
  const late = closes !== "" && !(new Date(closes).getTime() > Date.now());
  const sendable = asked.trim() !== "" && texts.length >= LEAST && !twice && !late;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!sendable) return;
    onSend(asked.trim(), {
      options: texts,
      ...settings,
      ...(closes ? { closes_at: new Date(closes).toISOString() } : {}),
    });
    onClose();
  };
  return (
    <Dialog title={t("composer.poll")} closeLabel={t("app.close")} onClose={onClose} width="s" focus={first}>
      <DialogForm onSubmit={send} submitLabel={t("composer.pollSend")} submitDisabled={!sendable} onClose={onClose}>
        <label className={styles.field}>
          {t("composer.pollQuestion")}
          <textarea
            ref={first}
            className={styles.input}
            rows={2}
            required
            maxLength={2000}
            value={asked}
            onChange={(event) => setAsked(event.target.value)}
          />
        </label>
        <fieldset className={styles.group}>
          <legend className={styles.legend}>{t("composer.pollOptions")}</legend>
          {options.map((option, at) => (
            <div key={option.key} className={styles.option}>
              <input
                className={styles.input}
                maxLength={100}
                value={option.text}
                aria-label={t("composer.pollOption", { count: at + 1 })}
                placeholder={t("composer.pollOption", { count: at + 1 })}
                onChange={(event) =>
                  setOptions(
                    options.map((one) => (one.key === option.key ? { ...one, text: event.target.value } : one)),
                  )
                }
              />
              {options.length > LEAST && (
                <IconButton
                  label={t("composer.pollRemove", { count: at + 1 })}
                  onClick={() => setOptions(options.filter((one) => one.key !== option.key))}
                >
                  <X size={16} aria-hidden="true" />
                </IconButton>
              )}
            </div>
          ))}
          {options.length < MOST && (
            <Button size="s" look="plain" onClick={() => setOptions([...options, { key: next.current++, text: "" }])}>
              <Plus size={15} aria-hidden="true" />
              {t("composer.pollAdd")}
            </Button>
          )}
          <ErrorMessage>{twice && t("composer.pollTwice")}</ErrorMessage>
        </fieldset>
        <fieldset className={styles.group}>
          <legend className={styles.legend}>{t("composer.pollRules")}</legend>
          {(["multiple", "anonymous", "change_vote"] as const).map((name) => (
            <label key={name} className={styles.check}>
              <input
                type="checkbox"
                checked={settings[name]}
                onChange={(event) => setSettings({ ...settings, [name]: event.target.checked })}
              />
              {t(`composer.pollRule.${name}`)}
            </label>
          ))}
        </fieldset>
        <label className={styles.field}>
          {t("composer.pollCloses")}
          <input
            className={styles.input}
            type="datetime-local"
            value={closes}
            aria-invalid={late}
            onChange={(event) => setCloses(event.target.value)}
          />
        </label>
        <ErrorMessage>{late && t("msg.inThePast")}</ErrorMessage>
      </DialogForm>
    </Dialog>
  );
}
