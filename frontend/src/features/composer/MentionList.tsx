import AtSign from "lucide-react/icons/at-sign";
import Users from "lucide-react/icons/users";
import { useLanguage, useTranslation } from "../../i18n";
import { Avatar } from "../../ui/Avatar";
import { Hidden } from "../../ui/Hidden";
import styles from "./MentionList.module.css";
import type { Mentionable } from "./mentionables";

interface Props {
  id: string;
  found: Mentionable[];
  index: number;
  take(one: Mentionable): void;
}

/** Who, or which emoji, fits the word at the cursor. The focus stays in the field. */
export function MentionList({ id, found, index, take }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <>
      <Hidden>
        <span role="status">{t("composer.mentionCount", { count: found.length })}</span>
      </Hidden>
      <div
        id={id}
        className={styles.list}
        role="listbox"
        aria-label={t(found[0]?.kind === "emoji" ? "emoji.title" : "composer.mention")}
      >
        {found.map((one, at) => (
          // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the focus stays in the field, which handles the keys
          <div
            key={`${one.kind}${one.id}`}
            id={`${id}-${at}`}
            className={styles.option}
            role="option"
            aria-selected={at === index}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(one)}
          >
            {one.kind === "emoji" ? (
              <EmojiSign one={one} />
            ) : one.kind === "user" ? (
              <Avatar id={one.id} name={one.name} url={one.avatar_url} language={language} size="s" />
            ) : (
              <span className={styles.icon} aria-hidden="true">
                {one.kind === "all" ? <Users size={15} /> : <AtSign size={15} />}
              </span>
            )}
            <span className={styles.name}>{one.name}</span>
            {!one.sign && (
              <span className={styles.handle}>{one.kind === "emoji" ? `:${one.handle}:` : `@${one.handle}`}</span>
            )}
          </div>
        ))}
      </div>
    </>
  );
}

function EmojiSign({ one }: { one: Mentionable }) {
  if (!one.sign) return <img className={styles.emoji} src={one.avatar_url ?? ""} alt="" />;
  return (
    <span className={styles.sign} aria-hidden="true">
      {one.sign}
    </span>
  );
}
