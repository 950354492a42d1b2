import X from "lucide-react/icons/x";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { IconButton } from "./IconButton";
import styles from "./SidePanel.module.css";

interface Props {
  title: string;
  detail?: string;
  closeLabel: string;
  onClose(): void;
  actions?: ReactNode;
  children: ReactNode;
}

/** A column beside what is open; on a phone it covers it. Escape closes it. */
export function SidePanel({ title, detail, closeLabel, onClose, actions, children }: Props) {
  const heading = useId();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    // Where a field inside took the focus, it stays there.
    if (!panel.current?.contains(document.activeElement)) panel.current?.focus();
  }, []);
  const keys = (event: KeyboardEvent) => {
    const typing = (event.target as Element).matches("textarea, input, select");
    // A press that a dialog of this panel heard comes here too: React sends it up its own tree.
    if (event.key !== "Escape" || typing || !panel.current?.contains(event.target as Node)) return;
    event.stopPropagation();
    onClose();
  };
  return (
    <aside ref={panel} className={styles.panel} aria-labelledby={heading} tabIndex={-1} onKeyDown={keys}>
      <header className={styles.head}>
        <div className={styles.words}>
          <h2 id={heading} className={styles.title}>
            {title}
          </h2>
          {detail && <p className={styles.detail}>{detail}</p>}
        </div>
        {actions}
        <IconButton label={closeLabel} onClick={onClose}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </header>
      {children}
    </aside>
  );
}
