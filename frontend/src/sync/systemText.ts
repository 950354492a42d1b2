import type { TFunction } from "i18next";
import type { Message, SystemNote } from "../api/types";
import { personName } from "./names";

/** Return in words what a system message tells; what this app does not know of it says as the server worded it. */
export function systemText(message: Message, t: TFunction, language: string): string {
  const note = message.system;
  if (!note) return message.text;
  const who = message.sender ? personName(message.sender) : t("messages.someone");
  const names = note.people.map((person) => person.name);
  const whom =
    names.length === note.count
      ? new Intl.ListFormat(language).format(names)
      : t("happened.people", { count: note.count });
  const key = keyOf(note);
  return key ? t(`happened.${key}`, { who, whom, value: wordsOf(note, t) }) : message.text;
}

const PLAIN = [
  "group_created",
  "renamed",
  "description_changed",
  "picture_changed",
  "picture_removed",
  "members_added",
  "member_joined",
  "member_left",
  "member_removed",
  "role_changed",
  "owner_changed",
  "message_pinned",
  "retention_changed",
] as const;

function keyOf({ what, value }: SystemNote) {
  if (what === "history_changed") return value === "joined" ? "history_hidden" : "history_shown";
  if (what === "slow_mode_changed") return value ? "slow_mode_on" : "slow_mode_off";
  return PLAIN.find((known) => known === what);
}

function wordsOf({ what, value }: SystemNote, t: TFunction): string {
  if (what === "role_changed" && (value === "owner" || value === "administrator" || value === "member")) {
    return t(`roles.${value}`);
  }
  if (what === "retention_changed") return value ? t("details.days", { count: Number(value) }) : t("happened.for_good");
  if (what === "slow_mode_changed") return timeOf(Number(value), t);
  return String(value ?? "");
}

function timeOf(seconds: number, t: TFunction): string {
  if (seconds % 3_600 === 0) return t("details.hours", { count: seconds / 3_600 });
  if (seconds % 60 === 0) return t("details.minutes", { count: seconds / 60 });
  return t("details.seconds", { count: seconds });
}
