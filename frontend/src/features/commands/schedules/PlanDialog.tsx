import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useNavigate } from "react-router";
import type { Timing } from "../../../api/commandTypes";
import type { Command } from "../../../api/types";
import { planCommand } from "../../../api/work";
import { useLanguage, useTranslation } from "../../../i18n";
import { newId } from "../../../lib/ids";
import { localInput, presets } from "../../../lib/moments";
import { fullTime, shortDateTime } from "../../../lib/time";
import { conversationName } from "../../../sync/names";
import { useLive, useSync } from "../../../sync/useSync";
import { Dialog } from "../../../ui/Dialog";
import { DialogForm } from "../../../ui/DialogForm";
import { ErrorMessage } from "../../../ui/ErrorMessage";
import { useDoing } from "../useDoing";
import styles from "../work.module.css";
import { DAYS, type Day, dayName, type Every, firstOf, ruleOf, ruleWords } from "./rule";

const EVERY: Every[] = ["once", "daily", "weekdays", "weekly", "monthly"];

/** Let a command run later, or again and again: the plan of one that there is, or a wish in words. */
export function PlanDialog({ command, onClose }: { command?: Command; onClose(): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const live = useLive();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const me = useSync((state) => state.me);
  const conversations = useSync((state) => state.conversations);
  const [text, setText] = useState("");
  const [place, setPlace] = useState(command?.conversation ?? "");
  const [at, setAt] = useState(() => localInput(presets("en")[2]?.at ?? new Date()));
  const [every, setEvery] = useState<Every>("once");
  const [days, setDays] = useState<Day[]>([]);
  const [overlap, setOverlap] = useState<"skip" | "allow" | "cancel">("skip");
  const [missed, setMissed] = useState<"once" | "skip">("once");
  const doing = useDoing();
  const client = useRef(newId());
  const field = useRef<HTMLTextAreaElement>(null);
  const asked = new Date(at);
  const valid = !Number.isNaN(asked.getTime());
  const moment = firstOf(every, days, asked);
  const passed = !valid || (every === "once" && moment.getTime() <= Date.now());
  const rule = valid ? ruleOf(every, days, moment) : undefined;

  const plan = (event: FormEvent) => {
    event.preventDefault();
    if (passed) return;
    const timing: Timing = {
      at: moment.toISOString(),
      timezone: me.timezone,
      ...(rule ? { rrule: rule, overlap } : {}),
      missed,
    };
    void doing.run(async () => {
      const planned = await planCommand({
        ...(command ? { alt: command.alt } : { text: text.trim() }),
        ...(place ? { conversation: place } : {}),
        schedule: timing,
        client_id: client.current,
      });
      await live.putCommand(planned);
      void queries.invalidateQueries({ queryKey: ["schedules"] });
      onClose();
      if (planned.state === "proposed") void navigate(`/commands/${planned.id}`);
      else live.tell(t("work.schedules.planned", { time: shortDateTime(moment.toISOString(), language) }));
    });
  };

  return (
    <Dialog
      title={t("work.more.schedule")}
      closeLabel={t("app.close")}
      onClose={onClose}
      width="s"
      {...(command ? {} : { focus: field })}
    >
      <DialogForm
        onSubmit={plan}
        submitLabel={t("work.schedules.plan")}
        submitDisabled={doing.busy || passed || (!command && text.trim() === "")}
        onClose={onClose}
      >
        {command ? (
          <p className={styles.name}>{command.title}</p>
        ) : (
          <label className={styles.field}>
            {t("work.schedules.what")}
            <textarea
              ref={field}
              className={styles.input}
              rows={3}
              required
              maxLength={20_000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </label>
        )}
        <label className={styles.field}>
          {t("work.schedules.where")}
          <select className={styles.input} value={place} onChange={(event) => setPlace(event.target.value)}>
            <option value="">{t("work.schedules.nowhere")}</option>
            {Object.values(conversations).map((one) => (
              <option key={one.id} value={one.id}>
                {conversationName(one, me.id, t)}
              </option>
            ))}
          </select>
        </label>
        <div className={styles.two}>
          <label className={styles.field}>
            {t("work.schedules.first")}
            <input
              className={styles.input}
              type="datetime-local"
              required
              value={at}
              aria-invalid={passed}
              onChange={(event) => setAt(event.target.value)}
            />
          </label>
          <label className={styles.field}>
            {t("work.schedules.every")}
            <select className={styles.input} value={every} onChange={(event) => setEvery(event.target.value as Every)}>
              {EVERY.map((one) => (
                <option key={one} value={one}>
                  {t(`work.schedules.each.${one}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <ErrorMessage>{passed && t("msg.inThePast")}</ErrorMessage>
        {every === "weekly" && (
          <fieldset className={styles.group}>
            <legend>{t("work.schedules.days")}</legend>
            <div className={styles.days}>
              {DAYS.map((day) => (
                <label key={day} className={styles.day}>
                  <input
                    type="checkbox"
                    checked={days.includes(day)}
                    onChange={(event) =>
                      setDays(event.target.checked ? [...days, day] : days.filter((one) => one !== day))
                    }
                  />
                  {dayName(day, language, "short")}
                </label>
              ))}
            </div>
          </fieldset>
        )}
        {every !== "once" && (
          <label className={styles.field}>
            {t("work.schedules.overlap")}
            <select
              className={styles.input}
              value={overlap}
              onChange={(event) => setOverlap(event.target.value as typeof overlap)}
            >
              {(["skip", "allow", "cancel"] as const).map((one) => (
                <option key={one} value={one}>
                  {t(`work.schedules.overlaps.${one}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className={styles.field}>
          {t("work.schedules.missed")}
          <select
            className={styles.input}
            value={missed}
            onChange={(event) => setMissed(event.target.value as typeof missed)}
          >
            <option value="once">{t("work.schedules.missedOnce")}</option>
            <option value="skip">{t("work.schedules.missedSkip")}</option>
          </select>
        </label>
        {valid && (
          <p className={styles.hint}>
            {ruleWords(rule ?? null, t, language)} · {fullTime(moment.toISOString(), language)}
          </p>
        )}
        <ErrorMessage>{doing.failed}</ErrorMessage>
      </DialogForm>
    </Dialog>
  );
}
