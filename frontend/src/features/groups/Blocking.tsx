import Ban from "lucide-react/icons/ban";
import { useState } from "react";
import type { User } from "../../api/types";
import { useTranslation } from "../../i18n";
import { personName } from "../../sync/names";
import { useBlocked } from "../../sync/useBlocked";
import { Button } from "../../ui/Button";
import styles from "./DetailsPane.module.css";
import { reasonOf } from "./reason";

/** Keep somebody away, or let them write again. */
export function Blocking({ user }: { user: User }) {
  const { t } = useTranslation();
  const [blocked, setBlocked] = useBlocked(user.id);
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const name = personName(user);
  const go = (on: boolean) => {
    setFailure(null);
    return setBlocked(on).then(
      () => setAsked(false),
      (error: unknown) => setFailure(reasonOf(error, t)),
    );
  };
  if (blocked === undefined) return null;
  const failed = failure && (
    <p className={styles.failure} role="alert">
      {failure}
    </p>
  );
  return (
    <section className={styles.section} aria-label={t("msg.blocking")}>
      {blocked ? (
        <>
          <p className={styles.hint}>{t("msg.blockedNow", { name })}</p>
          {failed}
          <Button onClick={() => void go(false)}>{t("msg.unblock", { name })}</Button>
        </>
      ) : asked ? (
        <div className={styles.sure} role="alert">
          <p>{t("msg.blockHint", { name })}</p>
          {failed}
          <p className={styles.actions}>
            <Button size="s" onClick={() => setAsked(false)}>
              {t("app.cancel")}
            </Button>
            <Button size="s" look="danger" onClick={() => void go(true)}>
              {t("msg.block", { name })}
            </Button>
          </p>
        </div>
      ) : (
        <Button look="danger" onClick={() => setAsked(true)}>
          <Ban size={16} aria-hidden="true" />
          {t("msg.block", { name })}
        </Button>
      )}
    </section>
  );
}
