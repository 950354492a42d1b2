import { hueOf } from "../lib/color";
import { initials } from "../lib/text";
import type { Language } from "../lib/time";
import styles from "./Avatar.module.css";

interface Props {
  id: string;
  name: string;
  url?: string | null | undefined;
  language: Language;
  size?: "s" | "m" | "l";
  group?: boolean;
}

/** A face or its initials. Decoration: the name always stands beside it. */
export function Avatar({ id, name, url, language, size = "m", group = false }: Props) {
  const shape = `${styles.avatar} ${styles[size]} ${group ? styles.group : ""}`;
  if (url) return <img className={shape} src={url} alt="" loading="lazy" />;
  return (
    <span className={`${shape} ${styles[`hue${hueOf(id)}`]}`} aria-hidden="true">
      {initials(name, language)}
    </span>
  );
}
