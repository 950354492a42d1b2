import type { OwnEmoji } from "../lib/markdown";
import styles from "./EmojiFace.module.css";

interface Props {
  emoji: string;
  own: readonly OwnEmoji[];
}

/** An emoji as it looks: a sign, or the picture that a server made for a `:name:`. */
export function EmojiFace({ emoji, own }: Props) {
  const name = /^:(.+):$/.exec(emoji)?.[1]?.toLowerCase();
  const picture = name && own.find((one) => one.name.toLowerCase() === name);
  return picture ? <img className={styles.picture} src={picture.url} alt={emoji} title={emoji} /> : emoji;
}
