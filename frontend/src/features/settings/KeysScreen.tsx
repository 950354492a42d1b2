import { useQuery, useQueryClient } from "@tanstack/react-query";
import KeyRound from "lucide-react/icons/key-round";
import { useState } from "react";
import { type ApiKey, createKey, listKeys, listScopes, type NewApiKey, revokeKey, rotateKey } from "../../api/account";
import { useLanguage, useTranslation } from "../../i18n";
import { shortDateTime } from "../../lib/time";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import { Buttons, Check, Choices, Field, Outcome, Row, Rows, Section } from "./Section";
import styles from "./SecurityScreen.module.css";
import { useAction } from "./useAction";

/** Keys for programs that act for this person. */
export function KeysScreen() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const list = useQuery({ queryKey: ["api-keys"], queryFn: listKeys });
  const [shown, setShown] = useState("");
  const changed = (key = "") => {
    setShown(key);
    void queries.invalidateQueries({ queryKey: ["api-keys"] });
  };
  if (list.isPending) return <Skeleton rows={3} label={t("app.loading")} />;
  if (list.isError)
    return (
      <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
        <Button onClick={() => void list.refetch()}>{t("app.retry")}</Button>
      </Notice>
    );
  return (
    <>
      {shown && <ShownOnce text={shown} onClose={() => setShown("")} />}
      <Section title={t("prefs.keys.title")} hint={t("prefs.keys.hint")}>
        {list.data.results.length === 0 && <p>{t("prefs.keys.none")}</p>}
        <Rows label={t("prefs.keys.title")}>
          {list.data.results.map((key) => (
            <KeyRow key={key.id} apiKey={key} onChange={changed} />
          ))}
        </Rows>
      </Section>
      <NewKey onMade={changed} />
    </>
  );
}

function ShownOnce({ text, onClose }: { text: string; onClose(): void }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  return (
    <Section title={t("prefs.keys.shown")} hint={t("prefs.keys.shownHint")}>
      <p>
        <code className={styles.secret}>{text}</code>
      </p>
      <Buttons>
        <Button onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
          {t("prefs.copy")}
        </Button>
        <Button look="primary" onClick={onClose}>
          {t("prefs.keys.kept")}
        </Button>
      </Buttons>
      <Outcome failed="" done={copied && t("prefs.copied")} />
    </Section>
  );
}

function KeyRow({ apiKey, onChange }: { apiKey: ApiKey; onChange(key?: string): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const rotate = useAction(async () => onChange((await rotateKey(apiKey.id)).key));
  const revoke = useAction(async () => {
    await revokeKey(apiKey.id);
    onChange();
  });
  const detail = [
    `alt_${apiKey.prefix}_…`,
    apiKey.scopes.join(", "),
    apiKey.expires_at && t("prefs.keys.until", { when: shortDateTime(apiKey.expires_at, language) }),
    apiKey.last_used_at
      ? t("prefs.lastUsed", { when: shortDateTime(apiKey.last_used_at, language) })
      : t("prefs.neverUsed"),
  ];
  return (
    <Row
      icon={<KeyRound size={18} />}
      title={apiKey.name}
      detail={rotate.failed || revoke.failed || detail.filter(Boolean).join(" · ")}
    >
      <Button size="s" disabled={rotate.busy} onClick={() => void rotate.run()}>
        {t("prefs.keys.rotate")}
      </Button>
      <Button size="s" look="danger" disabled={revoke.busy} onClick={() => void revoke.run()}>
        {t("prefs.keys.revoke")}
      </Button>
    </Row>
  );
}

function NewKey({ onMade }: { onMade(key: string): void }) {
  const { t } = useTranslation();
  const scopes = useQuery({ queryKey: ["scopes"], queryFn: listScopes });
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const [until, setUntil] = useState("");
  const [addresses, setAddresses] = useState("");
  const [limit, setLimit] = useState("");
  const create = useAction(async () => {
    const wanted: NewApiKey = { name: name.trim(), scopes: chosen };
    if (until) wanted.expires_at = new Date(`${until}T23:59:59`).toISOString();
    if (addresses.trim()) wanted.addresses = addresses.split(/[\s,]+/).filter(Boolean);
    if (limit) wanted.limit_per_minute = Number(limit);
    const made = await createKey(wanted);
    setName("");
    setChosen([]);
    onMade(made.key);
  });
  return (
    <Section title={t("prefs.keys.new")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void create.run();
        }}
      >
        <Field label={t("prefs.keys.name")} value={name} onChange={setName} maxLength={64} required />
        <Choices label={t("prefs.keys.scopes")}>
          {(scopes.data?.results ?? []).map((scope) => (
            <Check
              key={scope.name}
              label={scope.label}
              checked={chosen.includes(scope.name)}
              onChange={(on) => setChosen(on ? [...chosen, scope.name] : chosen.filter((each) => each !== scope.name))}
            />
          ))}
        </Choices>
        <Field
          label={t("prefs.keys.expires")}
          hint={t("prefs.keys.expiresHint")}
          type="date"
          value={until}
          onChange={setUntil}
        />
        <Field
          label={t("prefs.keys.addresses")}
          hint={t("prefs.keys.addressesHint")}
          value={addresses}
          onChange={setAddresses}
        />
        <Field label={t("prefs.keys.limit")} type="number" min={1} value={limit} onChange={setLimit} />
        <Button type="submit" look="primary" disabled={create.busy || chosen.length === 0 || !name.trim()}>
          {t("prefs.keys.create")}
        </Button>
        <Outcome failed={create.failed} />
      </form>
    </Section>
  );
}
