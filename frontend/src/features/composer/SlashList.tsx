import History from "lucide-react/icons/history";
import SquareSlash from "lucide-react/icons/square-slash";
import { useTranslation } from "../../i18n";
import { Hidden } from "../../ui/Hidden";
import styles from "./MentionList.module.css";
import type { SlashOption } from "./slash";

interface Props {
  id: string;
  found: SlashOption[];
  index: number;
  take(one: SlashOption): void;
}

/** What fits a line that begins with `/`. The focus stays in the field. */
export function SlashList({ id, found, index, take }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Hidden>
        <span role="status">{t("composer.slashCount", { count: found.length })}</span>
      </Hidden>
      <div
        id={id}
        className={styles.list}
        role="listbox"
        aria-label={t(found[0]?.kind === "again" ? "work.suggestions.title" : "composer.slash")}
      >
        {found.map((one, at) => (
          // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the focus stays in the field, which handles the keys
          <div
            key={one.id}
            id={`${id}-${at}`}
            className={styles.option}
            role="option"
            aria-selected={at === index}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(one)}
          >
            <span className={styles.icon} aria-hidden="true">
              {one.kind === "again" ? <History size={15} /> : <SquareSlash size={15} />}
            </span>
            <span className={styles.name}>{one.title}</span>
            <span className={styles.handle}>{one.description}</span>
          </div>
        ))}
      </div>
    </>
  );
}
