import { type FormEvent, useState } from "react";
import { useTranslation } from "../i18n";
import { Button } from "./Button";
import { ErrorMessage } from "./ErrorMessage";
import styles from "./KeptForm.module.css";

const FEWEST = 7;
const MOST = 3_650;
const DAYS = 365;
/** Without days: for good. `by`: whose rule holds. */
interface Kept {
  days: number | null;
  by: "conversation" | "server" | "installation" | null;
}
type Choice = "above" | "days" | "forever";

interface Props {
  kept: Kept;
  /** Whose rule is chosen here, and whose holds where it is left to that. */
  own: "conversation" | "server";
  above: "server" | "installation";
  hint: string;
  failure: string | null;
  /** Without days: for good. */
  onKeep(days: number | null): void;
  onFollow(): void;
}

/** Choose how long messages are kept. Give it a `key` of what holds: what others save appears. */
export function KeptForm({ kept, own, above, hint, failure, onKeep, onFollow }: Props) {
  const { t } = useTranslation();
  const known: Choice = kept.by !== own ? "above" : kept.days === null ? "forever" : "days";
  const [choice, setChoice] = useState<Choice>(known);
  const [days, setDays] = useState(kept.days ?? DAYS);
  const changed = choice !== known || (choice === "days" && days !== kept.days);
  const valid = choice !== "days" || (days >= FEWEST && days <= MOST);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (choice === "above") onFollow();
    else onKeep(choice === "days" ? days : null);
  };
  return (
    <form className={styles.form} onSubmit={save}>
      <label className={styles.field}>
        {t("details.kept.for")}
        <select className={styles.input} value={choice} onChange={(event) => setChoice(event.target.value as Choice)}>
          <option value="above">
            {known === "above" && kept.days !== null
              ? t("details.kept.aboveDays", { who: t(`details.kept.${kept.by ?? above}`), count: kept.days })
              : t(`details.kept.${above}`)}
          </option>
          <option value="days">{t("details.kept.someDays")}</option>
          <option value="forever">{t("details.kept.forever")}</option>
        </select>
      </label>
      {choice === "days" && (
        <label className={styles.field}>
          {t("details.kept.days")}
          <input
            className={styles.input}
            type="number"
            required
            min={FEWEST}
            max={MOST}
            value={Number.isNaN(days) ? "" : days}
            aria-describedby="kept-hint"
            onChange={(event) => setDays(event.target.valueAsNumber)}
          />
        </label>
      )}
      <p id="kept-hint" className={styles.hint}>
        {hint}
      </p>
      <ErrorMessage>{failure}</ErrorMessage>
      <Button type="submit" disabled={!changed || !valid}>
        {t("details.kept.apply")}
      </Button>
    </form>
  );
}
