import { useQuery, useQueryClient } from "@tanstack/react-query";
import KeyRound from "lucide-react/icons/key-round";
import Plus from "lucide-react/icons/plus";
import { type FormEvent, useRef, useState } from "react";
import type { Secret } from "../../../api/commandTypes";
import { changeSecret, createSecret, deleteSecret, listSecrets } from "../../../api/work";
import { useLanguage, useTranslation } from "../../../i18n";
import { shortDateTime } from "../../../lib/time";
import { useFresh } from "../../../sync/useFresh";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { DialogForm } from "../../../ui/DialogForm";
import { ErrorMessage } from "../../../ui/ErrorMessage";
import { Page } from "../../../ui/Page";
import { Listed } from "../Listed";
import { Tabs } from "../Tabs";
import { useDoing } from "../useDoing";
import styles from "../work.module.css";

/** What commands may send and nobody may read: names, hosts and last use, never a value. */
export function SecretsPage() {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Secret | "new" | null>(null);
  useFresh("secrets", "secret.");
  const query = useQuery({ queryKey: ["secrets"], queryFn: ({ signal }) => listSecrets(signal), staleTime: 0 });
  return (
    <Page title={t("commands.title")} hint={t("work.secrets.hint")} backLabel={t("app.back")}>
      <Tabs />
      <div className={styles.bar}>
        <Button onClick={() => setOpen("new")}>
          <Plus size={16} aria-hidden="true" />
          {t("work.secrets.new")}
        </Button>
      </div>
      <Listed
        query={query}
        label={t("work.tabs.secrets")}
        empty={t("work.secrets.none")}
        emptyHint={t("work.secrets.noneHint")}
      >
        {(secret) => <SecretRow secret={secret} onChange={() => setOpen(secret)} />}
      </Listed>
      {open && <SecretDialog {...(open === "new" ? {} : { secret: open })} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function SecretRow({ secret, onChange }: { secret: Secret; onChange(): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const doing = useDoing();
  const remove = () =>
    doing.run(async () => {
      await deleteSecret(secret.id);
      await queries.invalidateQueries({ queryKey: ["secrets"] });
    });
  return (
    <>
      <div className={styles.words}>
        <p className={styles.name}>
          <KeyRound size={14} aria-hidden="true" /> {secret.name}
        </p>
        {secret.description && <p className={styles.detail}>{secret.description}</p>}
        <p className={styles.detail}>
          {secret.hosts.join(", ")} ·{" "}
          {secret.used_at
            ? t("prefs.lastUsed", { when: shortDateTime(secret.used_at, language) })
            : t("prefs.neverUsed")}
        </p>
        {doing.failed && (
          <p className={styles.bad} role="alert">
            {doing.failed}
          </p>
        )}
      </div>
      <div className={styles.buttons}>
        <Button size="s" aria-label={`${t("work.edit")} ${secret.name}`} onClick={onChange}>
          {t("work.edit")}
        </Button>
        <Button
          size="s"
          look="danger"
          disabled={doing.busy}
          aria-label={`${t("work.delete")} ${secret.name}`}
          onClick={() => void remove()}
        >
          {t("work.delete")}
        </Button>
      </div>
    </>
  );
}

function SecretDialog({ secret, onClose }: { secret?: Secret; onClose(): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const doing = useDoing();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [hosts, setHosts] = useState(secret?.hosts.join("\n") ?? "");
  const [description, setDescription] = useState(secret?.description ?? "");
  const listed = hosts.split(/[\s,;]+/).filter(Boolean);
  const moved = secret !== undefined && listed.join() !== secret.hosts.join();
  const ready = listed.length > 0 && (secret ? !moved || value !== "" : name.trim() !== "" && value !== "");
  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    void doing
      .run(async () => {
        if (secret) {
          await changeSecret(secret.id, {
            description,
            ...(value ? { value } : {}),
            ...(moved ? { hosts: listed } : {}),
          });
        } else await createSecret({ name: name.trim(), value, hosts: listed, description });
        await queries.invalidateQueries({ queryKey: ["secrets"] });
      })
      .then((well) => well && onClose());
  };
  return (
    <Dialog
      title={secret ? t("work.secrets.change", { name: secret.name }) : t("work.secrets.new")}
      closeLabel={t("app.close")}
      onClose={onClose}
      width="s"
      focus={field}
    >
      <DialogForm
        onSubmit={keep}
        submitLabel={t("work.saved.keep")}
        submitDisabled={doing.busy || !ready}
        onClose={onClose}
      >
        {!secret && (
          <label className={styles.field}>
            {t("work.secrets.name")}
            <input
              ref={field}
              className={styles.input}
              required
              maxLength={64}
              pattern="[a-z][a-z0-9_\-]*"
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <span className={styles.hint}>{t("work.secrets.nameHint")}</span>
          </label>
        )}
        <label className={styles.field}>
          {t(secret ? "work.secrets.newValue" : "work.secrets.value")}
          <input
            {...(secret ? { ref: field } : {})}
            className={styles.input}
            type="password"
            required={!secret || moved}
            minLength={6}
            maxLength={4_096}
            autoComplete="new-password"
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
          <span className={styles.hint}>{t(moved ? "work.secrets.moved" : "work.secrets.valueHint")}</span>
        </label>
        <label className={styles.field}>
          {t("work.secrets.hosts")}
          <textarea
            className={styles.input}
            rows={3}
            required
            spellCheck={false}
            autoCapitalize="off"
            placeholder="api.example.org"
            value={hosts}
            onChange={(event) => setHosts(event.target.value)}
          />
          <span className={styles.hint}>{t("work.secrets.hostsHint")}</span>
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
        <ErrorMessage>{doing.failed}</ErrorMessage>
      </DialogForm>
    </Dialog>
  );
}
