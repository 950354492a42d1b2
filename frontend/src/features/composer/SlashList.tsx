import History from "lucide-react/icons/history";
import SquareSlash from "lucide-react/icons/square-slash";
import { useTranslation } from "../../i18n";
import styles from "./MentionList.module.css";
import { OptionList } from "./OptionList";
import type { SlashOption } from "./slash";

interface Props {
  id: string;
  found: SlashOption[];
  index: number;
  take(one: SlashOption): void;
}

/** What fits a line that begins with `/`. */
export function SlashList({ found, ...list }: Props) {
  const { t } = useTranslation();
  return (
    <OptionList
      {...list}
      label={t(found[0]?.kind === "again" ? "work.suggestions.title" : "composer.slash")}
      status={t("composer.slashCount", { count: found.length })}
      options={found}
      keyOf={(one) => one.id}
    >
      {(one) => (
        <>
          <span className={styles.icon} aria-hidden="true">
            {one.kind === "again" ? <History size={15} /> : <SquareSlash size={15} />}
          </span>
          <span className={styles.name}>{one.title}</span>
          <span className={styles.handle}>{one.description}</span>
        </>
      )}
    </OptionList>
  );
}
