import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { getTwoFactor, passkeyChallenge, reauthenticate } from "../../api/account";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { provideFresh } from "./fresh";
import { passkeysPossible, showPasskey } from "./passkey";
import { Buttons, Field, Outcome } from "./Section";
import { useAction } from "./useAction";

/** Asks who one is before something important changes: the password, a code, or a passkey. */
export function FreshDialog() {
  const [answer, setAnswer] = useState<((fresh: boolean) => void) | null>(null);
  useEffect(() => {
    provideFresh(() => new Promise((resolve) => setAnswer(() => resolve)));
    return () => provideFresh(null);
  }, []);
  const close = (fresh: boolean) => {
    answer?.(fresh);
    setAnswer(null);
  };
  return answer && <Question onAnswer={close} />;
}

function Question({ onAnswer }: { onAnswer(fresh: boolean): void }) {
  const { t } = useTranslation();
  const factors = useQuery({ queryKey: ["two-factor"], queryFn: getTwoFactor });
  const second = Boolean(factors.data?.totp.enabled || factors.data?.passkeys);
  const [typed, setTyped] = useState("");
  const confirm = useAction(async () => {
    await reauthenticate(second ? { otp: typed.trim() } : { password: typed });
    onAnswer(true);
  });
  const withPasskey = useAction(async () => {
    const { options } = await passkeyChallenge();
    await reauthenticate({ passkey: await showPasskey(options) });
    onAnswer(true);
  });
  return (
    <Dialog title={t("prefs.fresh.title")} closeLabel={t("app.close")} width="s" onClose={() => onAnswer(false)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void confirm.run();
        }}
      >
        <p>{t("prefs.fresh.why")}</p>
        {second ? (
          <Field
            label={t("prefs.fresh.code")}
            hint={t("prefs.fresh.codeHint")}
            value={typed}
            onChange={setTyped}
            autoComplete="one-time-code"
            autoCapitalize="off"
            required
          />
        ) : (
          <Field
            label={t("prefs.fresh.password")}
            type="password"
            value={typed}
            onChange={setTyped}
            autoComplete="current-password"
            required
          />
        )}
        <Buttons>
          <Button type="submit" look="primary" disabled={confirm.busy}>
            {t("prefs.fresh.confirm")}
          </Button>
          {Boolean(factors.data?.passkeys) && passkeysPossible() && (
            <Button disabled={withPasskey.busy} onClick={() => void withPasskey.run()}>
              {t("prefs.fresh.passkey")}
            </Button>
          )}
        </Buttons>
        <Outcome failed={confirm.failed || withPasskey.failed} />
      </form>
    </Dialog>
  );
}
