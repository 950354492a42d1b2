import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useMemo, useRef, useState } from "react";
import type { SavedCommand, SavedForm } from "../../../api/commandTypes";
import { getSavedForm, runSavedCommand } from "../../../api/savedCommands";
import { useTranslation } from "../../../i18n";
import { newId } from "../../../lib/ids";
import { personName } from "../../../sync/names";
import { useLive } from "../../../sync/useSync";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { DialogBody } from "../../../ui/DialogBody";
import { DialogForm } from "../../../ui/DialogForm";
import { ErrorMessage } from "../../../ui/ErrorMessage";
import { Notice } from "../../../ui/Notice";
import { Skeleton } from "../../../ui/Skeleton";
import { askedOf, givenIn } from "../form/fields";
import { useVariablesForm } from "../form/useVariablesForm";
import { VariablesForm } from "../form/VariablesForm";
import { reasonOf } from "../reason";
import styles from "../work.module.css";

interface Props {
  saved: SavedCommand;
  /** What was typed behind the name. */
  rest?: string;
  conversation?: string;
  /** The message in whose thread it was asked for. */
  thread?: string;
  onClose(): void;
  onDone?(): void;
}

/** The form of a saved command: what it asks for, what it will do, and then it runs. */
export function SlashDialog(props: Props) {
  const { saved, onClose } = props;
  const { t } = useTranslation();
  const form = useQuery({
    queryKey: ["saved-form", saved.id, saved.version],
    queryFn: ({ signal }) => getSavedForm(saved.id, signal),
  });
  return (
    <Dialog title={`/${saved.name}`} closeLabel={t("app.close")} onClose={onClose} width="s">
      {form.isSuccess ? (
        <Asking {...props} form={form.data} />
      ) : (
        <DialogBody>
          {form.isPending && <Skeleton rows={4} label={t("app.loading")} />}
          {form.isError && (
            <Notice title={t("app.failed")} text={reasonOf(form.error, t)} role="alert">
              <Button onClick={() => void form.refetch()}>{t("app.retry")}</Button>
            </Notice>
          )}
        </DialogBody>
      )}
    </Dialog>
  );
}

function Asking({ saved, rest = "", conversation, thread, onClose, onDone, form }: Props & { form: SavedForm }) {
  const { t } = useTranslation();
  const live = useLive();
  const asked = useMemo(() => askedOf(form.inputs), [form.inputs]);
  const given = useMemo(() => givenIn(rest, asked), [rest, asked]);
  const fields = useVariablesForm(asked, given);
  const [first, setFirst] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState("");
  const element = useRef<HTMLFormElement>(null);
  const client = useRef(newId());

  const run = async (event: FormEvent) => {
    event.preventDefault();
    const variables = fields.read(element.current);
    if (variables === null) return;
    setBusy(true);
    setFailed("");
    try {
      const command = await runSavedCommand(saved.id, {
        variables,
        client_id: client.current,
        ...(conversation ? { conversation } : {}),
        ...(thread ? { thread } : {}),
        ...(first ? { confirm: true } : {}),
      });
      await live.putCommand(command);
      if (!conversation) live.tell(t("work.saved.started", { name: saved.name }));
      onDone?.();
      onClose();
    } catch (error) {
      setBusy(false);
      if (!fields.refused(error, element.current)) setFailed(reasonOf(error, t));
    }
  };

  return (
    <DialogForm
      ref={element}
      noValidate
      onSubmit={(event) => void run(event)}
      submitLabel={t(form.shown_first || first ? "work.saved.toPlan" : "work.saved.run")}
      submitDisabled={busy}
      onClose={onClose}
    >
      {saved.description && <p>{saved.description}</p>}
      {form.shown_first && (
        <p className={styles.note}>
          {t("work.saved.shownFirst", { name: saved.author ? personName(saved.author) : t("messages.someone") })}
        </p>
      )}
      {asked.length > 0 && (
        <VariablesForm asked={asked} entries={fields.entries} problems={fields.problems} onChange={fields.change} />
      )}
      <details className={styles.details} open={asked.length === 0}>
        <summary>{t("work.saved.does", { count: form.steps.length })}</summary>
        <ol className={styles.steps}>
          {form.steps.map((step, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps of one version never change their places
            <li key={at}>
              {step.title} <code>{step.task_type}</code>
            </li>
          ))}
        </ol>
      </details>
      {!form.shown_first && (
        <label className={styles.check}>
          <input type="checkbox" checked={first} onChange={(event) => setFirst(event.target.checked)} />
          {t("work.saved.planFirst")}
        </label>
      )}
      <ErrorMessage>{failed}</ErrorMessage>
    </DialogForm>
  );
}
