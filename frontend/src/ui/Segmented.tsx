import styles from "./Segmented.module.css";

interface Props<Value extends string> {
  label: string;
  value: Value;
  /** `name` is for screen readers where the label is only a sign. */
  options: { value: NoInfer<Value>; label: string; name?: string }[];
  onChange: (value: Value) => void;
}

/** One of a few, as buttons in a row. */
export function Segmented<Value extends string>({ label, value, options, onChange }: Props<Value>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row everywhere
    <div className={styles.group} role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className={styles.option}
          aria-pressed={option.value === value}
          aria-label={option.name}
          title={option.name}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
