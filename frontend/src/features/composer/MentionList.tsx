import AtSign from "lucide-react/icons/at-sign";
import Users from "lucide-react/icons/users";
import { useLanguage, useTranslation } from "../../i18n";
import { Avatar } from "../../ui/Avatar";
import styles from "./MentionList.module.css";
import type { Mentionable } from "./mentionables";
import { OptionList } from "./OptionList";

interface Props {
  id: string;
  found: Mentionable[];
  index: number;
  take(one: Mentionable): void;
}

/** Who, or which emoji, fits the word at the cursor. */
export function MentionList({ found, ...list }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <OptionList
      {...list}
      label={t(found[0]?.kind === "emoji" ? "emoji.title" : "composer.mention")}
      status={t("composer.mentionCount", { count: found.length })}
      options={found}
      keyOf={(one) => `${one.kind}${one.id}`}
    >
      {(one) => (
        <>
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
        </>
      )}
    </OptionList>
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
