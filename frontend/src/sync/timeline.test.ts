import { expect, it } from "vitest";
import { message } from "../testing/factories";
import type { Timeline } from "./state";
import { mergeMessages, withNewestPage, withOlderPage } from "./timeline";

const timeline = (seqs: number[], older: Timeline["older"] = "more"): Timeline => ({
  messages: seqs.map((seq) => message(seq)),
  status: "ready",
  older,
});
const page = (...seqs: number[]) => seqs.map((seq) => message(seq));
const seqs = ({ messages }: Timeline) => messages.map(({ seq }) => seq);

it("merges by id in the order of seq", () => {
  expect(mergeMessages(page(1, 3), page(3, 2)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

it("a newest page that touches what is known joins it and keeps what is older", () => {
  const joined = withNewestPage(timeline([1, 2, 3], "none"), page(4, 3), true);
  expect(seqs(joined)).toEqual([1, 2, 3, 4]);
  expect(joined.older).toBe("none");
});

it("a newest page beyond a hole replaces what is older than the hole", () => {
  const replaced = withNewestPage(timeline([1, 2], "none"), page(9, 8), true);
  expect(seqs(replaced)).toEqual([8, 9]);
  expect(replaced.older).toBe("more");
});

it("keeps what arrived by event while the page was on its way", () => {
  expect(seqs(withNewestPage(timeline([10]), page(9, 8), true))).toEqual([8, 9, 10]);
});

it("older pages go in front until there are no more", () => {
  const first = withOlderPage(timeline([5, 6]), page(4, 3), true);
  expect([seqs(first), first.older]).toEqual([[3, 4, 5, 6], "more"]);
  expect(withOlderPage(first, page(2), false).older).toBe("none");
});
