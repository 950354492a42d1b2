import { useState } from "react";
import { cancelCommand, confirmCommand, pauseCommand, rerunCommand, resumeCommand } from "../../api/endpoints";
import { ApiProblem } from "../../api/problem";
import type { Command } from "../../api/types";
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
      setDoing({ is: "failed", reason: error instanceof ApiProblem ? error.message : t("app.failedHint") });
    }
  };
  return {
    doing,
    confirm: () => perform("confirm", () => confirmCommand(command)),
    cancel: () => perform("cancel", () => cancelCommand(command)),
    pause: () => perform("pause", () => pauseCommand(command)),
    resume: () => perform("resume", () => resumeCommand(command)),
    rerun: () => perform("rerun", () => rerunCommand(command)),
    goOn: () => perform("rerun", () => rerunCommand(command, "failed")),
  };
}
