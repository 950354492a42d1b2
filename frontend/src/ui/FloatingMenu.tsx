import { Menu } from "@base-ui/react/menu";
import { Fragment, type ReactNode } from "react";
import styles from "./FloatingMenu.module.css";

export interface MenuEntry {
  key: string;
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  /** A line above it. */
  apart?: boolean;
  /** It is one of several and the chosen one. */
  checked?: boolean;
  hint?: string;
  /** Why it cannot be chosen now. */
  refused?: string;
  entries?: MenuEntry[];
  onSelect?: () => void;
}

/** Where a menu stands: beside an element, or where the pointer was. */
export type Anchor = Element | { x: number; y: number };

interface Props {
  label: string;
  anchor: Anchor;
  entries: MenuEntry[];
  onClose(): void;
  /** Where the focus goes back to. */
  returnTo?: HTMLElement | null;
}

/** A menu that something else opened: arrow keys, typing ahead and Escape as everywhere. Load it lazily. */
export function FloatingMenu({ label, anchor, entries, onClose, returnTo }: Props) {
  const at =
    anchor instanceof Element ? anchor : { getBoundingClientRect: () => new DOMRect(anchor.x, anchor.y, 0, 0) };
  const back = returnTo ?? (anchor instanceof HTMLElement ? anchor : null);
  return (
    <Menu.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Menu.Portal>
        <Menu.Positioner anchor={at} align="start" sideOffset={4} collisionPadding={8} className={styles.positioner}>
          <Menu.Popup className={styles.popup} aria-label={label} finalFocus={() => back ?? true}>
            <Entries entries={entries} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Entries({ entries }: { entries: MenuEntry[] }) {
  return entries.map((entry) => (
    <Fragment key={entry.key}>
      {entry.apart && <Menu.Separator className={styles.line} />}
      {entry.entries ? (
        <Menu.SubmenuRoot>
          <Menu.SubmenuTrigger className={styles.item}>
            <Inside entry={entry} />
          </Menu.SubmenuTrigger>
          <Menu.Portal>
            <Menu.Positioner className={styles.positioner} sideOffset={2} collisionPadding={8}>
              <Menu.Popup className={styles.popup} aria-label={entry.label}>
                <Entries entries={entry.entries} />
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.SubmenuRoot>
      ) : (
        <Menu.Item
          className={`${styles.item} ${entry.danger ? styles.danger : ""} ${entry.refused ? styles.refused : ""}`}
          role={entry.checked === undefined ? "menuitem" : "menuitemradio"}
          aria-checked={entry.checked}
          disabled={entry.refused !== undefined}
          onClick={entry.onSelect}
        >
          <Inside entry={entry} />
        </Menu.Item>
      )}
    </Fragment>
  ));
}

function Inside({ entry }: { entry: MenuEntry }) {
  return (
    <>
      <span className={styles.icon} aria-hidden="true">
        {entry.checked === undefined ? entry.icon : entry.checked ? "✓" : ""}
      </span>
      <span className={styles.label}>
        {entry.label}
        {entry.refused && <span className={styles.why}>{entry.refused}</span>}
      </span>
      {entry.hint && (
        <span className={`${styles.hint} ${entry.hint.length <= 3 ? styles.key : ""}`} aria-hidden="true">
          {entry.hint}
        </span>
      )}
      {entry.entries && (
        <span className={styles.hint} aria-hidden="true">
          ›
        </span>
      )}
    </>
  );
}
