import { useQuery, useQueryClient } from "@tanstack/react-query";
import {
  type Audience,
  changePreferences,
  getPreferences,
  listBlocks,
  type Preferences,
  unblock,
} from "../../api/account";
import { useLanguage, useTranslation } from "../../i18n";
import { shortDateTime } from "../../lib/time";
import { personName } from "../../sync/names";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Segmented } from "../../ui/Segmented";
import { Skeleton } from "../../ui/Skeleton";
import { Check, Outcome, Row, Rows, Section } from "./Section";
import styles from "./Section.module.css";
import { useAction } from "./useAction";

const AUDIENCES = ["presence", "last_seen", "who_may_write"] as const;
const SWITCHES = ["receipts", "typing"] as const;

/** Who sees what of this person, and who may write to them. */
export function PrivacyScreen() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const privacy = useQuery({ queryKey: ["preferences"], queryFn: getPreferences });
  const change = useAction(async (changes: Partial<Omit<Preferences, "version">>) => {
    queries.setQueryData(["preferences"], await changePreferences(changes));
  });
  if (privacy.isPending) return <Skeleton rows={5} label={t("app.loading")} />;
  if (privacy.isError)
    return (
      <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
        <Button onClick={() => void privacy.refetch()}>{t("app.retry")}</Button>
      </Notice>
    );
  const audiences: { value: Audience; label: string }[] = [
    { value: "everyone", label: t("prefs.privacy.everyone") },
    { value: "shared", label: t("prefs.privacy.shared") },
    { value: "nobody", label: t("prefs.privacy.nobody") },
  ];
  return (
    <>
      <Section title={t("prefs.privacy.title")} hint={t("prefs.privacy.hint")}>
        {AUDIENCES.map((name) => (
          <div key={name} className={styles.field}>
            {t(`prefs.privacy.${name}`)}
            <Segmented
              label={t(`prefs.privacy.${name}`)}
              value={privacy.data[name]}
              onChange={(value) => void change.run({ [name]: value })}
              options={audiences}
            />
          </div>
        ))}
        {SWITCHES.map((name) => (
          <Check
            key={name}
            label={t(`prefs.privacy.${name}`)}
            checked={privacy.data[name]}
            onChange={(on) => void change.run({ [name]: on })}
          />
        ))}
        <Outcome failed={change.failed} done={change.done && t("prefs.saved")} />
      </Section>
      <Blocks />
    </>
  );
}

function Blocks() {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const blocks = useQuery({ queryKey: ["blocks"], queryFn: listBlocks });
  const free = useAction(async (user: string) => {
    await unblock(user);
    await queries.invalidateQueries({ queryKey: ["blocks"] });
  });
  const rows = blocks.data ?? [];
  return (
    <Section title={t("prefs.privacy.blocked")} hint={t("prefs.privacy.blockedHint")}>
      {blocks.isSuccess && rows.length === 0 && <p>{t("prefs.privacy.nobodyBlocked")}</p>}
      <Rows label={t("prefs.privacy.blocked")}>
        {rows.map(({ user, created_at }) => (
          <Row
            key={user.id}
            icon={<Avatar id={user.id} name={personName(user)} url={user.avatar_url} language={language} size="s" />}
            title={personName(user)}
            detail={`@${user.username} · ${shortDateTime(created_at, language)}`}
          >
            <Button size="s" disabled={free.busy} onClick={() => void free.run(user.id)}>
              {t("prefs.privacy.unblock")}
            </Button>
          </Row>
        ))}
      </Rows>
      <Outcome failed={free.failed || (blocks.isError ? t("app.failed") : "")} />
    </Section>
  );
}
