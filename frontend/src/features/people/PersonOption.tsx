import type { User } from "../../api/types";
import { useLanguage } from "../../i18n";
import { personName } from "../../sync/names";
import { Avatar } from "../../ui/Avatar";
import styles from "./PersonOption.module.css";

interface Props {
  user: User;
  chosen: boolean;
  onToggle(): void;
}

export function PersonOption({ user, chosen, onToggle }: Props) {
  const language = useLanguage();
  return (
    <label className={styles.row}>
      <input type="checkbox" checked={chosen} onChange={onToggle} />
      <Avatar id={user.id} name={personName(user)} url={user.avatar_url} language={language} />
      <span className={styles.words}>
        <span className={styles.name}>{personName(user)}</span>
        <span className={styles.username}>@{user.username}</span>
      </span>
    </label>
  );
}
