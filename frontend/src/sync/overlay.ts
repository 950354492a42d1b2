import type { Message, Poll, ReactionCount } from "../api/types";
import { NOTHING } from "./marks";
import type { Change } from "./state";

/** A message as it will stand once the server has heard what was done to it; null where it will be gone. */
export function changed(message: Message, change: Change): Message | null {
  const mine = message.mine ?? NOTHING;
  switch (change.kind) {
    case "edit":
      return { ...message, text: change.text, edited_at: message.edited_at ?? new Date().toISOString() };
    case "react": {
      if (mine.reactions.includes(change.emoji) === change.on) return message;
      const others = mine.reactions.filter((emoji) => emoji !== change.emoji);
      return {
        ...message,
        reactions: counted(message.reactions, change.emoji, change.on ? 1 : -1),
        mine: { ...mine, reactions: change.on ? [...others, change.emoji] : others },
      };
    }
    case "pin":
      return { ...message, pinned_at: change.on ? (message.pinned_at ?? new Date().toISOString()) : null };
    case "save":
      return { ...message, mine: { ...mine, saved: change.on } };
    case "remind":
      return { ...message, mine: { ...mine, reminder_at: change.at } };
    case "vote":
      return {
        ...message,
        poll: message.poll && voted(message.poll, mine.votes, change.options),
        mine: { ...mine, votes: change.options },
      };
    case "acknowledge":
      if (mine.acknowledged) return message;
      return {
        ...message,
        acknowledged_count: message.acknowledged_count + 1,
        mine: { ...mine, acknowledged: true },
      };
    case "delete":
      return null;
  }
}

/** Messages as they stand with everything that this device did and the server has not answered. */
export function withChanges(messages: Message[], changes: Change[]): Message[] {
  if (changes.length === 0) return messages;
  const touched = new Set(changes.map((change) => change.message));
  return messages.flatMap((message) => {
    if (!touched.has(message.id)) return [message];
    const shown = changes
      .filter((change) => change.message === message.id)
      .reduce<Message | null>((known, change) => known && changed(known, change), message);
    return shown ? [shown] : [];
  });
}

function counted(reactions: ReactionCount[], emoji: string, by: 1 | -1): ReactionCount[] {
  const known = reactions.some((one) => one.emoji === emoji);
  if (!known) return by === 1 ? [...reactions, { emoji, count: 1 }] : reactions;
  return reactions
    .map((one) => (one.emoji === emoji ? { ...one, count: one.count + by } : one))
    .filter((one) => one.count > 0);
}

function voted(poll: Poll, before: number[], now: number[]): Poll {
  const options = poll.options.map((option) => ({
    ...option,
    count: option.count + Number(now.includes(option.id)) - Number(before.includes(option.id)),
  }));
  const voters = poll.voter_count + Number(now.length > 0) - Number(before.length > 0);
  return { ...poll, options, voter_count: voters };
}
