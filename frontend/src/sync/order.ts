import type { LiveEvent } from "./events";

/** Keep the places, but let the durable events of each topic stand in the order of their `seq`: during a resume a
 *  live event can arrive before the replay of what came earlier. */
export function inTopicOrder(events: LiveEvent[]): LiveEvent[] {
  const queues = new Map<string, LiveEvent[]>();
  for (const event of events) {
    if (event.seq === undefined) continue;
    const queue = queues.get(event.topic) ?? [];
    queue.push(event);
    queues.set(event.topic, queue);
  }
  for (const queue of queues.values()) queue.sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0));
  return events.map((event) => (event.seq === undefined ? event : (queues.get(event.topic)?.shift() ?? event)));
}
