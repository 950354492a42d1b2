import type { TFunction } from "i18next";
import Pause from "lucide-react/icons/pause";
import Pencil from "lucide-react/icons/pencil";
import Play from "lucide-react/icons/play";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import SkipForward from "lucide-react/icons/skip-forward";
import Square from "lucide-react/icons/square";
import { memo, Suspense, useId, useState } from "react";
import { MODES } from "../../api/commandWays";
import type { CardTask, CommandView } from "../../api/types";
import { useTranslation } from "../../i18n";
import { fold } from "../../lib/text";
import { Button } from "../../ui/Button";
import { lazy } from "../../ui/lazy";
import { Markdown } from "../../ui/Markdown";
import { useCommandActions } from "./actions";
import styles from "./CommandCard.module.css";
import { CommandLinks } from "./CommandLinks";
import { CommandStatus } from "./CommandStatus";
import { MoreMenu } from "./MoreMenu";
import { ChaosNote, Proposals, Variants } from "./Offers";
import { Plan } from "./Plan";
import { Questions } from "./Questions";
import { Risk } from "./Risk";
import { Similar } from "./Similar";
import { useChoice } from "./useChoice";

const AltDialog = lazy(() => import("./AltDialog").then((module) => ({ default: module.AltDialog })));

interface Props {
  id: string;
  command: CommandView;
  /** Only the one who asked for it confirms, cancels and repeats it. */
  mine: boolean;
}

const LISTENS = "event.listen";
const ENDED = ["succeeded", "failed", "cancelled"];

