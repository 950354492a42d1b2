import type { AltDocument } from "../../../api/commandWays";
import type {
  CardTask,
  CommandProposal,
  CommandQuestion,
  CommandRisk,
  CommandVariant,
  CommandView,
} from "../../../api/types";

/** What a card would show of a document that nobody asked for yet. */
export type PlanView = Required<Pick<CommandView, "title" | "tasks" | "questions" | "proposals" | "variants">> &
  Pick<CommandView, "chaos" | "mode" | "risk">;

type Row = Record<string, unknown> & { id: string };

export function viewOf(alt: AltDocument): PlanView {
  const { metadata = {} } = alt;
  const chaos = metadata.chaos as { level?: number; faults?: unknown[] } | undefined;
  return {
    title: alt.title ?? "",
    mode: alt.mode ?? "normal",
    risk: riskOf(metadata.risk),
    tasks: alt.segments.map(taskOf),
    questions: rowsOf(metadata.questions).filter((row) => typeof row.text === "object") as unknown as CommandQuestion[],
    proposals: rowsOf(metadata.proposals).map(proposalOf),
    variants: rowsOf(metadata.variants).map(variantOf),
    chaos: chaos ? { level: chaos.level ?? alt.chaos_level ?? 1, faults: chaos.faults?.length ?? 0 } : null,
  };
}

function riskOf(found: unknown): CommandRisk | null {
  return typeof found === "object" && found !== null && "level" in found ? (found as CommandRisk) : null;
}

function rowsOf(found: unknown): Row[] {
  return Array.isArray(found) ? found.filter((row) => typeof row === "object" && row !== null) : [];
}

function taskOf(segment: AltDocument["segments"][number]): CardTask {
  return {
    id: segment.id,
    title: segment.title || segment.content || segment.id,
    task_type: segment.task_type,
    state: "pending",
    progress: null,
    detail: null,
    dependencies: segment.dependencies ?? [],
    attempt: 0,
    duration_ms: null,
    opener: segment.when?.segment ?? null,
    branch: segment.when?.branch ?? null,
  };
}

function proposalOf(row: Row): CommandProposal {
  const steps = rowsOf(row.segments).map((one) => String(one.title ?? one.id));
  return { id: row.id, title: String(row.title ?? row.id), why: String(row.why ?? ""), steps };
}

function variantOf(row: Row): CommandVariant {
  const changes = rowsOf(row.changes).map((one) => ({
    segment: String(one.segment ?? ""),
    pointer: String(one.pointer ?? ""),
    before: one.from,
    after: one.to,
  }));
  return { id: row.id, title: String(row.title ?? row.id), changes };
}
