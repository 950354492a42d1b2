import { useState } from "react";
import type { Priority, Rerun } from "../../api/commandTypes";
import {
  type Confirmation,
  cancelCommand,
  confirmCommand,
  pauseCommand,
  rerunCommand,
  resumeCommand,
} from "../../api/endpoints";
import { ApiProblem } from "../../api/problem";
import type { Command } from "../../api/types";
import { changePriority } from "../../api/work";
import { useTranslation } from "../../i18n";
import { useLive } from "../../sync/useSync";

type Doing = { is: "idle" } | { is: "busy"; what: string } | { is: "failed"; reason: string };

/** What its owner can do with a command; the card follows by the events. */
export function useCommandActions(command: string) {
  const live = useLive();
  const { t } = useTranslation();
  const [doing, setDoing] = useState<Doing>({ is: "idle" });
  const perform = async (what: string, action: () => Promise<Command>) => {
    setDoing({ is: "busy", what });
    try {
      await live.putCommand(await action());
      setDoing({ is: "idle" });
    } catch (error) {
      setDoing({ is: "failed", reason: failureOf(error) ?? t("app.failedHint") });
    }
  };
  return {
    doing,
    confirm: (chosen?: Confirmation) =>
      perform("confirm", () => (chosen ? confirmCommand(command, chosen) : confirmCommand(command))),
    cancel: () => perform("cancel", () => cancelCommand(command)),
    pause: () => perform("pause", () => pauseCommand(command)),
    resume: () => perform("resume", () => resumeCommand(command)),
    rerun: (how?: Rerun) => perform("rerun", () => (how ? rerunCommand(command, how) : rerunCommand(command))),
    goOn: () => perform("rerun", () => rerunCommand(command, { start: "failed" })),
    prioritize: (priority: Priority) => perform("priority", () => changePriority(command, priority)),
  };
}

/** What the server says is wrong; of a document every fault in it. */
function failureOf(error: unknown): string | null {
  if (!(error instanceof ApiProblem)) return null;
  const faults = error.problem.errors?.map((one) => one.detail) ?? [];
  return faults.length > 0 ? faults.join(" ") : error.message;
}
