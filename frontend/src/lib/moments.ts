import type { Language } from "./time";

/** Moments to come that one chooses from. */

export type MomentKey = "soon" | "later" | "tomorrow" | "monday";

const HOUR = 3_600_000;

/** Return "in 20 minutes", "in 3 hours", "tomorrow at 9" and "Monday at 9", with the words of each moment. */
export function presets(language: Language, now = Date.now()): { key: MomentKey; at: Date; words: string }[] {
  const tomorrow = atNine(now, 1);
  const monday = atNine(now, (8 - new Date(now).getDay()) % 7 || 7);
  const format = new Intl.DateTimeFormat(language === "tr" ? "tr-TR" : "en-GB", {
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  const all: { key: MomentKey; at: Date }[] = [
    { key: "soon", at: new Date(now + HOUR / 3) },
    { key: "later", at: new Date(now + 3 * HOUR) },
    { key: "tomorrow", at: tomorrow },
  ];
  if (monday.getTime() !== tomorrow.getTime()) all.push({ key: "monday", at: monday });
  return all.map((one) => ({ ...one, words: format.format(one.at) }));
}

function atNine(now: number, days: number): Date {
  const at = new Date(now);
  at.setDate(at.getDate() + days);
  at.setHours(9, 0, 0, 0);
  return at;
}

/** Return a moment as a `datetime-local` field takes it, in this device's zone. */
export function localInput(at: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
