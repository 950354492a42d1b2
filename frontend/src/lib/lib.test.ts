import { describe, expect, it } from "vitest";
import { backoff } from "./backoff";
import { hueOf } from "./color";
import { newId } from "./ids";
import { fold, initials, lengthOf, plainLine } from "./text";
import { dayName, duration, listTime } from "./time";

describe("text", () => {
  it("makes initials in the casing of the language", () => {
    expect(initials("ipek ışık", "tr")).toBe("İI");
    expect(initials("ipek kaya", "en")).toBe("IK");
    expect(initials("Ayşe", "tr")).toBe("A");
    expect(initials("", "tr")).toBe("?");
  });

  it("folds case and accents the Turkish way", () => {
    expect(fold("IŞIK")).toBe(fold("ışık"));
    expect(fold("İstanbul")).toBe("istanbul");
    expect(fold("Çağrı")).toBe("cagri");
  });

  it("counts code points", () => expect(lengthOf("a😀ğ")).toBe(3));

  it("makes one plain line", () => {
    expect(plainLine("# Hi **you**\n[link](https://x.org)  `code`")).toBe("Hi you link code");
    expect(plainLine("x".repeat(9), 5)).toBe("xxxxx…");
  });
});

describe("time", () => {
  const now = new Date(2026, 10, 21, 12).getTime();
  const ago = (days: number) => new Date(now - days * 86_400_000).toISOString();

  it("names days as people do", () => {
    expect(dayName(ago(0), "en", now)).toBe("Today");
    expect(dayName(ago(1), "tr", now)).toBe("Dün");
    expect(dayName(ago(3), "en", now)).toMatch(/18 November/);
    expect(dayName(ago(400), "tr", now)).toMatch(/2025/);
  });

  it("is short in lists", () => {
    expect(listTime(ago(0), "tr", now)).toBe("12:00");
    expect(listTime(ago(2), "en", now)).toBe("Thu");
    expect(listTime(ago(20), "tr", now)).toBe("1 Kas");
  });

  it("reads durations", () => {
    expect(duration(420, "en")).toBe("420 ms");
    expect(duration(3_240, "tr")).toBe("3,2 sn.");
    expect(duration(65_000, "en")).toBe("1 min 5 sec");
    expect(duration(7_260_000, "en")).toBe("2 hr 1 min");
  });
});

it("ids are UUIDs of version 7 in the order of time", () => {
  const [first, second] = [newId(1_000), newId(2_000)];
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(first < second).toBe(true);
});

it("waiting grows up to half a minute", () => {
  expect(backoff(0, () => 0)).toBe(500);
  expect(backoff(3, () => 1)).toBe(4_000);
  expect(backoff(99, () => 1)).toBe(30_000);
});

it("avatar colours are spread and stay the same", () => {
  const hues = new Set(Array.from({ length: 200 }, (_, at) => hueOf(`user-${at}`)));
  expect(hues.size).toBe(12);
  expect(hueOf("user-1")).toBe(hueOf("user-1"));
});
