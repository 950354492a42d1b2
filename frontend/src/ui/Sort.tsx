import GripVertical from "lucide-react/icons/grip-vertical";
import {
  createContext,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useContext,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "../i18n";
import { Hidden } from "./Hidden";
import styles from "./Sort.module.css";

interface Sorting {
  dragged: string | null;
  /** Before which row the dragged one would stand. */
  before: string | null;
  /** Would it stand after the last? */
  last: string | null;
  hint: string;
  step(id: string, by: -1 | 1): void;
  drag(id: string, y: number): void;
  drop(id: string): void;
  cancel(): void;
}

const SortContext = createContext<Sorting | null>(null);

interface Props {
  label: string;
  /** All rows, in their order. */
  ids: readonly string[];
  /** Somebody let go of a row: where it stands among the others. */
  onPlace(id: string, index: number): void;
  /** An arrow key moved a row. */
  onStep(id: string, by: -1 | 1): void;
  /** Where a row stands, in words: read aloud after it moved. */
  placeOf(id: string): string;
  className?: string | undefined;
  children: ReactNode;
}

/** A list whose rows have handles: drag them, with pointer or finger, or move them with the arrow keys. */
export function SortList({ label, ids, onPlace, onStep, placeOf, className, children }: Props) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const hint = useId();
  const [drag, setDrag] = useState<{ id: string; index: number } | null>(null);
  const [stepped, setStepped] = useState<string | null>(null);
  const order = ids.join();

  // A row that moves in the page loses the focus: its handle gets it back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new order is what moves rows
  useLayoutEffect(() => {
    const rows = list.current;
    // Whoever has gone elsewhere meanwhile stays there.
    if (!stepped || (document.activeElement !== document.body && !rows?.contains(document.activeElement))) return;
    const handles = [...(rows?.querySelectorAll<HTMLElement>("[data-handle]") ?? [])];
    handles.find((handle) => handle.dataset.handle === stepped)?.focus();
  }, [order, stepped]);

  const others = ids.filter((id) => id !== drag?.id);
  const sorting: Sorting = {
    dragged: drag?.id ?? null,
    before: drag ? (others[drag.index] ?? null) : null,
    last: drag && drag.index >= others.length ? (others.at(-1) ?? null) : null,
    hint,
    step: (id, by) => {
      setStepped(id);
      onStep(id, by);
    },
    drag: (id, y) => {
      const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
      const above = rows.filter((row) => {
        const { top, height } = row.getBoundingClientRect();
        return row.dataset.row !== id && top + height / 2 < y;
      });
      setDrag({ id, index: above.length });
    },
    drop: (id) => {
      if (drag) onPlace(id, drag.index);
      setDrag(null);
    },
    cancel: () => setDrag(null),
  };
  return (
    <SortContext value={sorting}>
      <ul ref={list} className={className} aria-label={label}>
        {children}
      </ul>
      <Hidden>
        <span id={hint}>{t("app.moveKeys")}</span>
        <span role="status">{stepped && ids.includes(stepped) ? placeOf(stepped) : ""}</span>
      </Hidden>
    </SortContext>
  );
}

interface RowProps {
  id: string;
  name: string;
  /** Why it cannot be moved. */
  why?: string | null;
  /** Some rows only part the others. */
  fixed?: boolean;
  className?: string | undefined;
  children: ReactNode;
}

export function SortRow({ id, name, why = null, fixed = false, className = "", children }: RowProps) {
  const sorting = useContext(SortContext);
  const dragged = sorting?.dragged === id ? styles.dragged : "";
  const before = sorting?.before === id ? styles.before : "";
  const after = sorting?.last === id ? styles.after : "";
  return (
    <li className={`${styles.row} ${dragged} ${before} ${after} ${className}`} data-row={id}>
      {!fixed && <Handle id={id} name={name} why={why} />}
      {children}
    </li>
  );
}

function Handle({ id, name, why }: { id: string; name: string; why: string | null }) {
  const { t } = useTranslation();
  const sorting = useContext(SortContext);
  const held = useRef(false);
  if (!sorting) return null;
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      held.current = false;
      sorting.cancel();
    }
    const by = { ArrowUp: -1 as const, ArrowDown: 1 as const }[event.key];
    if (!by) return;
    event.preventDefault();
    if (why === null) sorting.step(id, by);
  };
  const take = (event: PointerEvent<HTMLButtonElement>) => {
    if (why !== null || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = true;
  };
  const letGo = () => {
    if (held.current) sorting.drop(id);
    held.current = false;
  };
  return (
    <button
      type="button"
      className={styles.handle}
      data-handle={id}
      aria-label={why === null ? t("app.move", { name }) : `${t("app.move", { name })}: ${why}`}
      aria-describedby={why === null ? sorting.hint : undefined}
      aria-disabled={why !== null}
      title={why ?? t("app.moveKeys")}
      onKeyDown={keys}
      onPointerDown={take}
      onPointerMove={(event) => held.current && sorting.drag(id, event.clientY)}
      onPointerUp={letGo}
      onPointerCancel={() => {
        held.current = false;
        sorting.cancel();
      }}
    >
      <GripVertical size={16} aria-hidden="true" />
    </button>
  );
}