/** A command where it was asked: its plan, how it goes, what came out. */
export const CommandCard = memo(function CommandCard({ id, command, mine }: Props) {
  const { t } = useTranslation();
  const { doing, confirm, cancel, pause, resume, rerun, goOn, prioritize } = useCommandActions(id);
  const [editing, setEditing] = useState(false);
  const choice = useChoice(command);
  const openHint = useId();
  const busy = doing.is === "busy";
  const ended = ENDED.includes(command.state);
  const proposed = command.state === "proposed";
  const why = whyOf(command.why, t);
  const mode = MODES.find((one) => one === command.mode && one !== "normal");
  const open = proposed && mine ? choice.open : 0;
  const run = () => {
    const chosen = choice.confirmation();
    return chosen ? confirm(chosen) : confirm();
  };
  return (
    <section
      className={`${styles.card} ${styles[command.state]}`}
      aria-label={t("commands.card", { title: command.title || command.text })}
      data-testid="command-card"
      data-state={command.state}
    >
      <header className={styles.head}>
        <h2 className={styles.title}>
          {command.title || command.text} {mode && <span className={styles.mode}>{t(`work.way.mode.${mode}`)}</span>}
        </h2>
        <CommandStatus command={command} mine={mine} />
      </header>
      {command.text && fold(command.text) !== fold(command.title) && <p className={styles.words}>{command.text}</p>}

      {command.state === "proposed" && why && <p className={styles.why}>{why}</p>}

      {proposed && command.risk && <Risk risk={command.risk} />}
      {command.chaos && <ChaosNote chaos={command.chaos} />}
      {proposed && (command.questions?.length ?? 0) > 0 && (
        <Questions questions={command.questions ?? []} choice={mine ? choice : null} />
      )}

      {command.tasks.length > 0 ? (
        <Plan tasks={command.tasks} />
      ) : (
        <p className={styles.words}>{t("commands.noTasks")}</p>
      )}
      {proposed && mine && command.tasks.length > 0 && <Similar id={id} />}

      {proposed && (command.proposals?.length ?? 0) > 0 && (
        <Proposals
          offered={command.proposals ?? []}
          chosen={choice.proposals}
          onChange={mine ? choice.setProposals : null}
        />
      )}
      {(proposed || ended) && (command.variants?.length ?? 0) > 0 && (
        <Variants
          offered={command.variants ?? []}
          chosen={proposed ? choice.variant : (command.variant ?? "")}
          ended={ended}
          disabled={busy}
          onChoose={mine ? (proposed ? choice.setVariant : (chosen) => void rerun({ variant: chosen })) : null}
        />
      )}

      {command.result?.text && (
        <div className={styles.result}>
          <h3 className={styles.label}>{t("commands.result")}</h3>
          <Markdown text={command.result.text} />
        </div>
      )}
      {command.error && (
        <div className={styles.error}>
          <h3 className={styles.label}>{t("commands.error")}</h3>
          <p className={styles.errorTitle}>{command.error.title}</p>
          {command.error.detail && command.error.detail !== command.error.title && <p>{command.error.detail}</p>}
          {mine && <p className={styles.hint}>{t("commands.whatToDo")}</p>}
        </div>
      )}

      <footer className={styles.foot}>
        {mine && command.state === "proposed" && (
          <>
            <Button
              look="primary"
              size="s"
              disabled={busy || open > 0}
              aria-describedby={open > 0 ? openHint : undefined}
              onClick={() => void run()}
            >
              <Play size={14} aria-hidden="true" />
              {t("commands.confirm")}
            </Button>
            <Button size="s" disabled={busy} onClick={() => setEditing(true)}>
              <Pencil size={14} aria-hidden="true" />
              {t("commands.edit")}
            </Button>
            <Button size="s" look="plain" disabled={busy} onClick={() => void cancel()}>
              {t("commands.cancelCommand")}
            </Button>
          </>
        )}
        {mine && !ended && command.state !== "proposed" && (
          <Button size="s" look="danger" disabled={busy} onClick={() => void cancel()}>
            <Square size={13} aria-hidden="true" />
            {t("commands.stop")}
          </Button>
        )}
        {mine && (command.state === "running" || command.state === "waiting") && (
          <Button size="s" look="plain" disabled={busy} onClick={() => void pause()}>
            <Pause size={14} aria-hidden="true" />
            {t("commands.pause")}
          </Button>
        )}
        {mine && command.state === "paused" && (
          <Button size="s" disabled={busy} onClick={() => void resume()}>
            <Play size={14} aria-hidden="true" />
            {t("commands.resume")}
          </Button>
        )}
        {mine && (command.state === "failed" || command.state === "cancelled") && command.started_at && (
          <Button size="s" disabled={busy} onClick={() => void goOn()}>
            <SkipForward size={14} aria-hidden="true" />
            {t("commands.goOn")}
          </Button>
        )}
        {mine && ended && (
          <Button size="s" disabled={busy} onClick={() => void rerun()}>
            <RotateCcw size={14} aria-hidden="true" />
            {t("commands.rerun")}
          </Button>
        )}
        <MoreMenu
          id={id}
          mine={mine}
          ended={ended}
          begun={command.started_at !== null}
          way={proposed}
          listens={isListening(command)}
          disabled={busy}
          onPriority={(priority) => void prioritize(priority)}
        />
        <CommandLinks links={command.links} />
      </footer>
      {open > 0 && (
        <p id={openHint} className={styles.hint}>
          {t("work.modes.open", { count: open })}
        </p>
      )}
      {doing.is === "failed" && (
        <p className={styles.problem} role="alert">
          {t("commands.actionFailed", { reason: doing.reason })}
        </p>
      )}
      {editing && (
        <Suspense fallback={null}>
          <AltDialog id={id} open={open > 0} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </section>
  );
});

/** Does one of its tasks wait for what happens elsewhere? */
function isListening({ state, tasks }: CommandView): boolean {
  return !ENDED.includes(state) && state !== "proposed" && tasks.some(listens);
}

function listens(task: CardTask): boolean {
  return task.task_type === LISTENS || (task.inner?.tasks.some(listens) ?? false);
}

const REASONS = [
  "asked",
  "unsure",
  "low_confidence",
  "ambiguous",
  "dream",
  "explore",
  "model_differs",
  "missing_parameter",
  "unsupported_task_type",
  "not_set_up",
  "schedule",
  "shared",
  "no_task",
  "empty",
] as const;

/** Return in words why a command waits; a reason of a newer server is at least a reason to look. */
function whyOf(why: string | null, t: TFunction): string | null {
  if (why === null) return null;
  const known = REASONS.find((reason) => reason === why);
  return t(`commands.why.${known ?? "unsure"}`);
}
