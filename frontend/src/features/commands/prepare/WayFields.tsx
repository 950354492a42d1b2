import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { MODES, PERSONAS, readModes, type Way } from "../../../api/commandWays";
import { useTranslation } from "../../../i18n";
import { Pick } from "../Pick";
import work from "../work.module.css";
import styles from "./prepare.module.css";

interface Props {
  way: Way;
  /** Where the command is asked for: it decides on Chaos. */
  conversation: string | undefined;
  open?: boolean;
  onChange(way: Way): void;
}

/** In which mode a wish is read, and as who: one quiet line until somebody wants another one. */
export function WayFields({ way, conversation, open = false, onChange }: Props) {
  const { t } = useTranslation();
  const level = useId();
  const allowed = useQuery({
    queryKey: ["command-modes", conversation],
    queryFn: ({ signal }) => readModes(conversation ?? "", signal),
    enabled: conversation !== undefined,
  });
  const wild = allowed.data?.modes.includes("chaos") ?? false;
  const persona = t(`work.way.persona.${way.persona ?? "none"}`);
  return (
    <details className={styles.way} open={open}>
      <summary>{t("work.way.summary", { mode: t(`work.way.mode.${way.mode}`), persona })}</summary>
      <div className={styles.fields}>
        <Pick
          label={t("work.way.modes")}
          value={way.mode}
          onChange={(mode) => onChange({ ...way, mode })}
          options={MODES.map((mode) => ({
            value: mode,
            label: t(`work.way.mode.${mode}`),
            hint: t(`work.way.hint.${mode}`),
            refused: mode === "chaos" && !wild ? t("work.way.noChaos") : undefined,
          }))}
        />
        {way.mode === "chaos" && (
          <label className={work.field} htmlFor={level}>
            {t("work.way.level", { level: way.chaos_level })}
            <input
              id={level}
              className={styles.level}
              type="range"
              min={1}
              max={10}
              value={way.chaos_level}
              aria-valuetext={t("work.way.level", { level: way.chaos_level })}
              onChange={(event) => onChange({ ...way, chaos_level: Number(event.target.value) })}
            />
          </label>
        )}
        <label className={work.field}>
          {t("work.way.personas")}
          <select
            className={work.input}
            value={way.persona ?? ""}
            onChange={(event) =>
              onChange({ ...way, persona: PERSONAS.find((one) => one === event.target.value) ?? null })
            }
          >
            <option value="">{t("work.way.persona.none")}</option>
            {PERSONAS.map((one) => (
              <option key={one} value={one}>
                {t(`work.way.persona.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
    </details>
  );
}
