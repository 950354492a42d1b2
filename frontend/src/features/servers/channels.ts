import type { Conversation } from "../../api/types";

export interface Section {
  id: string;
  name: string | null;
  channels: Conversation[];
}

/** Return the channels of a server under their categories, in the order in which they stand; those of none first. */
export function sectionsOf(conversations: Record<string, Conversation>, server: string): Section[] {
  const mine = Object.values(conversations).filter((one) => one.channel?.server === server);
  const places = new Map(mine.map((one) => [one.channel?.category?.id ?? "", one.channel?.category ?? null]));
  return [...places]
    .sort(([, one], [, other]) => (one?.position ?? -1) - (other?.position ?? -1))
    .map(([id, category]) => ({
      id,
      name: category?.name ?? null,
      channels: mine
        .filter((one) => (one.channel?.category?.id ?? "") === id)
        .sort((one, other) => (one.channel?.position ?? 0) - (other.channel?.position ?? 0)),
    }));
}
