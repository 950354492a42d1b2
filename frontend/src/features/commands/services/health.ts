import type { Service, ServiceInstance } from "../../../api/services";

/** How a service is, in one word: all of it can be called, some of it, none of it, or it is switched off. */
export type Health = "up" | "partly" | "down" | "off";

export function instanceHealth({ state, circuit }: ServiceInstance): Health {
  if (state === "lost" || circuit.state === "open") return "down";
  return state === "draining" || circuit.state === "half_open" ? "partly" : "up";
}

export function healthOf({ enabled, instances }: Service): Health {
  if (!enabled) return "off";
  const all = instances.map(instanceHealth);
  if (all.length > 0 && all.every((one) => one === "up")) return "up";
  return all.some((one) => one !== "down") ? "partly" : "down";
}
