import { expect, it } from "vitest";
import { lineOf } from "./chart";
import { emojiNameOf } from "./emojiName";

it("the highest value touches the top, nothing lies on the ground", () => {
  expect(lineOf([0, 5, 10], 100, 50).line).toBe("M0 50L50 25L100 0");
  expect(lineOf([0, 5, 10], 100, 50).area).toBe("M0 50L50 25L100 0L100 50L0 50Z");
});

it("one day is a level line, no day is none, and only zeros stay on the ground", () => {
  expect(lineOf([4], 100, 50).line).toBe("M0 0L100 0");
  expect(lineOf([], 100, 50)).toEqual({ line: "", area: "" });
  expect(lineOf([0, 0], 100, 50).line).toBe("M0 50L100 50");
});

it("an emoji is called as its file, as far as that can be", () => {
  expect(emojiNameOf("Mutlu kedi (1).png")).toBe("Mutlu_kedi_1");
  expect(emojiNameOf("şaşkın.webp")).toBe("şaşkın");
  expect(emojiNameOf(`${"x".repeat(40)}.gif`)).toHaveLength(32);
});
