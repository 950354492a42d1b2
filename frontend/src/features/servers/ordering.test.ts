import { expect, it } from "vitest";
import { type Block, changedBlocks, moved, placeChannel, stepChannel } from "./ordering";

const blocks: Block[] = [
  { category: null, channels: ["hall"] },
  { category: "text", channels: ["general", "jokes"] },
  { category: "empty", channels: [] },
];
const shape = (all: readonly Block[]) => all.map(({ channels }) => channels);

it("a thing moves to another place, at most to the ends", () => {
  expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b", "c"], 2, -5)).toEqual(["c", "a", "b"]);
  const list = ["a", "b"];
  expect(moved(list, 1, 9)).toBe(list);
  expect(moved(list, -1, 0)).toBe(list);
});

it("a channel is put into another category", () => {
  expect(shape(placeChannel(blocks, "hall", "text", 1))).toEqual([[], ["general", "hall", "jokes"], []]);
  expect(shape(placeChannel(blocks, "jokes", "empty", 0))).toEqual([["hall"], ["general"], ["jokes"]]);
  expect(placeChannel(blocks, "hall", "nowhere", 0)).toBe(blocks);
});

it("an arrow key moves it past its neighbour and over headings", () => {
  expect(shape(stepChannel(blocks, "jokes", -1))).toEqual([["hall"], ["jokes", "general"], []]);
  expect(shape(stepChannel(blocks, "general", -1))).toEqual([["hall", "general"], ["jokes"], []]);
  expect(shape(stepChannel(blocks, "jokes", 1))).toEqual([["hall"], ["general"], ["jokes"]]);
  expect(stepChannel(blocks, "hall", -1)).toBe(blocks);
  expect(stepChannel(blocks, "unknown", 1)).toBe(blocks);
});

it("only categories with other channels, or others in order, are told", () => {
  expect(changedBlocks(blocks, blocks)).toEqual([]);
  const after = stepChannel(blocks, "jokes", 1);
  expect(changedBlocks(blocks, after).map(({ category }) => category)).toEqual(["text", "empty"]);
});
