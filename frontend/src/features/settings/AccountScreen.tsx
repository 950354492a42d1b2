import { useState } from "react";
import { changeEmail, changePassword, deactivate, deleteAccount, resendVerification } from "../../api/account";
import { useLanguage, useTranslation } from "../../i18n";
import { forgetPerson } from "../../lib/storage";
import { shortDateTime } from "../../lib/time";
import { useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Buttons, Field, Outcome, Section } from "./Section";
import { useAction } from "./useAction";

const SHORTEST = 10;

/** The address, the password, and leaving. */
export function AccountScreen() {
  return (
    <>
      <Address />
      <Password />
      <Leaving />
    </>
  );
}

function Address() {
  const { t } = useTranslation();
  const me = useSync((state) => state.me);
  const [address, setAddress] = useState("");
  const change = useAction(async () => {
    await changeEmail(address.trim());
    setAddress("");
  });
  const resend = useAction(resendVerification);
  return (
    <Section title={t("prefs.account.email")} hint={t("prefs.account.emailHint")}>
      <p>
        <strong>{me.email}</strong> — {me.email_verified ? t("prefs.account.verified") : t("prefs.account.unverified")}
      </p>
      {!me.email_verified && (
        <Buttons>
          <Button disabled={resend.busy} onClick={() => void resend.run()}>
            {t("prefs.account.resend")}
          </Button>
        </Buttons>
      )}
      <Outcome failed={resend.failed} done={resend.done && t("prefs.account.sent")} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void change.run();
        }}
      >
        <Field
          label={t("prefs.account.newEmail")}
          type="email"
          value={address}
          onChange={setAddress}
          autoComplete="email"
          required
        />
        <Button type="submit" disabled={change.busy}>
          {t("prefs.account.changeEmail")}
        </Button>
        <Outcome failed={change.failed} done={change.done && t("prefs.account.sent")} />
      </form>
    </Section>
  );
}

function Password() {
  const { t } = useTranslation();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const change = useAction(async () => {
    await changePassword(old, fresh);
    setOld("");
    setFresh("");
  });
  return (
    <Section title={t("prefs.account.password")} hint={t("prefs.account.passwordHint")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void change.run();
        }}
      >
        <Field
          label={t("prefs.account.oldPassword")}
          type="password"
          value={old}
          onChange={setOld}
          autoComplete="current-password"
          required
        />
        <Field
          label={t("prefs.account.newPassword")}
          hint={t("prefs.account.rules", { count: SHORTEST })}
          type="password"
          value={fresh}
          onChange={setFresh}
          autoComplete="new-password"
          minLength={SHORTEST}
          maxLength={128}
          required
        />
        <Button type="submit" look="primary" disabled={change.busy}>
          {t("prefs.account.changePassword")}
        </Button>
        <Outcome failed={change.failed} done={change.done && t("prefs.account.passwordChanged")} />
      </form>
    </Section>
  );
}

function Leaving() {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useSync((state) => state.me);
  const [password, setPassword] = useState("");
  const [typed, setTyped] = useState("");
  const [until, setUntil] = useState("");
  const gone = () => {
    forgetPerson(me.id);
    location.assign("/accounts/login/");
  };
  const rest = useAction(async () => {
    await deactivate(password);
    gone();
  });
  const leave = useAction(async () => {
    const { deletes_at } = await deleteAccount(password);
    setUntil(shortDateTime(deletes_at, language));
    setTimeout(gone, 4000);
  });
  return (
    <Section title={t("prefs.account.leave")} hint={t("prefs.account.leaveHint")}>
      <Field
        label={t("prefs.fresh.password")}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
      />
      <Field
        label={t("prefs.account.typeName", { username: me.username })}
        value={typed}
        onChange={setTyped}
        autoComplete="off"
        autoCapitalize="off"
      />
      <Buttons>
        <Button disabled={!password || rest.busy} onClick={() => void rest.run()}>
          {t("prefs.account.deactivate")}
        </Button>
        <Button
          look="danger"
          disabled={!password || typed !== me.username || leave.busy}
          onClick={() => void leave.run()}
        >
          {t("prefs.account.delete")}
        </Button>
      </Buttons>
      <Outcome
        failed={rest.failed || leave.failed}
        done={until !== "" && t("prefs.account.deletedOn", { when: until })}
      />
    </Section>
  );
}
