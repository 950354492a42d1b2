import Ban from "lucide-react/icons/ban";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import CirclePause from "lucide-react/icons/circle-pause";
import CircleHelp from "lucide-react/icons/circle-question-mark";
import Clock from "lucide-react/icons/clock";
import SkipForward from "lucide-react/icons/skip-forward";
import type { CommandState, TaskState } from "../../api/types";
import { Spinner } from "../../ui/Spinner";
import styles from "./StateIcon.module.css";

const ICONS = {
  proposed: CircleHelp,
  pending: CircleDashed,
  queued: CircleDashed,
  waiting: Clock,
  paused: CirclePause,
  succeeded: CircleCheck,
  failed: CircleAlert,
  cancelled: Ban,
  skipped: SkipForward,
};

/** A state as a shape and a colour; the word for it always stands beside it. */
export function StateIcon({ state, size = 16 }: { state: TaskState | CommandState; size?: number }) {
  if (state === "running") {
    return (
      <span className={styles.running}>
        <Spinner size={size} />
      </span>
    );
  }
  const Icon = ICONS[state];
  return <Icon className={styles[state]} size={size} aria-hidden="true" />;
}
