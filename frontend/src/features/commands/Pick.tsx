import styles from "./Pick.module.css";

interface Props<Value extends string> {
  label: string;
  value: Value;
  /** `refused`: why it cannot be chosen, instead of the hint. */
  options: { value: NoInfer<Value>; label: string; hint: string; refused?: string | undefined }[];
  onChange(value: Value): void;
}

/** One of a few ways, each with a sentence about it. */
export function Pick<Value extends string>({ label, value, options, onChange }: Props<Value>) {
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={`${styles.option} ${option.refused ? styles.refused : ""}`}>
          <input
            type="radio"
            name={label}
            checked={option.value === value}
            disabled={option.refused !== undefined}
            onChange={() => onChange(option.value)}
          />
          <span>
            {option.label}
            <span className={styles.hint}>{option.refused ?? option.hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
