import { useId } from "react";
import { useTranslation } from "../../i18n";
import styles from "./settings.module.css";
import { type Why as Reason, RIGHT_GROUPS, RIGHTS, type Right, type Standing, whyNotGrant } from "./standing";
import { Why } from "./Why";

interface Props {
  mine: Standing;
  /** What the role may as it is saved: that can be given back to it. */
  had: string[];
  has: string[];
  /** Why nothing of the role can be changed. */
  why: Reason | null;
  onChange(permissions: string[]): void;
}

/** What a role lets people do, by subject. */
export function RightsFields({ mine, had, has, why, onChange }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const toggle = (right: Right) => onChange(has.includes(right) ? has.filter((one) => one !== right) : [...has, right]);
  return RIGHT_GROUPS.map((group) => {
    const notYours = RIGHTS[group].some((right) => why === null && whyNotGrant(mine, right, had.includes(right)));
    return (
      <fieldset key={group} className={styles.group}>
        <legend className={styles.legend}>{t(`servers.groups.${group}`)}</legend>
        {RIGHTS[group].map((right) => {
          const closed = why ?? whyNotGrant(mine, right, had.includes(right));
          return (
            <label key={right} className={styles.check}>
              <input
                type="checkbox"
                checked={has.includes(right)}
                disabled={closed !== null}
                aria-describedby={closed ? (why ? "role-why" : `${id}-${group}`) : undefined}
                title={closed ? t(`servers.why.${closed}`) : undefined}
                onChange={() => toggle(right)}
              />
              {t(`servers.may.${right}`)}
            </label>
          );
        })}
        {notYours && <Why id={`${id}-${group}`} reason="notYours" />}
      </fieldset>
    );
  });
}
