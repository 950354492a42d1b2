import type { TFunction } from "i18next";
import type { Language } from "../../../lib/time";

/** A repetition (RFC 5545) in words, and one made of what a person chose. */

export const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
export type Day = (typeof DAYS)[number];
export type Every = "once" | "daily" | "weekdays" | "weekly" | "monthly";
const WORKDAYS = "MO,TU,WE,TH,FR";
const UNITS = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year", HOURLY: "hour", MINUTELY: "minute" };

/** Return the name of a weekday; 2026-11-23 is a Monday. */
export function dayName(day: string, language: Language, weekday: "short" | "long" = "long"): string {
  const at = DAYS.indexOf(day as Day);
  if (at < 0) return day;
  const format = new Intl.DateTimeFormat(language === "tr" ? "tr-TR" : "en-GB", { weekday, timeZone: "UTC" });
  return format.format(new Date(Date.UTC(2026, 10, 23 + at)));
}

/** Return the rule of what was chosen, or none for a single moment. */
export function ruleOf(every: Every, days: Day[], at: Date): string | undefined {
  const weekday = DAYS[(at.getDay() + 6) % 7] ?? "MO";
  switch (every) {
    case "once":
      return undefined;
    case "daily":
      return "FREQ=DAILY";
    case "weekdays":
      return `FREQ=WEEKLY;BYDAY=${WORKDAYS}`;
    case "weekly":
      return `FREQ=WEEKLY;BYDAY=${DAYS.filter((day) => (days.length > 0 ? days : [weekday]).includes(day)).join(",")}`;
    case "monthly":
      return `FREQ=MONTHLY;BYMONTHDAY=${at.getDate()}`;
  }
}

/** Return the first moment at this time of day, from a day on, that a repetition falls on. */
export function firstOf(every: Every, days: Day[], from: Date): Date {
  const wanted: readonly string[] = every === "weekdays" ? WORKDAYS.split(",") : every === "weekly" ? days : [];
  const at = new Date(from);
  for (let step = 0; step < 7 && wanted.length > 0; step += 1) {
    if (wanted.includes(DAYS[(at.getDay() + 6) % 7] ?? "")) break;
    at.setDate(at.getDate() + 1);
  }
  return at;
}

/** Return a rule as people say it. What it cannot say is told as it stands. */
export function ruleWords(rule: string | null, t: TFunction, language: Language): string {
  if (!rule) return t("work.rule.once");
  const parts = new Map(
    rule
      .replace(/^RRULE:/, "")
      .split(";")
      .map((part) => part.split("=") as [string, string]),
  );
  const unit = UNITS[parts.get("FREQ") as keyof typeof UNITS];
  const days = parts.get("BYDAY")?.split(",") ?? [];
  const known = ["FREQ", "INTERVAL", "BYDAY", "BYHOUR", "BYMINUTE", "BYSECOND", "BYMONTHDAY", "COUNT", "UNTIL", "WKST"];
  const plain = days.every((day) => DAYS.includes(day as Day));
  if (!unit || !plain || [...parts.keys()].some((name) => !known.includes(name))) return rule;
  const count = Number(parts.get("INTERVAL") ?? 1);
  const on = days.map((day) => dayName(day, language));
  const list = new Intl.ListFormat(language, { type: "conjunction" });
  const words = [
    days.join(",") === WORKDAYS && count === 1
      ? t("work.rule.weekdays")
      : on.length > 0 && count === 1
        ? t("work.rule.days", { days: list.format(on) })
        : t(`work.rule.${unit}` as "work.rule.day", { count }),
  ];
  if (on.length > 0 && count > 1) words.push(t("work.rule.on", { days: list.format(on) }));
  const monthday = parts.get("BYMONTHDAY");
  if (monthday) words.push(monthday === "-1" ? t("work.rule.lastDay") : t("work.rule.monthday", { day: monthday }));
  const hours = parts.get("BYHOUR")?.split(",") ?? [];
  const minute = (parts.get("BYMINUTE") ?? "0").padStart(2, "0");
  if (hours.length > 0) {
    words.push(t("work.rule.at", { time: list.format(hours.map((hour) => `${hour.padStart(2, "0")}:${minute}`)) }));
  }
  const times = Number(parts.get("COUNT") ?? 0);
  if (times > 0) words.push(t("work.rule.times", { count: times }));
  const until = /^(\d{4})(\d\d)(\d\d)/.exec(parts.get("UNTIL") ?? "");
  if (until) {
    const [, year, month, day] = until.map(Number);
    const format = new Intl.DateTimeFormat(language === "tr" ? "tr-TR" : "en-GB", {
      dateStyle: "medium",
      timeZone: "UTC",
    });
    words.push(t("work.rule.until", { day: format.format(Date.UTC(year ?? 0, (month ?? 1) - 1, day)) }));
  }
  return words.join(", ");
}
