const HUES = 12;

/** Return which of the twelve avatar colours belongs to an id; the same on every device. */
export function hueOf(id: string): number {
  let hash = 2166136261;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 16777619);
  hash ^= hash >>> 15;
  return (hash >>> 0) % HUES;
}
