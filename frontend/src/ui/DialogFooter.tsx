import type { ReactNode, Ref } from "react";
import { useTranslation } from "../i18n";
import { Button } from "./Button";
import styles from "./DialogFooter.module.css";

interface Props {
  onClose(): void;
  cancelRef?: Ref<HTMLButtonElement>;
  /** The buttons that do something; Cancel stands before them. */
  children: ReactNode;
}

export function DialogFooter({ onClose, cancelRef, children }: Props) {
  const { t } = useTranslation();
  return (
    <footer className={styles.footer}>
      <Button ref={cancelRef} look="plain" onClick={onClose}>
        {t("app.cancel")}
      </Button>
      {children}
    </footer>
  );
}
