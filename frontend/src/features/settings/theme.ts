import type { Theme } from "../../api/types";
import { writeStored } from "../../lib/storage";

/** Show the page in a theme, and remember it on this device for the next first paint. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  writeStored("theme", theme);
}
