import { useId } from "react";
import type { CommandQuestion } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { fieldOf, keyOf } from "./answers";
import styles from "./Offers.module.css";

interface Props {
  questions: CommandQuestion[];
  typed: Record<string, string>;
  /** Not for those who only look on. */
  onType: ((key: string, text: string) => void) | null;
}

/** What is open before a command runs, each with a field for the answer where one helps. */
export function Questions({ questions, typed, onType }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  return (
    <ul className={styles.questions} aria-label={t("commands.questions")}>
      {questions.map((question) => {
        const key = keyOf(question);
        const field = fieldOf(question);
        const shared = {
          className: styles.input,
          id: `${id}-${key}`,
          value: typed[key] ?? "",
          onChange: (event: { target: { value: string } }) => onType?.(key, event.target.value),
        };
        if (!onType || field === "none") return <li key={key}>{question.text[language]}</li>;
        return (
          <li key={key} className={styles.question}>
            <label htmlFor={shared.id}>
              {question.text[language]}
              {field === "minutes" && ` (${t("work.modes.minutes")})`}
              {field === "list" && ` (${t("work.modes.commas")})`}
            </label>
            {field === "choice" ? (
              <select {...shared}>
                <option value="">{t("work.field.choose")}</option>
                {question.options?.map((one) => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
              </select>
            ) : (
              <input
                {...shared}
                type={field === "moment" ? "datetime-local" : field === "url" ? "url" : "text"}
                inputMode={field === "minutes" ? "numeric" : undefined}
                autoComplete="off"
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
