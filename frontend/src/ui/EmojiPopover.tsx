import { useId, useMemo, useRef, useState } from "react";
import { useLanguage, useTranslation } from "../i18n";
import { EMOJI, type Emoji, type EmojiGroup } from "../lib/emojiList";
import type { OwnEmoji } from "../lib/markdown";
import { readStored, writeStored } from "../lib/storage";
import { fold } from "../lib/text";
import { EmojiFace } from "./EmojiFace";
import styles from "./EmojiPopover.module.css";
import type { Anchor } from "./FloatingMenu";
import { FloatingPopover } from "./FloatingPopover";
import { SearchField } from "./SearchField";

const LATELY = "emoji.lately";
const KEPT = 16;
const COLUMNS = 8;
const NONE: OwnEmoji[] = [];

interface Props {
  anchor: Anchor;
  /** The emoji of the server where it is for. */
  own?: readonly OwnEmoji[];
  onPick(emoji: string): void;
  onClose(): void;
  returnTo?: HTMLElement | null;
}

/** Choose an emoji: by its name in the person's language, by arrow keys, or from those used lately. */
export function EmojiPopover({ anchor, own = NONE, onPick, onClose, returnTo = null }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [typed, setTyped] = useState("");
  const grid = useRef<HTMLDivElement>(null);
  const heading = useId();
  const groups = useMemo(() => found(typed), [typed]);
  const lately = useMemo(() => readStored<string[]>(LATELY) ?? [], []);
  // Those of another server are not for here.
  const usable = lately.filter((emoji) => !emoji.startsWith(":") || own.some(({ name }) => emoji === `:${name}:`));
  const words = fold(typed.trim());
  const pictures = own.filter(({ name }) => fold(name).includes(words));
  const pick = (emoji: string) => {
    writeStored(LATELY, [emoji, ...lately.filter((other) => other !== emoji)].slice(0, KEPT));
    onPick(emoji);
    onClose();
  };
  const button = ({ emoji, ...names }: Emoji) => (
    <button
      key={emoji}
      type="button"
      className={styles.emoji}
      aria-label={names[language]}
      title={names[language]}
      onClick={() => pick(emoji)}
    >
      <EmojiFace emoji={emoji} own={own} />
    </button>
  );
  const first = pictures[0] ? `:${pictures[0].name}:` : groups[0]?.emoji[0]?.emoji;
  return (
    <FloatingPopover label={t("emoji.title")} anchor={anchor} onClose={onClose} returnTo={returnTo}>
      <div className={styles.picker}>
        <div className={styles.search}>
          <SearchField
            label={t("emoji.search")}
            value={typed}
            onChange={setTyped}
            onKeyDown={(event) => {
              if (event.key === "Enter" && first && typed.trim() !== "") {
                event.preventDefault(); // or else it presses what has the focus next
                pick(first);
              }
              if (event.key === "ArrowDown") grid.current?.querySelector("button")?.focus();
            }}
          />
        </div>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside take the focus; this moves it */}
        <div ref={grid} className={styles.grid} onKeyDown={move}>
          {typed.trim() === "" && usable.length > 0 && (
            <section aria-label={t("emoji.lately")}>
              <h3 className={styles.heading}>{t("emoji.lately")}</h3>
              <div className={styles.rows}>{usable.map((emoji) => button(named(emoji)))}</div>
            </section>
          )}
          {pictures.length > 0 && (
            <section aria-label={t("emoji.own")}>
              <h3 className={styles.heading}>{t("emoji.own")}</h3>
              <div className={styles.rows}>{pictures.map(({ name }) => button(named(`:${name}:`)))}</div>
            </section>
          )}
          {groups.map((group) => (
            <section key={group.name} aria-labelledby={`${heading}-${group.name}`}>
              <h3 id={`${heading}-${group.name}`} className={styles.heading}>
                {t(`emoji.${group.name}`)}
              </h3>
              <div className={styles.rows}>{group.emoji.map(button)}</div>
            </section>
          ))}
          {groups.length + pictures.length === 0 && (
            <p className={styles.nothing} role="status">
              {t("emoji.nothing")}
            </p>
          )}
        </div>
      </div>
    </FloatingPopover>
  );
}

function found(typed: string): { name: EmojiGroup; emoji: Emoji[] }[] {
  const words = fold(typed.trim());
  return (Object.entries(EMOJI) as [EmojiGroup, Emoji[]][])
    .map(([name, all]) => ({
      name,
      emoji: words
        ? all.filter(
            ({ emoji, en, tr }) => fold(en).includes(words) || fold(tr).includes(words) || emoji === typed.trim(),
          )
        : all,
    }))
    .filter((group) => group.emoji.length > 0);
}

const named = (emoji: string): Emoji =>
  Object.values(EMOJI)
    .flat()
    .find((known) => known.emoji === emoji) ?? { emoji, en: emoji, tr: emoji };

/** Arrow keys walk through the grid as it is seen. */
function move(event: React.KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
  if (!step) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button")];
  const at = all.indexOf(document.activeElement as HTMLButtonElement);
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
