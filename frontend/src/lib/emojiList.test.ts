import { expect, it } from "vitest";
import { EMOJI } from "./emojiList";

it("every emoji stands once and is named in both languages", () => {
  const all = Object.values(EMOJI).flat();
  expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length);
  for (const { emoji, en, tr } of all) {
    expect(emoji).toMatch(/\p{Emoji}/u);
    expect(en && tr, emoji).toBeTruthy();
  }
});
