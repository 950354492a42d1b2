import type { AltDocument } from "../../api/commandWays";

/** Return the kinds of signals that tasks of a plan wait for. */
export function heardOf({ segments }: Pick<AltDocument, "segments">): string[] {
  const waits = (segments ?? [])
    .filter((segment) => segment.task_type === "event.listen")
    .flatMap(({ parameters = {} }) => [parameters.one, parameters.any, parameters.all].flat());
  const types = waits.map((one) => (one as { type?: unknown } | undefined)?.type);
  return [...new Set(types.filter((type): type is string => typeof type === "string"))];
}
