import { useRef } from "react";
import type { Message } from "../../../api/types";
import { useTranslation } from "../../../i18n";
import { plainLine } from "../../../lib/text";
import { useLive, useSync } from "../../../sync/useSync";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { DialogFooter } from "../../../ui/DialogFooter";
import styles from "./dialogs.module.css";

/** Delete for oneself or for everybody. What cannot be undone is not where the focus stands. */
export function DeleteDialog({ message, onClose }: { message: Message; onClose(): void }) {
  const { t } = useTranslation();
  const live = useLive();
  const me = useSync((state) => state.me.id);
  const role = useSync((state) => state.conversations[message.conversation]?.my_role);
  const keep = useRef<HTMLButtonElement>(null);
  const forAll = message.sender?.id === me || role === "owner" || role === "administrator";
  const go = (whose: "me" | "everyone") => {
    live.changes.add(message, { kind: "delete", whose });
    onClose();
  };
  return (
    <Dialog title={t("msg.deleteTitle")} closeLabel={t("app.close")} onClose={onClose} width="s" focus={keep}>
      <div className={styles.body}>
        <blockquote className={styles.said}>{plainLine(message.text, 200) || t(`msg.type.${message.type}`)}</blockquote>
        <p className={styles.text}>{forAll ? t("msg.deleteHint") : t("msg.deleteMineHint")}</p>
      </div>
      <DialogFooter onClose={onClose} cancelRef={keep}>
        <Button look="danger" onClick={() => go("me")}>
          {t("msg.deleteForMe")}
        </Button>
        {forAll && (
          <Button look="danger" onClick={() => go("everyone")}>
            {t("msg.deleteForAll")}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}
