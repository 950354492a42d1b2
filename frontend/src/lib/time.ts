export type Language = "tr" | "en";

const MINUTE = 60_000;
const DAY = 86_400_000;

const cache = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language}${JSON.stringify(options)}`;
  let found = cache.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(language === "tr" ? "tr-TR" : "en-GB", options);
    cache.set(key, found);
  }
  return found;
}

/** Return the day as `2026-11-21` in this device's zone: the key of day separators. */
export function dayKey(iso: string): string {
  const at = new Date(iso);
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
}

function daysAgo(iso: string, now: number): number {
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  return Math.round((midnight(now) - midnight(Date.parse(iso))) / DAY);
}

export function clockTime(iso: string, language: Language): string {
  return format(language, { hour: "2-digit", minute: "2-digit" }).format(new Date(iso));
}

export function fullTime(iso: string, language: Language): string {
  return format(language, { dateStyle: "full", timeStyle: "short" }).format(new Date(iso));
}

export function shortDateTime(iso: string, language: Language): string {
  return format(language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(new Date(iso));
}

/** Return "today", "yesterday" or the date: the text of a day separator. */
export function dayName(iso: string, language: Language, now = Date.now()): string {
  const ago = daysAgo(iso, now);
  if (ago === 0 || ago === 1) {
    const text = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-ago, "day");
    return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
  }
  const sameYear = new Date(iso).getFullYear() === new Date(now).getFullYear();
  return format(language, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(new Date(iso));
}

/** Return the short time of a list row: the clock today, the weekday this week, then the date. */
export function listTime(iso: string, language: Language, now = Date.now()): string {
  const ago = daysAgo(iso, now);
  if (ago <= 0) return clockTime(iso, language);
  if (ago < 7) return format(language, { weekday: "short" }).format(new Date(iso));
  const sameYear = new Date(iso).getFullYear() === new Date(now).getFullYear();
  return format(language, sameYear ? { day: "numeric", month: "short" } : { dateStyle: "short" }).format(new Date(iso));
}

/** Return a length of time the way people read it: 420 ms, 3.2 s, 1 min 5 s. */
export function duration(milliseconds: number, language: Language): string {
  const unit = (value: number, name: string, digits = 0) =>
    new Intl.NumberFormat(language, {
      style: "unit",
      unit: name,
      unitDisplay: "short",
      maximumFractionDigits: digits,
    }).format(value);
  if (milliseconds < 1_000) return unit(milliseconds, "millisecond");
  if (milliseconds < MINUTE) return unit(milliseconds / 1_000, "second", milliseconds < 10_000 ? 1 : 0);
  const minutes = Math.floor(milliseconds / MINUTE);
  const seconds = Math.floor((milliseconds % MINUTE) / 1_000);
  if (minutes < 60) return `${unit(minutes, "minute")}${seconds ? ` ${unit(seconds, "second")}` : ""}`;
  return `${unit(Math.floor(minutes / 60), "hour")} ${unit(minutes % 60, "minute")}`;
}
