import { describe, expect, it } from "vitest";
import type { InputSchema } from "../../../api/commandTypes";
import { askedOf, controlOf, entriesOf, givenIn, readForm } from "./fields";

const inputs: Record<string, InputSchema> = {
  city: { type: "string", enum: ["İzmir", "Van"], required: true },
  limit: { type: "integer", minimum: 1, maximum: 10, default: 3 },
  share: { type: "number", exclusiveMinimum: 0, multipleOf: 0.1 },
  day: { type: "string", format: "date" },
  short: { type: "boolean", default: true },
  rows: { type: "array" },
};
const asked = askedOf(inputs);
const read = (changes: Record<string, string | boolean>) => readForm(asked, { ...entriesOf(asked), ...changes });

describe("controls", () => {
  it.each<[InputSchema, string]>([
    [{ type: "string" }, "text"],
    [{ type: "string", maxLength: 2_000 }, "lines"],
    [{ type: "string", format: "date-time" }, "moment"],
    [{ type: "string", format: "unknown" }, "text"],
    [{ type: "integer", enum: [1, 2] }, "choice"],
    [{ type: "boolean" }, "yes"],
    [{ type: "object" }, "json"],
  ])("%j is a %s", (schema, control) => expect(controlOf(schema)).toBe(control));

  it("start with their defaults", () => {
    expect(entriesOf(asked)).toEqual({ city: "", limit: "3", share: "", day: "", short: true, rows: "" });
  });

  it("of variables without a schema are guessed by what they are", () => {
    const all = askedOf({}, { n: 2, on: true, list: [1], name: "x", half: 0.5 });
    expect(all.map(({ schema }) => schema.type)).toEqual(["integer", "boolean", "array", "string", "number"]);
    expect(readForm(all, entriesOf(all)).values).toEqual({ n: 2, on: true, list: [1], name: "x", half: 0.5 });
  });

  it("of a declared one start with the value it has now", () => {
    expect(entriesOf(askedOf(inputs, { limit: 7 }))).toMatchObject({ limit: "7" });
  });
});

describe("reading", () => {
  it("gives typed values and leaves out what was not said", () => {
    const { values, problems } = read({ city: "Van", share: "0,3", rows: "[1, 2]" });
    expect(values).toEqual({ city: "Van", limit: 3, share: 0.3, short: true, rows: [1, 2] });
    expect(problems).toEqual({});
  });

  it.each<[Record<string, string>, string, object]>([
    [{}, "city", { is: "required" }],
    [{ city: "Oz" }, "city", { is: "choice" }],
    [{ limit: "0" }, "limit", { is: "least", bound: 1 }],
    [{ limit: "11" }, "limit", { is: "most", bound: 10 }],
    [{ limit: "2.5" }, "limit", { is: "integer" }],
    [{ limit: "many" }, "limit", { is: "number" }],
    [{ share: "0" }, "share", { is: "above", bound: 0 }],
    [{ share: "0.25" }, "share", { is: "step", bound: 0.1 }],
    [{ day: "tomorrow" }, "day", { is: "date" }],
    [{ rows: "{}" }, "rows", { is: "json" }],
    [{ rows: "[1" }, "rows", { is: "json" }],
  ])("%j is wrong", (changes, name, problem) => {
    expect(read(changes).problems[name]).toEqual(problem);
  });

  it("counts letters, not the halves of them", () => {
    const one = askedOf({ text: { type: "string", maxLength: 2 } });
    expect(readForm(one, { text: "😀😀" }).problems).toEqual({});
    expect(readForm(one, { text: "abc" }).problems).toEqual({ text: { is: "long", bound: 2 } });
  });

  it("a moment is told in UTC", () => {
    const one = askedOf({ at: { type: "string", format: "date-time" } });
    const local = "2026-11-23T10:00";
    expect(readForm(one, { at: local }).values).toEqual({ at: new Date(local).toISOString() });
  });
});

it("what is typed behind the name fills the form", () => {
  expect(givenIn('Van 5 day=2026-11-23 "iki kelime"', asked)).toEqual({
    city: "Van",
    limit: "5",
    day: "2026-11-23",
    share: "iki kelime",
  });
  expect(givenIn("town=x", asked)).toEqual({ city: "town=x" });
  expect(givenIn("", asked)).toEqual({});
});
