import { useQuery, useQueryClient } from "@tanstack/react-query";
import Bot from "lucide-react/icons/bot";
import Laptop from "lucide-react/icons/laptop";
import Smartphone from "lucide-react/icons/smartphone";
import Tablet from "lucide-react/icons/tablet";
import { useState } from "react";
import { endOtherSessions, endSession, type LoginSession, listSessions, renameSession } from "../../api/account";
import { useLanguage, useTranslation } from "../../i18n";
import { shortDateTime } from "../../lib/time";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import { Buttons, Field, Outcome, Row, Rows, Section } from "./Section";
import { SignInChart } from "./SignInChart";
import { useAction } from "./useAction";

const ICONS: Record<string, typeof Laptop> = { phone: Smartphone, tablet: Tablet, api: Bot };
const EVERY = 15_000;

/** Where one is signed in. */
export function SessionsScreen() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const list = useQuery({ queryKey: ["sessions"], queryFn: listSessions, refetchInterval: EVERY });
  const changed = () => void queries.invalidateQueries({ queryKey: ["sessions"] });
  const endOthers = useAction(async () => {
    await endOtherSessions();
    changed();
  });
  if (list.isPending) return <Skeleton rows={4} label={t("app.loading")} />;
  if (list.isError)
    return (
      <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
        <Button onClick={() => void list.refetch()}>{t("app.retry")}</Button>
      </Notice>
    );
  const sessions = list.data.results;
  return (
    <>
      <Section title={t("prefs.sessions.title")} hint={t("prefs.sessions.hint")}>
        <Rows label={t("prefs.sessions.title")}>
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} onChange={changed} />
          ))}
        </Rows>
        {sessions.length > 1 && (
          <Buttons>
            <Button look="danger" disabled={endOthers.busy} onClick={() => void endOthers.run()}>
              {t("prefs.sessions.endOthers")}
            </Button>
          </Buttons>
        )}
        <Outcome failed={endOthers.failed} done={endOthers.done && t("prefs.sessions.ended")} />
      </Section>
      <SignInChart />
    </>
  );
}

function SessionRow({ session, onChange }: { session: LoginSession; onChange(): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [name, setName] = useState<string | null>(null);
  const rename = useAction(async () => {
    await renameSession(session.id, name?.trim() ?? "");
    setName(null);
    onChange();
  });
  const end = useAction(async () => {
    await endSession(session.id);
    onChange();
  });
  const Icon = ICONS[session.device.kind] ?? Laptop;
  const device = [session.device.browser, session.device.os].filter(Boolean).join(", ") || t("prefs.sessions.unknown");
  const detail = [
    session.name && device,
    session.address,
    session.current
      ? t("prefs.sessions.now")
      : t("prefs.sessions.seen", { when: shortDateTime(session.last_seen_at, language) }),
  ];
  return (
    <Row
      icon={<Icon size={18} />}
      title={
        name === null ? (
          session.name || device
        ) : (
          <Field label={t("prefs.rename")} value={name} onChange={setName} maxLength={64} />
        )
      }
      detail={rename.failed || end.failed || detail.filter(Boolean).join(" · ")}
    >
      <Button
        size="s"
        disabled={rename.busy}
        onClick={() => (name === null ? setName(session.name) : void rename.run())}
      >
        {name === null ? t("prefs.rename") : t("prefs.save")}
      </Button>
      {!session.current && (
        <Button size="s" look="danger" disabled={end.busy} onClick={() => void end.run()}>
          {t("prefs.sessions.end")}
        </Button>
      )}
    </Row>
  );
}
