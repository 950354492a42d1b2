import type { InputSchema } from "../../../api/commandTypes";
import { localInput } from "../../../lib/moments";

/** A form made of the variables of an `.alt`: which control each has, what it starts with, what it says. */

export interface Asked {
  name: string;
  schema: InputSchema;
}

/** What stands in a control: a text, or whether it is ticked. */
export type Entry = string | boolean;
export type Entries = Record<string, Entry>;
export type Control =
  | "text"
  | "lines"
  | "number"
  | "choice"
  | "yes"
  | "date"
  | "moment"
  | "time"
  | "email"
  | "url"
  | "json";

/** What is wrong with an entry; `bound` is the number it should keep to. */
export interface Problem {
  is:
    | "required"
    | "number"
    | "integer"
    | "least"
    | "most"
    | "above"
    | "below"
    | "step"
    | "short"
    | "long"
    | "choice"
    | "json"
    | "kind"
    | "date"
    | "said";
  bound?: number;
  /** What the server says about it. */
  text?: string;
}
export type Problems = Record<string, Problem>;

const LINES_FROM = 200;
const FORMATS: Record<string, Control> = {
  date: "date",
  "date-time": "moment",
  time: "time",
  email: "email",
  uri: "url",
};

/** Return what a form asks for: the declared inputs, then variables that have no schema, by what they are now. */
export function askedOf(inputs: Record<string, InputSchema>, variables: Record<string, unknown> = {}): Asked[] {
  const declared = Object.entries(inputs).map(([name, schema]) => ({
    name,
    schema: name in variables ? { ...schema, default: variables[name] } : schema,
  }));
  const loose = Object.entries(variables)
    .filter(([name]) => !(name in inputs))
    .map(([name, value]) => ({ name, schema: { type: typeOf(value), default: value } }));
  return [...declared, ...loose];
}

function typeOf(value: unknown): InputSchema["type"] {
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  if (typeof value === "boolean") return "boolean";
  return typeof value === "object" && value !== null ? "object" : "string";
}

export function controlOf(schema: InputSchema): Control {
  if (schema.enum) return "choice";
  if (schema.type === "boolean") return "yes";
  if (schema.type === "integer" || schema.type === "number") return "number";
  if (schema.type !== "string") return "json";
  const format = schema.format ? FORMATS[schema.format] : undefined;
  return format ?? ((schema.maxLength ?? 0) > LINES_FROM ? "lines" : "text");
}

/** Return what stands in the controls at first: the defaults, or what was given along. */
export function entriesOf(asked: Asked[], given: Record<string, string> = {}): Entries {
  return Object.fromEntries(
    asked.map(({ name, schema }) => {
      const said = given[name];
      return [name, said === undefined ? shownOf(schema, schema.default) : typed(schema, said)];
    }),
  );
}

function typed(schema: InputSchema, text: string): Entry {
  return controlOf(schema) === "yes" ? /^(1|true|yes|evet|on)$/i.test(text) : text;
}

function shownOf(schema: InputSchema, value: unknown): Entry {
  const control = controlOf(schema);
  if (control === "yes") return value === true;
  if (value === undefined || value === null) return "";
  if (control === "json" || typeof value === "object") return JSON.stringify(value);
  if (control === "moment") return localMoment(String(value));
  return String(value);
}

function localMoment(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? "" : localInput(at);
}

/** Return the values of a form, and what is wrong, by name. What is left empty and need not be said is not sent. */
export function readForm(asked: Asked[], entries: Entries): { values: Record<string, unknown>; problems: Problems } {
  const values: Record<string, unknown> = {};
  const problems: Problems = {};
  for (const { name, schema } of asked) {
    const entry = entries[name] ?? "";
    if (entry === "") {
      if (schema.required && schema.default === undefined) problems[name] = { is: "required" };
      continue;
    }
    const found = typeof entry === "boolean" ? { value: entry } : toValue(schema, entry);
    if ("value" in found) values[name] = found.value;
    else problems[name] = found;
  }
  return { values, problems };
}

function toValue(schema: InputSchema, text: string): { value: unknown } | Problem {
  switch (controlOf(schema)) {
    case "choice": {
      const chosen = schema.enum?.find((one) => shownOf({ ...schema, enum: [] }, one) === text);
      return chosen === undefined ? { is: "choice" } : { value: chosen };
    }
    case "number":
      return numberOf(schema, text);
    case "json":
      return jsonOf(schema, text);
    case "moment": {
      const at = new Date(text);
      return Number.isNaN(at.getTime()) ? { is: "date" } : { value: at.toISOString() };
    }
    default:
      return textOf(schema, text);
  }
}

function numberOf(schema: InputSchema, text: string): { value: number } | Problem {
  // A comma is how a Turkish keyboard writes the point.
  const value = Number(text.trim().replace(",", "."));
  if (!Number.isFinite(value)) return { is: "number" };
  if (schema.type === "integer" && !Number.isInteger(value)) return { is: "integer" };
  if (schema.minimum !== undefined && value < schema.minimum) return { is: "least", bound: schema.minimum };
  if (schema.maximum !== undefined && value > schema.maximum) return { is: "most", bound: schema.maximum };
  if (schema.exclusiveMinimum !== undefined && value <= schema.exclusiveMinimum)
    return { is: "above", bound: schema.exclusiveMinimum };
  if (schema.exclusiveMaximum !== undefined && value >= schema.exclusiveMaximum)
    return { is: "below", bound: schema.exclusiveMaximum };
  const step = schema.multipleOf;
  if (step && Math.abs(value / step - Math.round(value / step)) > 1e-9) return { is: "step", bound: step };
  return { value };
}

function jsonOf(schema: InputSchema, text: string): { value: unknown } | Problem {
  try {
    const value: unknown = JSON.parse(text);
    return typeOf(value) === schema.type ? { value } : { is: "json" };
  } catch {
    return { is: "json" };
  }
}

function textOf(schema: InputSchema, text: string): { value: string } | Problem {
  const control = controlOf(schema);
  const length = [...text].length;
  if (schema.minLength !== undefined && length < schema.minLength) return { is: "short", bound: schema.minLength };
  if (schema.maxLength !== undefined && length > schema.maxLength) return { is: "long", bound: schema.maxLength };
  if (control === "date" && !/^\d{4}-\d\d-\d\d$/.test(text)) return { is: "date" };
  if (control === "email" && !/^\S+@\S+$/.test(text)) return { is: "kind" };
  if (control === "url" && !URL.canParse(text)) return { is: "kind" };
  return { value: text };
}

/** Read what was typed behind a name: `city=Van 5 "two words"`, named ones anywhere, the others in order. */
export function givenIn(rest: string, asked: Asked[]): Record<string, string> {
  const given: Record<string, string> = {};
  const loose: string[] = [];
  const names = new Set(asked.map(({ name }) => name));
  for (const found of rest.matchAll(/(?:([a-z][a-z0-9_]*)=)?(?:"([^"]*)"|(\S+))/g)) {
    const [whole, name, quoted, plain] = found;
    const value = quoted ?? plain ?? "";
    if (name !== undefined && names.has(name)) given[name] = value;
    else loose.push(name === undefined ? value : whole);
  }
  for (const { name } of asked) {
    if (loose.length === 0) break;
    if (!(name in given)) given[name] = loose.shift() ?? "";
  }
  return given;
}
