import { Popover } from "@base-ui/react/popover";
import type { ReactNode } from "react";
import type { Anchor } from "./FloatingMenu";
import styles from "./FloatingPopover.module.css";

interface Props {
  label: string;
  anchor: Anchor;
  onClose(): void;
  children: ReactNode;
  returnTo?: HTMLElement | null;
  side?: "top" | "bottom";
}

/** A small panel beside what opened it. Load it lazily. */
export function FloatingPopover({ label, anchor, onClose, children, returnTo, side = "top" }: Props) {
  const at =
    anchor instanceof Element ? anchor : { getBoundingClientRect: () => new DOMRect(anchor.x, anchor.y, 0, 0) };
  const back = returnTo ?? (anchor instanceof HTMLElement ? anchor : null);
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Portal>
        <Popover.Positioner
          anchor={at}
          side={side}
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className={styles.positioner}
        >
          <Popover.Popup className={styles.popup} aria-label={label} finalFocus={() => back ?? true}>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
