import type { CardTask } from "../../api/types";

/** Where the tasks of a plan stand: in layers, each task one layer after the last of those it waits for. */

export interface Place {
  task: CardTask;
  layer: number;
  lane: number;
}

export interface Layout {
  places: Place[];
  edges: { from: Place; to: Place }[];
  layers: number;
  lanes: number;
}

export function layoutOf(tasks: CardTask[]): Layout {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const layers = new Map<string, number>();
  const layerOf = (task: CardTask, above: Set<string>): number => {
    const known = layers.get(task.id);
    if (known !== undefined) return known;
    if (above.has(task.id)) return 0; // a circle cannot run; it is drawn all the same
    const within = new Set(above).add(task.id);
    const waits = beforeOf(task).flatMap((id) => byId.get(id) ?? []);
    const layer = waits.length === 0 ? 0 : 1 + Math.max(...waits.map((wait) => layerOf(wait, within)));
    layers.set(task.id, layer);
    return layer;
  };
  for (const task of tasks) layerOf(task, new Set());

  const filled: number[] = [];
  const places = tasks.map((task): Place => {
    const layer = layers.get(task.id) ?? 0;
    const lane = filled[layer] ?? 0;
    filled[layer] = lane + 1;
    return { task, layer, lane };
  });
  const placeOf = new Map(places.map((place) => [place.task.id, place]));
  const edges = places.flatMap((to) =>
    beforeOf(to.task).flatMap((id) => {
      const from = placeOf.get(id);
      return from ? [{ from, to }] : [];
    }),
  );
  return { places, edges, layers: filled.length, lanes: Math.max(0, ...filled.map((count) => count ?? 0)) };
}

/** What a task stands behind: what it waits for, or at the beginning of a block the task that opens the block. */
function beforeOf(task: CardTask): string[] {
  return task.dependencies.length === 0 && task.opener ? [task.opener] : task.dependencies;
}
