import ArrowDown from "lucide-react/icons/arrow-down";
import { useTranslation } from "../../i18n";
import styles from "./JumpButton.module.css";

export function JumpButton({ count, onClick }: { count: number; onClick(): void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className={`${styles.jump} ${count > 0 ? styles.fresh : ""}`} onClick={onClick}>
      <ArrowDown size={16} aria-hidden="true" />
      {count > 0 ? t("messages.jumpCount", { count }) : t("messages.jump")}
    </button>
  );
}
