import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { acceptInvite, readInvite } from "../../api/conversations";
import { useLanguage, useTranslation } from "../../i18n";
import { personName } from "../../sync/names";
import { useLive } from "../../sync/useSync";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import styles from "./InvitePage.module.css";
import { reasonOf } from "./reason";

/** Where an invitation link leads: what it is to, and the way in. */
export function InvitePage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const live = useLive();
  const navigate = useNavigate();
  const { code = "" } = useParams();
  const [failure, setFailure] = useState<string | null>(null);
  const query = useQuery({ queryKey: ["invite", code], queryFn: () => readInvite(code), retry: false });
  const join = async () => {
    setFailure(null);
    try {
      const { kind, id } = await acceptInvite(code);
      if (kind === "server") return void navigate(`/servers/${id}`, { replace: true });
      await live.loadMessages(id);
      void navigate(`/c/${id}`, { replace: true });
    } catch (error) {
      setFailure(reasonOf(error, t));
    }
  };
  if (query.isPending) return <Skeleton rows={3} look="cards" label={t("app.loading")} />;
  if (query.isError) {
    return (
      <Notice title={t("details.inviteGone")} role="alert">
        <Link to="/">{t("app.goHome")}</Link>
      </Notice>
    );
  }
  const { place, created_by } = query.data;
  return (
    <div className={styles.page}>
      <Avatar id={place.id} name={place.name} url={place.avatar_url} language={language} size="l" group />
      <p className={styles.by}>{t("details.invitedBy", { name: personName(created_by) })}</p>
      <h1 className={styles.name}>{place.name}</h1>
      {place.description && <p className={styles.about}>{place.description}</p>}
      <p className={styles.about}>{t("details.people", { count: place.member_count })}</p>
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <Button look="primary" onClick={() => void join()}>
        {t("details.join")}
      </Button>
    </div>
  );
}
