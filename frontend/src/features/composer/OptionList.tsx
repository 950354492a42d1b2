import type { ReactNode } from "react";
import { Hidden } from "../../ui/Hidden";
import styles from "./OptionList.module.css";

interface Props<Option> {
  id: string;
  label: string;
  /** How many there are, read aloud. */
  status: string;
  options: Option[];
  index: number;
  keyOf(one: Option): string;
  take(one: Option): void;
  children(one: Option): ReactNode;
}

/** What may be taken into the field, which keeps the focus. */
export function OptionList<Option>({ id, label, status, options, index, keyOf, take, children }: Props<Option>) {
  return (
    <>
      <Hidden>
        <span role="status">{status}</span>
      </Hidden>
      <div id={id} className={styles.list} role="listbox" aria-label={label}>
        {options.map((one, at) => (
          // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the focus stays in the field, which handles the keys
          <div
            key={keyOf(one)}
            id={`${id}-${at}`}
            className={styles.option}
            role="option"
            aria-selected={at === index}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(one)}
          >
            {children(one)}
          </div>
        ))}
      </div>
    </>
  );
}
