import { expect, it } from "vitest";
import { isOnlyEmoji } from "./onlyEmoji";

it.each(["🎉", "👍🏽", "❤️", "👩‍🚀", "🇹🇷", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🎉 🎉 🎉", "👨‍👩‍👧‍👦👍❤️"])("takes %s for emoji alone", (text) => {
  expect(isOnlyEmoji(text)).toBe(true);
});

it.each(["", "  ", "a", "🎉a", "🎉🎉🎉🎉", "1", "#", "123", ":)", "🎉!"])("takes %s for words", (text) => {
  expect(isOnlyEmoji(text)).toBe(false);
});
