import Compass from "lucide-react/icons/compass";
import { useLanguage } from "../../i18n";
import { plainLine } from "../../lib/text";
import { otherPerson } from "../../sync/names";
import { useSync } from "../../sync/useSync";
import { Avatar } from "../../ui/Avatar";
import { Marked } from "../../ui/Marked";
import styles from "./HitRow.module.css";
import type { Hit } from "./useSearch";

interface Props {
  hit: Hit;
  id: string;
  selected: boolean;
  onPoint(): void;
  onOpen(): void;
}

export function HitRow({ hit, id, selected, onPoint, onOpen }: Props) {
  const language = useLanguage();
  const me = useSync((state) => state.me.id);
  const other =
    hit.kind === "person"
      ? hit.user
      : hit.kind === "message"
        ? hit.message.sender
        : hit.kind === "conversation" && hit.conversation?.kind === "direct"
          ? otherPerson(hit.conversation, me)
          : null;
  const detail =
    hit.kind === "message" ? (
      <Marked text={hit.message.text} marks={hit.message.highlights} />
    ) : hit.kind === "atlas" ? (
      plainLine(hit.entry.summary || hit.entry.text, 90)
    ) : (
      other && `@${other.username}`
    );
  return (
    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the focus stays in the field, which handles the keys
    <div id={id} className={styles.row} role="option" aria-selected={selected} onMouseMove={onPoint} onClick={onOpen}>
      {hit.kind === "atlas" ? (
        <span className={styles.icon}>
          <Compass size={16} aria-hidden="true" />
        </span>
      ) : (
        <Avatar
          id={other?.id ?? hit.id}
          name={hit.name}
          url={other?.avatar_url}
          language={language}
          size="s"
          group={hit.kind === "conversation" && hit.conversation?.kind !== "direct"}
        />
      )}
      <span className={styles.name}>{hit.name}</span>
      {detail && <span className={styles.detail}>{detail}</span>}
    </div>
  );
}
