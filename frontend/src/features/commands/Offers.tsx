import Flame from "lucide-react/icons/flame";
import { useId } from "react";
import type { CommandProposal, CommandVariant, CommandView } from "../../api/types";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import styles from "./Offers.module.css";

/** What Dream proposes beside the plan: tick what shall be taken in. */
export function Proposals({
  offered,
  chosen,
  onChange,
}: {
  offered: CommandProposal[];
  chosen: string[];
  /** Not for those who only look on. */
  onChange: ((chosen: string[]) => void) | null;
}) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{t("work.modes.proposals")}</legend>
      {offered.map((one) => {
        const words = (
          <span className={styles.words}>
            <span className={styles.mark}>{t("work.modes.proposal")}</span>
            <span className={styles.title}>{one.title}</span>
            <span className={styles.detail}>
              {one.why && <span>{one.why}</span>}
              {one.steps.length > 0 && <span className={styles.steps}>+ {one.steps.join(" → ")}</span>}
            </span>
          </span>
        );
        if (!onChange) {
          return (
            <div key={one.id} className={`${styles.option} ${styles.offered}`}>
              {words}
            </div>
          );
        }
        return (
          <label key={one.id} className={`${styles.option} ${styles.offered}`}>
            <input
              type="checkbox"
              checked={chosen.includes(one.id)}
              onChange={(event) =>
                onChange(event.target.checked ? [...chosen, one.id] : chosen.filter((each) => each !== one.id))
              }
            />
            {words}
          </label>
        );
      })}
    </fieldset>
  );
}

/** The same plan with other values, side by side: choose one before it runs, or run another one afterwards. */
export function Variants({
  offered,
  chosen,
  ended,
  disabled,
  onChoose,
}: {
  offered: CommandVariant[];
  /** The one that runs, or is to run; empty: as it stands. */
  chosen: string;
  ended: boolean;
  disabled: boolean;
  onChoose: ((variant: string) => void) | null;
}) {
  const { t } = useTranslation();
  const name = useId();
  const asItStands: CommandVariant = { id: "", title: t("work.modes.asItStands"), changes: [] };
  const rows = ended ? offered : [asItStands, ...offered];
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption className={styles.legend}>{t("work.modes.variants")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("work.modes.variant")}</th>
            <th scope="col">{t("work.modes.now")}</th>
            <th scope="col">{t("work.modes.instead")}</th>
            {ended && onChoose && <th scope="col">{t("work.modes.again")}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.id} className={one.id === chosen ? styles.chosen : ""}>
              <th scope="row">
                {onChoose && !ended ? (
                  <label className={styles.radio}>
                    <input
                      type="radio"
                      name={name}
                      checked={one.id === chosen}
                      disabled={disabled}
                      onChange={() => onChoose(one.id)}
                    />
                    {one.title}
                  </label>
                ) : (
                  <>
                    {one.title}
                    {one.id === chosen && ended && <span className={styles.tag}>{t("work.modes.thisOne")}</span>}
                  </>
                )}
              </th>
              <td>{one.changes.map((change) => shown(change.before)).join(", ") || "–"}</td>
              <td>{one.changes.map((change) => shown(change.after)).join(", ") || "–"}</td>
              {ended && onChoose && (
                <td>
                  {one.id !== chosen && (
                    <Button size="s" disabled={disabled} onClick={() => onChoose(one.id)}>
                      {t("work.modes.runThis")}
                    </Button>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** That a command meets faults on purpose, and where they cannot reach. */
export function ChaosNote({ chaos }: { chaos: NonNullable<CommandView["chaos"]> }) {
  const { t } = useTranslation();
  return (
    <p className={styles.chaos}>
      <Flame size={15} aria-hidden="true" />
      <span>{t("work.modes.chaos", { level: chaos.level, count: chaos.faults })}</span>
    </p>
  );
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
