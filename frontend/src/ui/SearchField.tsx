import Search from "lucide-react/icons/search";
import type { InputHTMLAttributes, Ref } from "react";
import styles from "./SearchField.module.css";

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value"> {
  label: string;
  value: string;
  onChange(value: string): void;
  ref?: Ref<HTMLInputElement>;
}

export function SearchField({ label, value, onChange, ...rest }: Props) {
  return (
    <span className={styles.box}>
      <Search size={17} aria-hidden="true" />
      <input
        className={styles.input}
        type="search"
        value={value}
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
    </span>
  );
}
