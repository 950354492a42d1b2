import { useQuery, useQueryClient } from "@tanstack/react-query";
import Fingerprint from "lucide-react/icons/fingerprint-pattern";
import { useState } from "react";
import {
  addPasskey,
  listPasskeys,
  type Passkey,
  passkeyOptions,
  removePasskey,
  renamePasskey,
} from "../../api/account";
import { useLanguage, useTranslation } from "../../i18n";
import { shortDateTime } from "../../lib/time";
import { Button } from "../../ui/Button";
import { createPasskey, passkeysPossible } from "./passkey";
import { Check, Field, Outcome, Row, Rows, Section } from "./Section";
import { useAction } from "./useAction";

/** Passkeys: add one on this device or a key, name them, remove them. */
export function Passkeys({ onChange }: { onChange(codes: string[] | null): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const list = useQuery({ queryKey: ["passkeys"], queryFn: listPasskeys });
  const [name, setName] = useState("");
  const [alone, setAlone] = useState(true);
  const changed = (codes: string[] | null) => {
    void queries.invalidateQueries({ queryKey: ["passkeys"] });
    onChange(codes);
  };
  const add = useAction(async () => {
    const { options } = await passkeyOptions(alone);
    const made = await addPasskey(name.trim() || t("prefs.security.passkey"), await createPasskey(options));
    setName("");
    changed(made.recovery_codes);
  });
  return (
    <Section title={t("prefs.security.passkeys")} hint={t("prefs.security.passkeysHint")}>
      <Rows label={t("prefs.security.passkeys")}>
        {(list.data?.results ?? []).map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} onChange={() => changed(null)} />
        ))}
      </Rows>
      {passkeysPossible() ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void add.run();
          }}
        >
          <Field label={t("prefs.security.passkeyName")} value={name} onChange={setName} maxLength={64} />
          <Check label={t("prefs.security.passwordless")} checked={alone} onChange={setAlone} />
          <Button type="submit" disabled={add.busy}>
            {t("prefs.security.addPasskey")}
          </Button>
        </form>
      ) : (
        <p>{t("prefs.security.noPasskeys")}</p>
      )}
      <Outcome failed={add.failed} done={add.done && t("prefs.saved")} />
    </Section>
  );
}

function PasskeyRow({ passkey, onChange }: { passkey: Passkey; onChange(): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [name, setName] = useState<string | null>(null);
  const rename = useAction(async () => {
    await renamePasskey(passkey.id, name?.trim() || passkey.name);
    setName(null);
    onChange();
  });
  const remove = useAction(async () => {
    await removePasskey(passkey.id);
    onChange();
  });
  const used = passkey.last_used_at
    ? t("prefs.lastUsed", { when: shortDateTime(passkey.last_used_at, language) })
    : t("prefs.neverUsed");
  return (
    <Row
      icon={<Fingerprint size={18} />}
      title={
        name === null ? (
          passkey.name
        ) : (
          <Field label={t("prefs.rename")} value={name} onChange={setName} maxLength={64} />
        )
      }
      detail={rename.failed || remove.failed || used}
    >
      <Button
        size="s"
        disabled={rename.busy}
        onClick={() => (name === null ? setName(passkey.name) : void rename.run())}
      >
        {name === null ? t("prefs.rename") : t("prefs.save")}
      </Button>
      <Button size="s" look="danger" disabled={remove.busy} onClick={() => void remove.run()}>
        {t("prefs.remove")}
      </Button>
    </Row>
  );
}
