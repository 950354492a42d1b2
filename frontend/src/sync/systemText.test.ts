import i18next from "i18next";
import { expect, it } from "vitest";
import type { SystemNote } from "../api/types";
import { ayse, message } from "../testing/factories";
import { systemText } from "./systemText";

const bora = { id: "bora", name: "Bora" };
const cem = { id: "cem", name: "Cem" };

function worded(changes: Partial<SystemNote>, language: "tr" | "en") {
  const system = { what: "renamed", people: [], count: 0, value: null, ...changes };
  const line = message(1, {
    type: "system",
    text: "Something else",
    sender: { ...ayse, display_name: "Ayşe" },
    system,
  });
  return systemText(line, i18next.getFixedT(language), language);
}

it.each([
  [{ what: "renamed", value: "Kahve" }, "Ayşe renamed the group to “Kahve”", "Ayşe grubun adını değiştirdi: Kahve"],
  [
    { what: "members_added", people: [bora, cem], count: 2 },
    "Ayşe added Bora and Cem",
    "Ayşe gruba ekledi: Bora ve Cem",
  ],
  [{ what: "members_added", count: 50 }, "Ayşe added 50 people", "Ayşe gruba ekledi: 50 kişi"],
  [
    { what: "role_changed", people: [bora], count: 1, value: "owner" },
    "Ayşe changed a role: Bora · Owner",
    "Ayşe bir rolü değiştirdi: Bora · Sahip",
  ],
  [{ what: "slow_mode_changed", value: 0 }, "Ayşe turned slow mode off", "Ayşe yavaş kipi kapattı"],
  [{ what: "slow_mode_changed", value: 300 }, "Ayşe turned slow mode on: 5 min", "Ayşe yavaş kipi açtı: 5 dk"],
  [
    { what: "history_changed", value: "joined" },
    "Ayşe hides from newcomers what was written before",
    "Ayşe önceki iletileri yeni gelenlere kapattı",
  ],
  [
    { what: "retention_changed", value: 30 },
    "Ayşe changed how long messages are kept: 30 days",
    "Ayşe iletilerin saklanma süresini değiştirdi: 30 gün",
  ],
  [{ what: "not_known_yet" }, "Something else", "Something else"],
])("words %o", (note, english, turkish) => {
  expect(worded(note, "en")).toBe(english);
  expect(worded(note, "tr")).toBe(turkish);
});
