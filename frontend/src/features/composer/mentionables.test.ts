import { describe, expect, it } from "vitest";
import { callAt, type Mentionable, matching, pieceOf } from "./mentionables";

const person = (handle: string, name: string): Mentionable => ({ handle, name, kind: "user", id: handle });

describe("who is being called", () => {
  it("is the word after an @ at the cursor", () => {
    expect(callAt("merhaba @ay", 11)).toEqual({ word: "ay", from: 8, what: "person" });
    expect(callAt("@", 1)).toEqual({ word: "", from: 0, what: "person" });
    expect(callAt("@ay sonra", 3)).toEqual({ word: "ay", from: 0, what: "person" });
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

describe("emoji of a server", () => {
  it("are called by two letters after a colon", () => {
    expect(callAt("so :ca", 6)).toEqual({ word: "ca", from: 3, what: "emoji" });
    expect(callAt("so :c", 5)).toBeNull();
    expect(callAt("at 10:30", 8)).toBeNull();
    expect(callAt(":cat:ca", 7)).toBeNull();
  });

  it("stand in the text between colons", () => {
    const cat: Mentionable = { kind: "emoji", id: "cat", handle: "cat", name: "cat" };
    expect(pieceOf(cat)).toBe(":cat: ");
    expect(matching([cat], "CA")).toEqual([cat]);
  });
});

it("somebody with a nickname is found by their own name too", () => {
  const bobo: Mentionable = { kind: "user", id: "1", handle: "bd", name: "Bobo", also: "Bora Demir" };
  expect(matching([bobo], "dem")).toEqual([bobo]);
});
