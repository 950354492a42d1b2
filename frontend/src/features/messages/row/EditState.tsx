import Clock from "lucide-react/icons/clock";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { Message } from "../../../api/types";
import { useTranslation } from "../../../i18n";
import type { Change } from "../../../sync/state";
import { useLive } from "../../../sync/useSync";
import { Button } from "../../../ui/Button";
import { Markdown } from "../../../ui/Markdown";
import styles from "./EditState.module.css";

type Edit = Change & { kind: "edit" };

interface Props {
  message: Message;
  edit: Edit;
  onEditAgain(): void;
}

/** An edit that is not saved yet: on its way, refused, or beside a text that changed in the meantime. */
export function EditState({ message, edit, onEditAgain }: Props) {
  const { t } = useTranslation();
  const live = useLive();
  const drop = () => live.changes.discard(edit.id);
  const send = (seen: number) => {
    drop();
    live.changes.add(message, { kind: "edit", text: edit.text, seen });
  };
  if (edit.state === "queued" || edit.state === "sending") {
    return (
      <p className={styles.waiting}>
        <Clock size={12} aria-hidden="true" />
        {edit.state === "queued" ? t("messages.waiting") : t("msg.saving")}
      </p>
    );
  }
  if (edit.state === "failed" || !edit.current) {
    return (
      <div className={styles.panel} role="alert">
        <p className={styles.head}>
          <TriangleAlert size={15} aria-hidden="true" />
          {t("msg.editFailed", { reason: edit.failure ?? "" })}
        </p>
        <p className={styles.actions}>
          <Button size="s" onClick={onEditAgain}>
            {t("msg.editAgain")}
          </Button>
          <Button size="s" look="plain" onClick={drop}>
            {t("messages.discard")}
          </Button>
        </p>
      </div>
    );
  }
  const { current } = edit;
  return (
    <div className={styles.panel} role="alert">
      <p className={styles.head}>
        <TriangleAlert size={15} aria-hidden="true" />
        {t("msg.conflict")}
      </p>
      <div className={styles.both}>
        <section aria-label={t("msg.theirs")}>
          <h4 className={styles.whose}>{t("msg.theirs")}</h4>
          <Markdown text={current.text} />
        </section>
        <section aria-label={t("msg.yours")}>
          <h4 className={styles.whose}>{t("msg.yours")}</h4>
          <Markdown text={edit.text} />
        </section>
      </div>
      <p className={styles.actions}>
        <Button size="s" look="primary" onClick={() => send(current.version)}>
          {t("msg.keepMine")}
        </Button>
        <Button size="s" onClick={drop}>
          {t("msg.keepTheirs")}
        </Button>
        <Button size="s" look="plain" onClick={onEditAgain}>
          {t("msg.editAgain")}
        </Button>
      </p>
    </div>
  );
}
