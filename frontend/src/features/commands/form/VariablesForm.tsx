import { useId } from "react";
import { useTranslation } from "../../../i18n";
import { type Asked, controlOf, type Entries, type Entry, type Problem, type Problems } from "./fields";
import styles from "./VariablesForm.module.css";

interface Props {
  asked: Asked[];
  entries: Entries;
  problems: Problems;
  onChange(name: string, entry: Entry): void;
}

/** One field for each variable, with its words, and what is wrong beside it. */
export function VariablesForm({ asked, entries, problems, onChange }: Props) {
  return (
    <div className={styles.form}>
      {asked.map((one) => (
        <VariableField
          key={one.name}
          asked={one}
          entry={entries[one.name] ?? ""}
          problem={problems[one.name]}
          onChange={(entry) => onChange(one.name, entry)}
        />
      ))}
    </div>
  );
}

const TYPES = { text: "text", date: "date", moment: "datetime-local", time: "time", email: "email", url: "url" };

function VariableField({
  asked: { name, schema },
  entry,
  problem,
  onChange,
}: {
  asked: Asked;
  entry: Entry;
  problem: Problem | undefined;
  onChange(entry: Entry): void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const control = controlOf(schema);
  const label = schema.title || name.replaceAll("_", " ");
  const needed = schema.required === true && schema.default === undefined;
  const described = [schema.description && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  const shared = {
    id,
    name,
    className: styles.input,
    "aria-invalid": problem !== undefined,
    "aria-describedby": described || undefined,
    "aria-required": needed,
  };
  const text = typeof entry === "string" ? entry : "";
  const below = (
    <>
      {schema.description && (
        <p id={`${id}-hint`} className={styles.hint}>
          {schema.description}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} className={styles.problem}>
          {problem.text ?? t(`work.field.${problem.is}`, { bound: problem.bound })}
        </p>
      )}
    </>
  );

  if (control === "yes") {
    return (
      <div className={styles.field}>
        <label className={styles.check}>
          <input
            {...shared}
            className={styles.box}
            type="checkbox"
            checked={entry === true}
            onChange={(event) => onChange(event.target.checked)}
          />
          {label}
        </label>
        {below}
      </div>
    );
  }
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
        {needed && <span className={styles.needed}> {t("work.field.needed")}</span>}
      </label>
      {control === "choice" ? (
        <select {...shared} value={text} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t("work.field.choose")}</option>
          {schema.enum?.map((one) => {
            const word = typeof one === "object" ? JSON.stringify(one) : String(one);
            return (
              <option key={word} value={word}>
                {word}
              </option>
            );
          })}
        </select>
      ) : control === "lines" || control === "json" ? (
        <textarea
          {...shared}
          rows={control === "json" ? 3 : 4}
          spellCheck={control === "lines"}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <input
          {...shared}
          type={control === "number" ? "text" : TYPES[control]}
          inputMode={control === "number" ? (schema.type === "integer" ? "numeric" : "decimal") : undefined}
          autoComplete="off"
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {below}
    </div>
  );
}
