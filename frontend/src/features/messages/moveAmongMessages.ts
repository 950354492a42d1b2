import type { KeyboardEvent } from "react";

/** Arrow keys, Home and End walk from message to message; a field or a menu inside keeps its keys. */
export function moveAmongMessages(event: KeyboardEvent<HTMLElement>): void {
  const target = event.target as HTMLElement;
  const inside = target !== event.currentTarget && !target.matches("[data-message]");
  if (inside || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.key === "Escape" && target.matches("[data-message]")) {
    event.currentTarget.focus();
    return;
  }
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-message]")];
  const at = rows.indexOf(target);
  const to = { ArrowUp: at < 0 ? rows.length - 1 : at - 1, ArrowDown: at < 0 ? rows.length - 1 : at + 1 }[event.key];
  const row = to === undefined ? undefined : rows[to];
  if (!row) return;
  event.preventDefault();
  row.focus();
  row.scrollIntoView?.({ block: "nearest" });
}
