import { useId } from "react";
import type { CommandQuestion } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { fieldOf, keyOf, maySkip } from "./answers";
import styles from "./Offers.module.css";
import type { Choice } from "./useChoice";

interface Props {
  questions: CommandQuestion[];
  /** Not for those who only look on. */
  choice: Choice | null;
}

/** What is open before a command runs, each with a field for the answer where one helps. */
export function Questions({ questions, choice }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ul className={styles.questions} aria-label={t("commands.questions")}>
      {questions.map((question) =>
        choice ? (
          <Asked key={keyOf(question)} question={question} choice={choice} />
        ) : (
          <li key={keyOf(question)}>{question.text[language]}</li>
        ),
      )}
    </ul>
  );
}

function Asked({ question, choice }: { question: CommandQuestion; choice: Choice }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  const key = keyOf(question);
  const field = fieldOf(question);
  const skipped = choice.skipped.includes(key);
  const shared = {
    className: styles.input,
    id,
    value: choice.typed[key] ?? "",
    disabled: skipped,
    onChange: (event: { target: { value: string } }) => choice.type(key, event.target.value),
  };
  return (
    <li className={styles.question}>
      {field === "none" ? (
        <p id={id}>{question.text[language]}</p>
      ) : (
        <label htmlFor={id}>
          {question.text[language]}
          {field === "minutes" && ` (${t("work.modes.minutes")})`}
          {field === "list" && ` (${t("work.modes.commas")})`}
        </label>
      )}
      {field === "choice" && (
        <select {...shared}>
          <option value="">{t("work.field.choose")}</option>
          {question.options?.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      )}
      {field !== "choice" && field !== "none" && (
        <input
          {...shared}
          type={field === "moment" ? "datetime-local" : field === "url" ? "url" : "text"}
          inputMode={field === "minutes" ? "numeric" : undefined}
          autoComplete="off"
        />
      )}
      {maySkip(question) ? (
        <label className={styles.skip}>
          <input
            type="checkbox"
            checked={skipped}
            aria-describedby={id}
            onChange={(event) => choice.skip(key, event.target.checked)}
          />
          {t("work.modes.skip")}
        </label>
      ) : (
        field === "none" && <p className={styles.detail}>{t("work.modes.sayIt")}</p>
      )}
    </li>
  );
}
