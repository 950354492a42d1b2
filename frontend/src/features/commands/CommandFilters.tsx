import { useTranslation } from "../../i18n";
import { SearchField } from "../../ui/SearchField";
import styles from "./work.module.css";

export interface Filters {
  q: string;
  mine: boolean;
  /** Days, as a date field has them; empty: any. */
  from: string;
  to: string;
}

export const NO_FILTERS: Filters = { q: "", mine: false, from: "", to: "" };

/** Which commands of the history to show. */
export function CommandFilters({ value, onChange }: { value: Filters; onChange(value: Filters): void }) {
  const { t } = useTranslation();
  return (
    <search className={styles.bar}>
      <div className={styles.grow}>
        <SearchField label={t("work.history.search")} value={value.q} onChange={(q) => onChange({ ...value, q })} />
      </div>
      {(["from", "to"] as const).map((side) => (
        <label key={side} className={styles.check}>
          {t(`work.history.${side}`)}
          <input
            className={styles.date}
            type="date"
            value={value[side]}
            onChange={(event) => onChange({ ...value, [side]: event.target.value })}
          />
        </label>
      ))}
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={value.mine}
          onChange={(event) => onChange({ ...value, mine: event.target.checked })}
        />
        {t("work.history.mine")}
      </label>
    </search>
  );
}
