import type { Conversation, Message, User } from "../api/types";
import { personName } from "./names";
import type { SyncState, Timeline } from "./state";

/** A person's new name or picture, put wherever they are shown. What does not show them stays the same object. */

type Change<T> = (one: T) => T;

/** Change the items of a list; where none is another one, the list is the same. */
function each<T>(list: T[], change: Change<T>): T[] {
  let changed = false;
  const next = list.map((one) => {
    const after = change(one);
    changed ||= after !== one;
    return after;
  });
  return changed ? next : list;
}

/** The same for what is kept by a name. */
function eachOf<T>(rows: Record<string, T>, change: Change<T>): Record<string, T> {
  let next = rows;
  for (const [key, one] of Object.entries(rows)) {
    const after = change(one);
    if (after === one) continue;
    if (next === rows) next = { ...rows };
    next[key] = after;
  }
  return next;
}

export function withFace(state: SyncState, face: User): SyncState {
  const person = <T extends User>(known: T): T => (isOld(known, face) ? { ...known, ...faceOf(face) } : known);
  const somebody = (known: User | null) => known && person(known);
  const message = (known: Message): Message => {
    const sender = somebody(known.sender);
    const quoted = known.quote && somebody(known.quote.sender);
    let next = sender === known.sender ? known : { ...known, sender };
    const people = each(known.system?.people ?? [], (one) =>
      one.id === face.id && one.name !== personName(face) ? { ...one, name: personName(face) } : one,
    );
    if (known.system && people !== known.system.people) next = { ...next, system: { ...known.system, people } };
    return known.quote && quoted !== known.quote.sender
      ? { ...next, quote: { ...known.quote, sender: quoted ?? null } }
      : next;
  };
  const lines = <T extends Timeline>(known: T): T => {
    const messages = each(known.messages, message);
    return messages === known.messages ? known : { ...known, messages };
  };
  const conversation = (known: Conversation): Conversation => {
    const participants = each(known.participants, (one) => {
      const user = person(one.user);
      return user === one.user ? one : { ...one, user };
    });
    const last_message = known.last_message && message(known.last_message);
    if (participants === known.participants && last_message === known.last_message) return known;
    return { ...known, participants, last_message };
  };
  return {
    ...state,
    me: person(state.me),
    conversations: eachOf(state.conversations, conversation),
    timelines: eachOf(state.timelines, lines),
    windows: eachOf(state.windows, lines),
    threads: eachOf(state.threads, (thread) => {
      const next = lines(thread);
      const root = next.root && message(next.root);
      return root === next.root ? next : { ...next, root };
    }),
    typing: eachOf(state.typing, (typists) =>
      each(typists, (one) => {
        const user = person(one.user);
        return user === one.user ? one : { ...one, user };
      }),
    ),
    commands: eachOf(state.commands, (command) => {
      const owner = person(command.owner);
      return owner === command.owner ? command : { ...command, owner };
    }),
  };
}

const faceOf = ({ username, display_name, avatar_url }: User) => ({ username, display_name, avatar_url });

function isOld(known: User, face: User): boolean {
  return (
    known.id === face.id &&
    (known.display_name !== face.display_name ||
      known.avatar_url !== face.avatar_url ||
      known.username !== face.username)
  );
}
