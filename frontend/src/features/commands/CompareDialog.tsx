import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { getCommand, listCommands } from "../../api/endpoints";
import type { Command } from "../../api/types";
import { listReruns } from "../../api/work";
import { useLanguage, useTranslation } from "../../i18n";
import { shortDateTime } from "../../lib/time";
import { Dialog } from "../../ui/Dialog";
import { DialogBody } from "../../ui/DialogBody";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import styles from "./work.module.css";

const ENDED = "succeeded,failed,cancelled";

/** Choose the run to compare with: its repetitions first, then others of the same name. */
export function CompareDialog({ command, onClose }: { command: Command; onClose(): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const found = useQuery({
    queryKey: ["comparable", command.id],
    queryFn: async ({ signal }) => {
      const root = command.rerun_of;
      const [first, reruns, named] = await Promise.all([
        // Whoever came later may not see what it repeats.
        root ? getCommand(root, signal).catch(() => null) : null,
        listReruns(root ?? command.id, signal),
        listCommands({ q: wordsOf(command.title), state: ENDED }, signal),
      ]);
      const all = new Map<string, Command>();
      for (const one of [...(first ? [first] : []), ...reruns.results, ...named.results]) {
        if (one.started_at && one.finished_at) all.set(one.id, one);
      }
      all.delete(command.id);
      return [...all.values()].sort((one, other) => other.created_at.localeCompare(one.created_at)).slice(0, 20);
    },
  });
  return (
    <Dialog title={t("work.more.compare")} closeLabel={t("app.close")} onClose={onClose} width="s">
      <DialogBody>
        {found.isPending && <Skeleton rows={4} label={t("app.loading")} />}
        {found.isError && <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert" />}
        {found.data?.length === 0 && <Notice title={t("work.compare.none")} text={t("work.compare.noneHint")} />}
        <ul className={styles.rows}>
          {found.data?.map((one) => (
            <li key={one.id} className={styles.row}>
              <span className={styles.words}>
                <Link className={styles.name} to={`/commands/${one.id}/diff/${command.id}`} onClick={onClose}>
                  {shortDateTime(one.created_at, language)}
                </Link>
                <span className={styles.detail}>
                  {" "}
                  {one.title} · {t(`commands.state.${one.state}`)}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </DialogBody>
    </Dialog>
  );
}

/** Return the words of a title, as a search takes them: arrows and quotes are none. */
function wordsOf(title: string): string | undefined {
  return (title.match(/[\p{L}\p{N}]+/gu) ?? []).join(" ").slice(0, 100) || undefined;
}
