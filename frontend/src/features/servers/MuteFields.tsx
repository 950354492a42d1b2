import { useEffect, useState } from "react";
import { useTranslation } from "../../i18n";
import { localInput } from "../../lib/moments";
import styles from "./settings.module.css";

const MINUTE = 60_000;
const LENGTHS = { minute: MINUTE, minutes: 10 * MINUTE, hour: 60 * MINUTE, day: 1_440 * MINUTE, week: 10_080 * MINUTE };
type Length = keyof typeof LENGTHS;
const LONGEST = 28 * 1_440 * MINUTE;

/** Until when somebody is silenced: for a while, or until a moment of one's choice within 28 days. */
export function MuteFields({ onChange }: { onChange(until: Date | null): void }) {
  const { t } = useTranslation();
  const [length, setLength] = useState<Length | "until">("hour");
  const [typed, setTyped] = useState(() => localInput(new Date(Date.now() + LENGTHS.day)));
  useEffect(() => {
    if (length !== "until") return onChange(new Date(Date.now() + LENGTHS[length]));
    const until = new Date(typed);
    const ahead = until.getTime() - Date.now();
    onChange(ahead > 0 && ahead <= LONGEST ? until : null);
  }, [length, typed, onChange]);
  return (
    <>
      <label className={styles.field}>
        {t("servers.muteFor")}
        <select
          className={styles.input}
          value={length}
          onChange={(event) => setLength(event.target.value as Length | "until")}
        >
          {([...Object.keys(LENGTHS), "until"] as (Length | "until")[]).map((one) => (
            <option key={one} value={one}>
              {t(`servers.lengths.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {length === "until" && (
        <>
          <label className={styles.field}>
            {t("servers.muteUntil")}
            <input
              className={styles.input}
              type="datetime-local"
              required
              aria-describedby="mute-longest"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </label>
          <p id="mute-longest" className={styles.hint}>
            {t("servers.muteLongest")}
          </p>
        </>
      )}
    </>
  );
}
