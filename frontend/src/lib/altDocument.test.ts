import { expect, it } from "vitest";
import { isAltDocument } from "./altDocument";

it.each([
  'alt: "2.0"\ntitle: x',
  "alt: 2.0",
  "---\n# mine\n\nalt: '2.0'   # so\nsegments: []",
  '{"alt": "2.0", "segments": []}',
  '{"alt": "2.0", "segments": [',
  '{"title": "x", "alt": "2.0"}',
  'document:\n  dsl: "1.0.0"\n  name: x\ndo: []',
  '{"document": {"dsl": "1.0.0"}, "do": []}',
])("%j is a document", (text) => expect(isAltDocument(text)).toBe(true));

it.each([
  "",
  "hello",
  "alt: 3 tane al",
  "alt: kat mı üst kat mı?",
  "altı kişi",
  "document: please read it",
  '{"old": 1}',
  "{alt key} and so on",
  "/run alt: 2.0",
])("%j is not", (text) => expect(isAltDocument(text)).toBe(false));
