/** Moving things in lists: pure, so that drag and keyboard share it. */

/** Return a list with one of its things at another place; the same list where that changes nothing. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const at = Math.max(0, Math.min(list.length - 1, to));
  const one = list[from];
  if (one === undefined || at === from) return list;
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(at, 0, one);
}

/** Channels under their headings; the first heading is that of those in no category. */
export interface Block {
  category: string | null;
  channels: string[];
}

interface Found {
  block: number;
  place: number;
}

function find(blocks: readonly Block[], channel: string): Found | null {
  const block = blocks.findIndex(({ channels }) => channels.includes(channel));
  return block < 0 ? null : { block, place: blocks[block]?.channels.indexOf(channel) ?? -1 };
}

/** Put a channel at a place of a block. */
export function placeChannel(
  blocks: readonly Block[],
  channel: string,
  category: string | null,
  place: number,
): readonly Block[] {
  const found = find(blocks, channel);
  if (!found || !blocks.some((block) => block.category === category)) return blocks;
  return blocks.map((block) => {
    const rest = block.channels.filter((one) => one !== channel);
    return { ...block, channels: block.category === category ? rest.toSpliced(place, 0, channel) : rest };
  });
}

/** Move a channel one step: past its neighbour, or over the heading into the next category. */
export function stepChannel(blocks: readonly Block[], channel: string, by: -1 | 1): readonly Block[] {
  const found = find(blocks, channel);
  const here = found && blocks[found.block];
  if (!found || !here) return blocks;
  const place = found.place + by;
  if (place >= 0 && place < here.channels.length) return placeChannel(blocks, channel, here.category, place);
  const next = blocks[found.block + by];
  if (!next) return blocks;
  return placeChannel(blocks, channel, next.category, by < 0 ? next.channels.length : 0);
}

/** Return the blocks whose channels are others than before. */
export function changedBlocks(before: readonly Block[], after: readonly Block[]): Block[] {
  return after.filter(({ category, channels }) => {
    const known = before.find((block) => block.category === category)?.channels ?? [];
    return channels.length !== known.length || channels.some((channel, at) => channel !== known[at]);
  });
}
