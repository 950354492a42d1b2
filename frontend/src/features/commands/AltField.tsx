import { type RefObject, useId, useRef, useState } from "react";
import type { ProblemError } from "../../api/types";
import { useTranslation } from "../../i18n";
import styles from "./AltField.module.css";
import { lineAndColumn, offsetOf } from "./position";

interface Props {
  text: string;
  faults: ProblemError[];
  /** What happens to it, in a sentence. */
  hint: string;
  short?: boolean;
  /** Where the focus goes first. */
  ref?: RefObject<HTMLTextAreaElement | null>;
  onChange(text: string): void;
}

/** An `.alt` document as text, with where one is in it and what is wrong with it where. */
export function AltField({ text, faults, hint, short = false, ref, onChange }: Props) {
  const { t } = useTranslation();
  const [place, setPlace] = useState({ line: 1, column: 1 });
  const own = useRef<HTMLTextAreaElement>(null);
  const field = ref ?? own;
  const described = useId();
  const show = (fault: ProblemError) => {
    const element = field.current;
    if (!element || !fault.line) return;
    const at = offsetOf(text, fault.line, fault.column ?? 1);
    element.focus();
    element.setSelectionRange(at, at);
  };
  return (
    <div className={styles.whole}>
      <textarea
        ref={field}
        className={`${styles.field} ${short ? styles.short : ""}`}
        value={text}
        spellCheck={false}
        autoCapitalize="off"
        aria-label={t("commands.editLabel")}
        aria-describedby={described}
        aria-invalid={faults.length > 0}
        onChange={(event) => onChange(event.target.value)}
        onSelect={(event) => setPlace(lineAndColumn(text, event.currentTarget.selectionStart))}
      />
      <p id={described} className={styles.hint}>
        <span>{hint}</span>
        <span className={styles.place}>{t("commands.cursor", place)}</span>
      </p>
      {faults.length > 0 && (
        <div className={styles.faults} role="alert">
          <p className={styles.faultsTitle}>{t("commands.editErrors", { count: faults.length })}</p>
          <ul>
            {faults.map((fault) => (
              <li key={`${fault.line} ${fault.column} ${fault.pointer} ${fault.detail}`}>
                {fault.line !== undefined && (
                  <button type="button" className={styles.where} onClick={() => show(fault)}>
                    {t("commands.at", { line: fault.line, column: fault.column ?? 1 })}
                  </button>
                )}
                <span>{fault.detail}</span>
                {fault.suggestion && <em>{t("commands.suggestion", { text: fault.suggestion })}</em>}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
