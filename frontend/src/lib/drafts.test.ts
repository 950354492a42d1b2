import { expect, it } from "vitest";
import { readDraft, writeDraft } from "./drafts";
import { readStored } from "./storage";

it("keeps drafts by person and conversation, and forgets empty ones", () => {
  writeDraft("ayse", "room", "half");
  expect(readDraft("ayse", "room")).toBe("half");
  expect(readDraft("bora", "room")).toBeNull();
  expect(readStored("draft.ayse.room")).toBe("half");
  writeDraft("ayse", "room", "  ");
  expect(readDraft("ayse", "room")).toBeNull();
  expect(readStored("draft.ayse.room")).toBeNull();
});
