import Check from "lucide-react/icons/check";
import Slash from "lucide-react/icons/slash";
import X from "lucide-react/icons/x";
import { useId, useState } from "react";
import type { Override } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Hidden } from "../../ui/Hidden";
import { type Says, saying, saysOf } from "./overriding";
import styles from "./settings.module.css";
import {
  differsInChannels,
  RIGHT_GROUPS,
  RIGHTS,
  type Right,
  type Standing,
  type Why as WhyNot,
  whyNotGrant,
} from "./standing";
import { Why } from "./Why";

const STATES: { says: Says; Icon: typeof Check; look: string | undefined }[] = [
  { says: "deny", Icon: X, look: styles.deny },
  { says: "neutral", Icon: Slash, look: styles.neutral },
  { says: "allow", Icon: Check, look: styles.allow },
];

interface Props {
  name: string;
  override: Override;
  mine: Standing;
  /** Why nothing can be said about this role or member. */
  why: WhyNot | null;
  onSave(wanted: Override): Promise<boolean>;
  onRemove: (() => void) | null;
}

/** Every permission that can differ here: denied, left to their roles, or allowed. */
export function OverrideFields({ name, override, mine, why, onSave, onRemove }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [wanted, setWanted] = useState<Override | null>(null);
  const shown = wanted ?? override;
  const save = async () => {
    if (wanted && (await onSave(wanted))) setWanted(null);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Why id={`${id}-why`} reason={why} />
      {RIGHT_GROUPS.map((group) => {
        const rights = RIGHTS[group].filter(differsInChannels);
        if (rights.length === 0) return null;
        return (
          <section key={group} className={styles.group} aria-label={t(`servers.groups.${group}`)}>
            <h4 className={styles.legend}>{t(`servers.groups.${group}`)}</h4>
            {rights.map((right) => (
              <Triple
                key={right}
                id={`${id}-${right}`}
                right={right}
                says={saysOf(shown, right)}
                why={why ?? whyNotGrant(mine, right, false)}
                explained={why ? `${id}-why` : null}
                onChange={(says) => setWanted(saying(shown, right, says))}
              />
            ))}
          </section>
        );
      })}
      <p className={styles.bar}>
        <Button look="primary" type="submit" disabled={!wanted}>
          {t("servers.save")}
        </Button>
        {wanted && (
          <Button look="plain" onClick={() => setWanted(null)}>
            {t("servers.discard")}
          </Button>
        )}
        {onRemove && (
          <Button look="danger" onClick={onRemove}>
            {t("servers.removeOverride", { name })}
          </Button>
        )}
      </p>
    </form>
  );
}

interface TripleProps {
  id: string;
  right: Right;
  says: Says;
  why: WhyNot | null;
  /** Where the reason already stands, for all of them. */
  explained: string | null;
  onChange(says: Says): void;
}

function Triple({ id, right, says, why, explained, onChange }: TripleProps) {
  const { t } = useTranslation();
  const label = t(`servers.may.${right}`);
  return (
    <div className={styles.triple}>
      <span id={id}>{label}</span>
      <span
        className={styles.states}
        role="radiogroup"
        aria-labelledby={id}
        aria-describedby={why ? (explained ?? `${id}-why`) : undefined}
      >
        {STATES.map(({ says: one, Icon, look }) => (
          <label key={one} className={`${styles.state} ${look}`} title={t(`servers.says.${one}`)}>
            <input
              type="radio"
              name={id}
              checked={says === one}
              disabled={why !== null}
              onChange={() => onChange(one)}
            />
            <Icon size={15} aria-hidden="true" />
            <Hidden>{t(`servers.says.${one}`)}</Hidden>
          </label>
        ))}
      </span>
      {why && !explained && <Why id={`${id}-why`} reason={why} />}
    </div>
  );
}
