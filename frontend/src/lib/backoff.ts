const SHORTEST_MS = 500;
const LONGEST_MS = 30_000;

/** Return how long to wait before try number `attempt` (from 0): doubles up to 30 s, with jitter so that a
 *  restarted server is not met by everybody at the same moment. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(Math.max(SHORTEST_MS, ceiling * (0.5 + random() / 2)));
}
