import i18next from "i18next";
import { afterAll, expect, it } from "vitest";
import { changeLanguage } from "../../../i18n";
import { firstOf, ruleOf, ruleWords } from "./rule";

const monday = new Date("2026-11-23T09:00");
const words = (rule: string | null, language: "tr" | "en" = "en") => {
  changeLanguage(language);
  return ruleWords(rule, i18next.t, language);
};
afterAll(() => changeLanguage("en"));

it.each([
  ["once", [], undefined],
  ["daily", [], "FREQ=DAILY"],
  ["weekdays", [], "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
  ["weekly", [], "FREQ=WEEKLY;BYDAY=MO"],
  ["weekly", ["FR", "TU"], "FREQ=WEEKLY;BYDAY=TU,FR"],
  ["monthly", [], "FREQ=MONTHLY;BYMONTHDAY=23"],
] as const)("%s %j is a rule", (every, days, rule) => {
  expect(ruleOf(every, [...days], monday)).toBe(rule);
});

it.each([
  ["weekdays", [], "2026-11-22T09:00", "2026-11-23T09:00"],
  ["weekdays", [], "2026-11-24T09:00", "2026-11-24T09:00"],
  ["weekly", ["TU", "SU"], "2026-11-23T09:00", "2026-11-24T09:00"],
  ["weekly", [], "2026-11-22T09:00", "2026-11-22T09:00"],
  ["daily", [], "2026-11-22T09:00", "2026-11-22T09:00"],
] as const)("%s %j from %s begins %s", (every, days, from, first) => {
  expect(firstOf(every, [...days], new Date(from))).toEqual(new Date(first));
});

it.each([
  [null, "once", "bir kez"],
  ["FREQ=DAILY", "every day", "her gün"],
  ["FREQ=DAILY;INTERVAL=3", "every 3 days", "3 günde bir"],
  ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "on workdays", "hafta içi her gün"],
  ["FREQ=WEEKLY;BYDAY=MO,FR", "every Monday and Friday", "her pazartesi ve cuma"],
  ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "every 2 weeks, on Monday", "2 haftada bir, pazartesi"],
  ["FREQ=MONTHLY;BYMONTHDAY=1;COUNT=4", "every month, on day 1, 4 times", "her ay, ayın 1. günü, 4 kez"],
  ["FREQ=MONTHLY;BYMONTHDAY=-1", "every month, on the last day", "her ay, son günü"],
  ["FREQ=DAILY;BYHOUR=9;BYMINUTE=5", "every day, at 09:05", "her gün, saat 09:05"],
  ["FREQ=DAILY;UNTIL=20261231T000000Z", "every day, until 31 Dec 2026", "her gün, 31 Ara 2026 gününe dek"],
  ["FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=1MO"],
])("%s is said in words", (rule, english, turkish) => {
  expect(words(rule).toLowerCase()).toBe(english.toLowerCase());
  expect(words(rule, "tr").toLocaleLowerCase("tr")).toBe(turkish.toLocaleLowerCase("tr"));
});
