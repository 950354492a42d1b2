import { expect, it } from "vitest";
import { task } from "../../testing/factories";
import { layoutOf } from "./layout";

const places = (...tasks: ReturnType<typeof task>[]) =>
  layoutOf(tasks).places.map(({ task: { id }, layer, lane }) => [id, layer, lane]);

it("puts a task one layer after the last of those it waits for", () => {
  const tasks = [
    task("a"),
    task("b"),
    task("c", { dependencies: ["a", "b"] }),
    task("d", { dependencies: ["a", "c"] }),
  ];
  expect(places(...tasks)).toEqual([
    ["a", 0, 0],
    ["b", 0, 1],
    ["c", 1, 0],
    ["d", 2, 0],
  ]);
  expect(layoutOf(tasks)).toMatchObject({ layers: 3, lanes: 2 });
  expect(layoutOf(tasks).edges.map(({ from, to }) => from.task.id + to.task.id)).toEqual(["ac", "bc", "ad", "cd"]);
});

it("draws unknown names and circles without failing", () => {
  expect(places(task("a", { dependencies: ["ghost"] }))).toEqual([["a", 0, 0]]);
  const circle = layoutOf([task("a", { dependencies: ["b"] }), task("b", { dependencies: ["a"] })]);
  expect(circle.places).toHaveLength(2);
});
