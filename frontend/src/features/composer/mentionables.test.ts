import { describe, expect, it } from "vitest";
import { callAt, type Mentionable, matching } from "./mentionables";

const person = (handle: string, name: string): Mentionable => ({ handle, name, kind: "user", id: handle });

describe("who is being called", () => {
  it("is the word after an @ at the cursor", () => {
    expect(callAt("merhaba @ay", 11)).toEqual({ word: "ay", from: 8 });
    expect(callAt("@", 1)).toEqual({ word: "", from: 0 });
    expect(callAt("@ay sonra", 3)).toEqual({ word: "ay", from: 0 });
  });

  it("is nobody in an address, or once the word has ended", () => {
    expect(callAt("ayse@example", 12)).toBeNull();
    expect(callAt("@ay sonra", 9)).toBeNull();
  });
});

it("finds by handle first, then by any word of a name, with Turkish letters alike", () => {
  const all = [person("zeki", "Işıl Kaya"), person("isil", "Zeynep"), person("bora", "Bora")];
  expect(matching(all, "isi").map((one) => one.handle)).toEqual(["isil", "zeki"]);
  expect(matching(all, "KAY").map((one) => one.handle)).toEqual(["zeki"]);
  expect(matching(all, "")).toHaveLength(3);
});
