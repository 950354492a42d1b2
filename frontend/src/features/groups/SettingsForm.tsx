import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { changeGroup, type GroupSettings, type Least, type Right } from "../../api/conversations";
import type { Role } from "../../api/types";
import { useTranslation } from "../../i18n";
import { useLive } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { ErrorMessage } from "../../ui/ErrorMessage";
import styles from "./DetailsPane.module.css";
import { reasonOf } from "./reason";

const SLOW = [0, 5, 10, 30, 60, 300, 900, 3_600, 21_600];
const RIGHTS: Right[] = ["write", "invite", "pin", "mention_all", "change"];
const LEAST: Least[] = ["everyone", "administrators", "owners"];

/** Name, history, slow mode and rights of a group. Give it a `key` of the version: what others save appears. */
export function SettingsForm({ group, role }: { group: GroupSettings; role: Role }) {
  const { t } = useTranslation();
  const live = useLive();
  const queries = useQueryClient();
  const { name, description, history, slow_mode_seconds, who_may } = group;
  const [typed, setTyped] = useState({ name, description, history, slow_mode_seconds, who_may });
  const [state, setState] = useState<{ busy: boolean; failure: string | null }>({ busy: false, failure: null });
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setState({ busy: true, failure: null });
    const { who_may: rights, ...rest } = typed;
    // Who may do what is for administrators and owners: a member's form does not even send it.
    const changes = role === "member" ? rest : { ...rest, who_may: rights };
    try {
      queries.setQueryData(["group", group.id], await changeGroup(group.id, changes, group.version));
      live.tell(t("details.saved"));
      setState({ busy: false, failure: null });
    } catch (error) {
      setState({ busy: false, failure: reasonOf(error, t) });
    }
  };
  const slowName = (seconds: number) =>
    seconds === 0
      ? t("details.slowOff")
      : seconds < 60
        ? t("details.seconds", { count: seconds })
        : seconds < 3_600
          ? t("details.minutes", { count: seconds / 60 })
          : t("details.hours", { count: seconds / 3_600 });
  return (
    <section className={styles.section} aria-labelledby="details-settings">
      <h3 id="details-settings" className={styles.heading}>
        {t("details.settings")}
      </h3>
      <form className={styles.form} onSubmit={(event) => void save(event)}>
        <label className={styles.field}>
          {t("details.name")}
          <input
            className={styles.input}
            required
            maxLength={100}
            value={typed.name}
            onChange={(event) => setTyped({ ...typed, name: event.target.value })}
          />
        </label>
        <label className={styles.field}>
          {t("details.description")}
          <textarea
            className={styles.input}
            rows={2}
            maxLength={1000}
            value={typed.description}
            onChange={(event) => setTyped({ ...typed, description: event.target.value })}
          />
        </label>
        <label className={styles.field}>
          {t("details.history")}
          <select
            className={styles.select}
            value={typed.history}
            onChange={(event) => setTyped({ ...typed, history: event.target.value === "all" ? "all" : "joined" })}
          >
            <option value="all">{t("details.historyOf.all")}</option>
            <option value="joined">{t("details.historyOf.joined")}</option>
          </select>
        </label>
        <label className={styles.field}>
          {t("details.slow")}
          <select
            className={styles.select}
            value={typed.slow_mode_seconds}
            aria-describedby="details-slow"
            onChange={(event) => setTyped({ ...typed, slow_mode_seconds: Number(event.target.value) })}
          >
            {[...new Set([...SLOW, slow_mode_seconds])].map((seconds) => (
              <option key={seconds} value={seconds}>
                {slowName(seconds)}
              </option>
            ))}
          </select>
        </label>
        <p id="details-slow" className={styles.hint}>
          {t("details.slowHint")}
        </p>
        {role !== "member" && (
          <fieldset className={styles.group}>
            <legend className={styles.legend}>{t("details.rights")}</legend>
            {RIGHTS.map((right) => (
              <label key={right} className={styles.setting}>
                <span>{t(`details.right.${right}`)}</span>
                <select
                  className={styles.select}
                  value={typed.who_may[right]}
                  onChange={(event) =>
                    setTyped({
                      ...typed,
                      who_may: {
                        ...typed.who_may,
                        [right]: LEAST.find((one) => one === event.target.value) ?? "everyone",
                      },
                    })
                  }
                >
                  {LEAST.map((least) => (
                    <option key={least} value={least}>
                      {t(`details.least.${least}`)}
                    </option>
                  ))}
                </select>
              </label>
            ))}
          </fieldset>
        )}
        <ErrorMessage className={styles.error}>{state.failure}</ErrorMessage>
        <Button look="primary" type="submit" disabled={state.busy || typed.name.trim() === ""}>
          {t("details.save")}
        </Button>
      </form>
    </section>
  );
}
