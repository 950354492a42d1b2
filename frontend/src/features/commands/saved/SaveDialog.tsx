import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import type { SavedCommand } from "../../../api/commandTypes";
import { ApiProblem } from "../../../api/problem";
import { changeSavedCommand, getSavedYaml, type NewSaved, saveCommand } from "../../../api/savedCommands";
import type { Command, ProblemError } from "../../../api/types";
import { useTranslation } from "../../../i18n";
import { conversationName } from "../../../sync/names";
import { useLive, useSync } from "../../../sync/useSync";
import { Dialog } from "../../../ui/Dialog";
import { DialogForm } from "../../../ui/DialogForm";
import { ErrorMessage } from "../../../ui/ErrorMessage";
import { reasonOf } from "../reason";
import styles from "../work.module.css";

interface Props {
  /** The command whose plan is kept; without one a document is written. */
  command?: Command;
  /** The one to change. */
  saved?: SavedCommand;
  onClose(): void;
}

const EXAMPLE = `alt: "2.0"
title:
inputs:
  text: {type: string, title: Text, required: true}
segments:
  - {id: say, task_type: chat.post, parameters: {text: "\${variables.text}"}}
`;

/** Keep a plan under a name, for oneself or for a place; or change one that is kept. */
export function SaveDialog({ command, saved, onClose }: Props) {
  const { t } = useTranslation();
  const live = useLive();
  const queries = useQueryClient();
  const me = useSync((state) => state.me.id);
  const conversations = useSync((state) => state.conversations);
  const servers = useSync((state) => state.servers);
  const kept = useQuery({
    queryKey: ["saved-yaml", saved?.id, saved?.version],
    queryFn: ({ signal }) => getSavedYaml(saved?.id ?? "", signal),
    enabled: saved !== undefined,
    gcTime: 0,
  });
  const [name, setName] = useState(saved?.name ?? "");
  const [description, setDescription] = useState(saved?.description ?? "");
  const [place, setPlace] = useState("");
  const [written, setWritten] = useState<string | null>(null);
  const [faults, setFaults] = useState<ProblemError[]>([]);
  const [failed, setFailed] = useState("");
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const document_ = written ?? (saved ? (kept.data ?? "") : EXAMPLE);
  const nameFault = faults.find((fault) => fault.pointer === "/name");
  const others = faults.filter((fault) => fault.pointer !== "/name");

  const keep = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFaults([]);
    setFailed("");
    try {
      if (saved) {
        await changeSavedCommand(saved, { name, description, ...(written === null ? {} : { alt: written }) });
      } else {
        const [kind, id] = place.split(":");
        const body: NewSaved = { name, description, ...(command ? { command: command.id } : { alt: document_ }) };
        if (kind === "conversation" && id) body.conversation = id;
        if (kind === "server" && id) body.server = id;
        await saveCommand(body);
      }
      void queries.invalidateQueries({ queryKey: ["saved-commands"] });
      live.tell(t("work.saved.kept", { name: name.replace(/^\//, "") }));
      onClose();
    } catch (error) {
      setBusy(false);
      setFaults(error instanceof ApiProblem ? (error.problem.errors ?? []) : []);
      setFailed(reasonOf(error, t));
    }
  };

  return (
    <Dialog
      title={t(saved ? "work.saved.change" : command ? "work.saved.keepAs" : "work.saved.new")}
      closeLabel={t("app.close")}
      onClose={onClose}
      focus={field}
    >
      <DialogForm
        onSubmit={(event) => void keep(event)}
        submitLabel={t("work.saved.keep")}
        submitDisabled={busy || name.trim() === ""}
        onClose={onClose}
      >
        <label className={styles.field}>
          {t("work.saved.name")}
          <input
            ref={field}
            className={styles.input}
            required
            maxLength={33}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={name}
            aria-invalid={nameFault !== undefined}
            onChange={(event) => setName(event.target.value)}
          />
          <span className={nameFault ? styles.bad : styles.hint}>{nameFault?.detail ?? t("work.saved.nameHint")}</span>
        </label>
        <label className={styles.field}>
          {t("work.saved.description")}
          <input
            className={styles.input}
            maxLength={200}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        </label>
        {!saved && (
          <label className={styles.field}>
            {t("work.saved.forWhom")}
            <select className={styles.input} value={place} onChange={(event) => setPlace(event.target.value)}>
              <option value="">{t("work.saved.forMe")}</option>
              {Object.values(conversations).map((one) => (
                <option key={one.id} value={`conversation:${one.id}`}>
                  {conversationName(one, me, t)}
                </option>
              ))}
              {Object.values(servers).map((one) => (
                <option key={one.id} value={`server:${one.id}`}>
                  {t("work.saved.ofServer", { name: one.name })}
                </option>
              ))}
            </select>
            <span className={styles.hint}>{t("work.saved.forWhomHint")}</span>
          </label>
        )}
        {!command && (
          <label className={styles.field}>
            {t("commands.editLabel")}
            <textarea
              className={`${styles.input} ${styles.code}`}
              spellCheck={false}
              autoCapitalize="off"
              value={document_}
              onChange={(event) => setWritten(event.target.value)}
            />
            <span className={styles.hint}>{t("work.saved.documentHint")}</span>
          </label>
        )}
        <ErrorMessage>
          {failed && (
            <>
              <p>{failed}</p>
              <ul>
                {others.map((fault) => (
                  <li key={`${fault.line} ${fault.pointer} ${fault.detail}`}>
                    {fault.line !== undefined &&
                      `${t("commands.at", { line: fault.line, column: fault.column ?? 1 })}: `}
                    {fault.detail}
                  </li>
                ))}
              </ul>
            </>
          )}
        </ErrorMessage>
      </DialogForm>
    </Dialog>
  );
}
