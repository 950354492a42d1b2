import { useQuery, useQueryClient } from "@tanstack/react-query";
import ShieldAlert from "lucide-react/icons/shield-alert";
import { useState } from "react";
import { beginTotp, confirmTotp, getTwoFactor, removeTotp, renewRecoveryCodes } from "../../api/account";
import { useLanguage, useTranslation } from "../../i18n";
import { shortDateTime } from "../../lib/time";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import { Passkeys } from "./Passkeys";
import { RecoveryCodes } from "./RecoveryCodes";
import { Buttons, Field, Outcome, Section } from "./Section";
import styles from "./SecurityScreen.module.css";
import { useAction } from "./useAction";

/** The second factor: an authenticator app, passkeys, and the codes for the day both are lost. */
export function SecurityScreen() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const state = useQuery({ queryKey: ["two-factor"], queryFn: getTwoFactor });
  const [codes, setCodes] = useState<string[] | null>(null);
  const changed = (made: string[] | null) => {
    if (made) setCodes(made);
    void queries.invalidateQueries({ queryKey: ["two-factor"] });
  };
  const renew = useAction(async () => changed((await renewRecoveryCodes()).recovery_codes));
  if (state.isPending) return <Skeleton rows={4} label={t("app.loading")} />;
  if (state.isError)
    return (
      <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
        <Button onClick={() => void state.refetch()}>{t("app.retry")}</Button>
      </Notice>
    );
  const { totp, recovery_codes, required, satisfied } = state.data;
  return (
    <>
      {required && !satisfied && (
        <Notice
          icon={<ShieldAlert size={22} aria-hidden="true" />}
          title={t("prefs.security.required")}
          text={t("prefs.security.requiredHint")}
          role="alert"
        />
      )}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
      <Authenticator enabled={totp.enabled} lastUsed={totp.last_used_at} onChange={changed} />
      <Passkeys onChange={changed} />
      {recovery_codes && (
        <Section title={t("prefs.security.codes")} hint={t("prefs.security.codesHint")}>
          <p>{t("prefs.security.codesLeft", { left: recovery_codes.left, total: recovery_codes.total })}</p>
          <Buttons>
            <Button disabled={renew.busy} onClick={() => void renew.run()}>
              {t("prefs.security.renew")}
            </Button>
          </Buttons>
          <Outcome failed={renew.failed} />
        </Section>
      )}
    </>
  );
}

interface AuthenticatorProps {
  enabled: boolean;
  lastUsed: string | null;
  onChange(codes: string[] | null): void;
}

function Authenticator({ enabled, lastUsed, onChange }: AuthenticatorProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [setup, setSetup] = useState<{ secret: string; qr_svg: string } | null>(null);
  const [code, setCode] = useState("");
  const begin = useAction(async () => setSetup(await beginTotp()));
  const confirm = useAction(async () => {
    const { recovery_codes } = await confirmTotp(code.trim());
    setSetup(null);
    setCode("");
    onChange(recovery_codes);
  });
  const remove = useAction(async () => {
    await removeTotp();
    onChange(null);
  });
  return (
    <Section title={t("prefs.security.totp")} hint={t("prefs.security.totpHint")}>
      {enabled && (
        <p>
          {lastUsed
            ? t("prefs.security.totpUsed", { when: shortDateTime(lastUsed, language) })
            : t("prefs.security.totpOn")}
        </p>
      )}
      {setup ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void confirm.run();
          }}
        >
          <p>{t("prefs.security.scan")}</p>
          <img
            className={styles.qr}
            src={`data:image/svg+xml;utf8,${encodeURIComponent(setup.qr_svg)}`}
            alt={t("prefs.security.qr")}
          />
          <p>
            {t("prefs.security.orType")} <code className={styles.secret}>{setup.secret}</code>
          </p>
          <Field
            label={t("prefs.security.code")}
            value={code}
            onChange={setCode}
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="[0-9 ]*"
            required
          />
          <Buttons>
            <Button type="submit" look="primary" disabled={confirm.busy}>
              {t("prefs.security.turnOn")}
            </Button>
            <Button look="plain" onClick={() => setSetup(null)}>
              {t("app.cancel")}
            </Button>
          </Buttons>
          <Outcome failed={confirm.failed} />
        </form>
      ) : (
        <Buttons>
          <Button look={enabled ? "quiet" : "primary"} disabled={begin.busy} onClick={() => void begin.run()}>
            {enabled ? t("prefs.security.replace") : t("prefs.security.setUp")}
          </Button>
          {enabled && (
            <Button look="danger" disabled={remove.busy} onClick={() => void remove.run()}>
              {t("prefs.security.remove")}
            </Button>
          )}
        </Buttons>
      )}
      <Outcome failed={begin.failed || remove.failed} />
    </Section>
  );
}
