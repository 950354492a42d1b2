import { type FormEvent, useMemo, useRef, useState } from "react";
import type { InputSchema, Rerun } from "../../api/commandTypes";
import { rerunCommand } from "../../api/endpoints";
import type { Command } from "../../api/types";
import { useTranslation } from "../../i18n";
import { useLive } from "../../sync/useSync";
import { Dialog } from "../../ui/Dialog";
import { DialogForm } from "../../ui/DialogForm";
import { ErrorMessage } from "../../ui/ErrorMessage";
import { askedOf } from "./form/fields";
import { useVariablesForm } from "./form/useVariablesForm";
import { VariablesForm } from "./form/VariablesForm";
import { Pick } from "./Pick";
import { reasonOf } from "./reason";
import work from "./work.module.css";

/** Run a command again, in a way that is chosen openly: from where, with which plan, with which values. */
export function RerunDialog({ command, onClose }: { command: Command; onClose(): void }) {
  const { t } = useTranslation();
  const live = useLive();
  const failed = command.state === "failed" || command.state === "cancelled";
  const [start, setStart] = useState<"start" | "failed">(failed && command.started_at ? "failed" : "start");
  const [alt, setAlt] = useState<"pinned" | "newest">("pinned");
  const [first, setFirst] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const asked = useMemo(() => {
    const { inputs, variables } = command.alt as {
      inputs?: Record<string, InputSchema>;
      variables?: Record<string, unknown>;
    };
    return askedOf(inputs ?? {}, variables);
  }, [command.alt]);
  const fields = useVariablesForm(asked);
  const words = command.source !== "document";

  const run = async (event: FormEvent) => {
    event.preventDefault();
    const read = alt === "pinned" ? fields.read(form.current) : {};
    if (read === null) return;
    const before = Object.fromEntries(asked.map(({ name, schema }) => [name, schema.default]));
    const variables = Object.fromEntries(
      Object.entries(read).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
    );
    const how: Rerun = {
      start,
      alt,
      confirm: first,
      ...(Object.keys(variables).length > 0 ? { variables } : {}),
    };
    setBusy(true);
    setProblem("");
    try {
      await live.putCommand(await rerunCommand(command.id, how));
      live.tell(t("work.rerun.started"));
      onClose();
    } catch (error) {
      setBusy(false);
      if (!fields.refused(error, form.current)) setProblem(reasonOf(error, t));
    }
  };

  return (
    <Dialog title={t("work.more.rerun")} closeLabel={t("app.close")} onClose={onClose} width="s">
      <DialogForm
        ref={form}
        noValidate
        onSubmit={(event) => void run(event)}
        submitLabel={t("commands.rerun")}
        submitDisabled={busy}
        onClose={onClose}
      >
        {failed && command.started_at && (
          <Pick
            label={t("work.rerun.from")}
            value={start}
            onChange={(value) => setStart(value)}
            options={[
              { value: "failed", label: t("work.rerun.fromFailed"), hint: t("work.rerun.fromFailedHint") },
              { value: "start", label: t("work.rerun.fromStart"), hint: t("work.rerun.fromStartHint") },
            ]}
          />
        )}
        <Pick
          label={t("work.rerun.plan")}
          value={alt}
          onChange={(value) => setAlt(value)}
          options={[
            { value: "pinned", label: t("work.rerun.pinned"), hint: t("work.rerun.pinnedHint") },
            ...(words
              ? [{ value: "newest" as const, label: t("work.rerun.newest"), hint: t("work.rerun.newestHint") }]
              : []),
          ]}
        />
        {asked.length > 0 && alt === "pinned" && (
          <fieldset className={work.group}>
            <legend>{t("work.rerun.values")}</legend>
            <VariablesForm asked={asked} entries={fields.entries} problems={fields.problems} onChange={fields.change} />
          </fieldset>
        )}
        <label className={work.check}>
          <input type="checkbox" checked={first} onChange={(event) => setFirst(event.target.checked)} />
          {t("work.saved.planFirst")}
        </label>
        <ErrorMessage>{problem}</ErrorMessage>
      </DialogForm>
    </Dialog>
  );
}
