import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useRef, useState } from "react";
import type { PersonTask, TaskKind } from "../../api/commandTypes";
import { ApiProblem } from "../../api/problem";
import type { Message, User } from "../../api/types";
import { changeTask, createTask, type NewTask } from "../../api/work";
import { useLanguage, useTranslation } from "../../i18n";
import { localInput, presets } from "../../lib/moments";
import { plainLine } from "../../lib/text";
import { conversationName, personName } from "../../sync/names";
import { useLive, useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { DialogForm } from "../../ui/DialogForm";
import { ErrorMessage } from "../../ui/ErrorMessage";
import styles from "./tasks.module.css";

const MAX_TITLE = 200;

interface Props {
  /** What was said and is to be done. */
  message?: Message;
  /** The one to change. */
  task?: PersonTask;
  onClose(): void;
}

/** Ask somebody, or oneself, to do something; of a message, on its own, or changed afterwards. */
export function TaskDialog({ message, task, onClose }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const live = useLive();
  const queries = useQueryClient();
  const me = useSync((state) => state.me);
  const conversations = useSync((state) => state.conversations);
  const [kind, setKind] = useState<TaskKind>(task?.kind ?? "todo");
  const [title, setTitle] = useState(task?.title ?? (message ? plainLine(message.text, MAX_TITLE - 1) : ""));
  const [text, setText] = useState(task?.text ?? "");
  const [place, setPlace] = useState(task?.conversation ?? message?.conversation ?? "");
  const [people, setPeople] = useState<string[]>(task?.assignees.map((one) => one.id) ?? []);
  const [due, setDue] = useState(task?.due_at ? localInput(new Date(task.due_at)) : "");
  const [needed, setNeeded] = useState(1);
  const [state, setState] = useState({ busy: false, failed: "" });
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const around = conversations[place]?.participants.map((one) => one.user) ?? [];
  const askable: User[] = [me, ...around.filter((one) => one.id !== me.id && !one.is_bot)];

  const keep = async (event: FormEvent) => {
    event.preventDefault();
    setState({ busy: true, failed: "" });
    const moment = due === "" ? null : new Date(due).toISOString();
    try {
      if (task) await changeTask(task.id, { title: title.trim(), text, assignees: people, due_at: moment });
      else {
        const body: NewTask = { kind, title: title.trim(), text, assignees: people };
        if (message) body.message = message.id;
        else if (place) body.conversation = place;
        if (moment) body.due_at = moment;
        if (kind === "approval") body.needed = needed;
        await createTask(body);
        live.tell(t("tasks.made", { title: title.trim() }));
      }
      await queries.invalidateQueries({ queryKey: ["tasks"] });
      onClose();
    } catch (error) {
      setState({ busy: false, failed: error instanceof ApiProblem ? error.message : t("app.failedHint") });
    }
  };

  return (
    <Dialog
      title={t(task ? "tasks.change" : message ? "tasks.ofMessage" : "tasks.new")}
      closeLabel={t("app.close")}
      onClose={onClose}
      width="s"
      focus={field}
    >
      <DialogForm
        onSubmit={(event) => void keep(event)}
        submitLabel={t(task ? "tasks.keep" : "tasks.make")}
        submitDisabled={state.busy || title.trim() === ""}
        onClose={onClose}
      >
        {!task && (
          <label className={styles.field}>
            {t("tasks.kinds")}
            <select className={styles.input} value={kind} onChange={(event) => setKind(event.target.value as TaskKind)}>
              {(["todo", "approval", "reminder"] as const).map((one) => (
                <option key={one} value={one}>
                  {t(`tasks.kind.${one}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className={styles.field}>
          {t("tasks.what")}
          <input
            ref={field}
            className={styles.input}
            required
            maxLength={MAX_TITLE}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        </label>
        <label className={styles.field}>
          {t("tasks.more")}
          <textarea
            className={styles.input}
            rows={2}
            maxLength={5_000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {!task && !message && (
          <label className={styles.field}>
            {t("tasks.where")}
            <select
              className={styles.input}
              value={place}
              onChange={(event) => {
                setPlace(event.target.value);
                setPeople([]);
              }}
            >
              <option value="">{t("tasks.nowhere")}</option>
              {Object.values(conversations).map((one) => (
                <option key={one.id} value={one.id}>
                  {conversationName(one, me.id, t)}
                </option>
              ))}
            </select>
          </label>
        )}
        <fieldset className={styles.group}>
          <legend>{t("tasks.who")}</legend>
          <div className={styles.people}>
            {askable.map((one) => (
              <label key={one.id} className={styles.check}>
                <input
                  type="checkbox"
                  checked={people.includes(one.id)}
                  onChange={(event) =>
                    setPeople(event.target.checked ? [...people, one.id] : people.filter((each) => each !== one.id))
                  }
                />
                {one.id === me.id ? t("tasks.me") : personName(one)}
              </label>
            ))}
          </div>
        </fieldset>
        {kind === "approval" && !task && (
          <label className={styles.field}>
            {t("tasks.needed")}
            <input
              className={styles.input}
              type="number"
              min={1}
              max={20}
              value={needed}
              onChange={(event) => setNeeded(Number(event.target.value) || 1)}
            />
          </label>
        )}
        <div className={styles.field}>
          <label htmlFor={id}>{t("tasks.until")}</label>
          <input
            id={id}
            className={styles.input}
            type="datetime-local"
            value={due}
            onChange={(event) => setDue(event.target.value)}
          />
          <div className={styles.presets}>
            {presets(language).map((one) => (
              <Button key={one.key} size="s" look="plain" onClick={() => setDue(localInput(one.at))}>
                {one.words}
              </Button>
            ))}
          </div>
        </div>
        <ErrorMessage>{state.failed}</ErrorMessage>
      </DialogForm>
    </Dialog>
  );
}
