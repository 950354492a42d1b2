import { Dialog as Base } from "@base-ui/react/dialog";
import X from "lucide-react/icons/x";
import type { ReactNode, RefObject } from "react";
import styles from "./Dialog.module.css";
import { IconButton } from "./IconButton";

interface Props {
  title: string;
  closeLabel: string;
  onClose(): void;
  children: ReactNode;
  width?: "s" | "m" | "l";
  /** At the top of the screen, without a visible title: for search. */
  bare?: boolean;
  focus?: RefObject<HTMLElement | null>;
}

/** A modal dialog: focus stays inside, Escape closes, focus returns to where it was. */
export function Dialog({ title, closeLabel, onClose, children, width = "m", bare = false, focus }: Props) {
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.scrim} />
        <Base.Popup
          className={`${styles.popup} ${styles[width]} ${bare ? styles.bare : ""}`}
          {...(focus ? { initialFocus: focus } : {})}
        >
          <header className={bare ? styles.hiddenHead : styles.head}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            {!bare && (
              <Base.Close
                render={
                  <IconButton label={closeLabel}>
                    <X size={18} aria-hidden="true" />
                  </IconButton>
                }
              />
            )}
          </header>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
