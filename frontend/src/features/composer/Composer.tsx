import Play from "lucide-react/icons/play";
import Plus from "lucide-react/icons/plus";
import SendHorizontal from "lucide-react/icons/send-horizontal";
import Siren from "lucide-react/icons/siren";
import Smile from "lucide-react/icons/smile";
import Sparkles from "lucide-react/icons/sparkles";
import X from "lucide-react/icons/x";
import {
  type KeyboardEvent,
  type Ref,
  Suspense,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslation } from "../../i18n";
import { DOCUMENT_ENDINGS, isAltDocument } from "../../lib/altDocument";
import { readDraft, useDraft, writeDraft } from "../../lib/drafts";
import type { OwnEmoji } from "../../lib/markdown";
import { lengthOf } from "../../lib/text";
import { IconButton } from "../../ui/IconButton";
import { lazy } from "../../ui/lazy";
import styles from "./Composer.module.css";
import { Countdown } from "./Countdown";
import { commandIn } from "./command";
import { MentionList } from "./MentionList";
import type { Mentionable } from "./mentionables";
import { ReplyBar, type ReplyTo } from "./ReplyBar";
import { SlashList } from "./SlashList";
import { callIn, namedIn, type SlashSource } from "./slash";
import { useDocuments } from "./useDocuments";
import { type MentionSearch, useMentions } from "./useMentions";
import { usePlusMenu } from "./usePlusMenu";
import { useSlash } from "./useSlash";

const FloatingMenu = lazy(() => import("../../ui/FloatingMenu").then((module) => ({ default: module.FloatingMenu })));
const EmojiPopover = lazy(() => import("../../ui/EmojiPopover").then((module) => ({ default: module.EmojiPopover })));

const NOBODY: Mentionable[] = [];
const NO_EMOJI: OwnEmoji[] = [];
export const MAX_TEXT = 20_000;
const NEAR = 1_000;

export interface ComposerHandle {
  focus(): void;
}

/** What stands beside the words, each with a dialog of its own. */
export type Beside = "poll" | "location" | "schedule" | "format";

interface Props {
  /** Whose draft it is: a conversation's id, or the name of a thread. */
  conversation: string;
  me: string;
  name: string;
  /** Whom one may call here. */
  mentionables?: Mentionable[];
  /** Where there may be more of them than those. */
  searchMentionables?: MentionSearch | undefined;
  /** The emoji of the server where it is. */
  emoji?: readonly OwnEmoji[];
  reply?: ReplyTo | null;
  /** With slow mode: when one may write again, in milliseconds. */
  waitUntil?: number | null;
  onCancelReply?(): void;
  /** The arrow up in an empty field changes what one wrote last. */
  onEditLast?(): void;
  onDraft?(text: string): void;
  onBeside?(what: Beside, text: string): void;
  /** Where `/name` finds the saved commands of this place, and `/run ` what one ran before. */
  slash?: SlashSource;
  onSend(text: string, extra?: { urgent: true }): void;
  onRun?(text: string): void;
  /** Look at the plan of a wish or of a document before it is asked for; `typed`: it stands in this field. */
  onPrepare?(prepared: ({ text: string } | { alt: string }) & { typed: boolean }): void;
  onTyping(): void;
  ref?: Ref<ComposerHandle>;
}

/** Where one writes. Give it a `key` of the conversation's id: each one has its own draft. */
export function Composer(props: Props) {
  const {
    conversation,
    me,
    name,
    mentionables = NOBODY,
    emoji: own = NO_EMOJI,
    reply = null,
    onRun,
    onPrepare,
    ref,
  } = props;
  const { searchMentionables: search, waitUntil = null } = props;
  const { t } = useTranslation();
  const [text, setText] = useState(() => readDraft(me, conversation) ?? "");
  const [urgent, setUrgent] = useState(false);
  const [open, setOpen] = useState<"plus" | "emoji" | null>(null);
  const [unfound, setUnfound] = useState(false);
  const [asWords, setAsWords] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const documents = useDocuments(onPrepare && ((alt) => onPrepare({ alt, typed: false })));
  const [caret, setCaret] = useState<{ at: number } | null>(null);
  const [waiting, setWaiting] = useState(() => waitUntil !== null && waitUntil > Date.now());
  const field = useRef<HTMLTextAreaElement>(null);
  const plus = useRef<HTMLButtonElement>(null);
  const emoji = useRef<HTMLButtonElement>(null);
  const hint = useId();
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }), []);
  useEffect(() => setWaiting(waitUntil !== null && waitUntil > Date.now()), [waitUntil]);

  // What another device of this person wrote, or sent.
  const draft = useDraft(me, conversation) ?? "";
  useEffect(() => setText((known) => (known.trim() === draft.trim() ? known : draft)), [draft]);

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "0";
    // `text` is what changed the height.
    element.style.height = `${text === "" ? 24 : element.scrollHeight}px`;
  }, [text]);

  const left = MAX_TEXT - lengthOf(text);
  const command = onRun ? commandIn(text) : null;
  const document_ = onPrepare !== undefined && !asWords && isAltDocument(text);
  const written = command === null ? text.trim() !== "" : command !== "";
  const sendable = document_ || (left >= 0 && written && !(waiting && command === null));

  const change = (value: string) => {
    setText(value);
    setUnfound(false);
    documents.forget();
    if (value.trim() === "") setAsWords(false);
    writeDraft(me, conversation, value);
    props.onDraft?.(value);
    if (value.trim() !== "") props.onTyping();
  };
  /** Put something where the cursor is. */
  const insert = (from: number, to: number, piece: string) => {
    change(text.slice(0, from) + piece + text.slice(to));
    setCaret({ at: from + piece.length });
  };
  const pictures = useMemo(
    () =>
      own.map(
        (one): Mentionable => ({ kind: "emoji", id: one.name, handle: one.name, name: one.name, avatar_url: one.url }),
      ),
    [own],
  );
  const mentions = useMentions(field, text, { people: mentionables, emoji: pictures, search }, insert);
  const slash = useSlash(props.slash, text, mentions.cursor, (line) => insert(0, mentions.cursor ?? 0, line));
  const list = mentions.found.length > 0 ? mentions : slash;
  const { look } = mentions;
  // In the same commit as the text: the next letter may come before the next frame.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is another function in every rendering; the caret says when.
  useLayoutEffect(() => {
    if (!caret) return;
    field.current?.focus();
    field.current?.setSelectionRange(caret.at, caret.at);
    look();
  }, [caret]);
  const done = () => {
    change("");
    setUrgent(false);
    field.current?.focus();
  };
  const send = () => {
    if (!sendable) return;
    if (document_) return onPrepare?.({ alt: text, typed: true });
    const call = command === null && props.slash ? callIn(text) : null;
    if (call && props.slash) void lookUp(props.slash, call);
    else post();
  };
  /** A line that begins with the name of a saved command opens its form; any other is a message. */
  const lookUp = async (source: SlashSource, call: { name: string; rest: string }) => {
    try {
      const saved = namedIn(await source.find(call.name), call.name);
      if (saved) source.open(saved, call.rest);
      else post();
    } catch {
      setUnfound(true);
    }
  };
  const post = () => {
    if (command !== null) onRun?.(command);
    else if (urgent) props.onSend(text.trim(), { urgent: true });
    else props.onSend(text.trim());
    done();
  };
  const run = () => {
    if (document_) send();
    else if (command === null && text.trim() === "") {
      insert(0, text.length, "/run ");
    } else if (left >= 0 && written) {
      onRun?.(command ?? text.trim());
      done();
    }
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, Enter belongs to it.
    if (event.nativeEvent.isComposing || mentions.key(event) || slash.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") {
      if (reply) props.onCancelReply?.();
      else field.current?.blur();
    } else if (event.key === "ArrowUp" && text === "" && props.onEditLast) {
      event.preventDefault();
      props.onEditLast();
    }
  };
  const entries = usePlusMenu({
    urgent,
    onUrgent: () => setUrgent(!urgent),
    onBeside: (what) => props.onBeside?.(what, text.trim()),
    onFile: onPrepare && (() => files.current?.click()),
  });

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {mentions.found.length > 0 && (
        <MentionList id={mentions.id} found={mentions.found} index={mentions.index} take={mentions.take} />
      )}
      {slash.found.length > 0 && <SlashList id={slash.id} found={slash.found} index={slash.index} take={slash.take} />}
      {reply && <ReplyBar reply={reply} onCancel={() => props.onCancelReply?.()} />}
      <div
        className={`${styles.box} ${command !== null || document_ ? styles.asCommand : ""} ${documents.over ? styles.dropping : ""} ${urgent ? styles.asUrgent : ""}`}
        {...documents.place}
      >
        {props.onBeside && (
          <IconButton
            ref={plus}
            label={t("composer.more")}
            aria-haspopup="menu"
            aria-expanded={open === "plus"}
            onClick={() => setOpen("plus")}
          >
            <Plus size={19} aria-hidden="true" />
          </IconButton>
        )}
        <textarea
          ref={field}
          className={styles.field}
          rows={1}
          value={text}
          placeholder={t("composer.placeholder", { name })}
          aria-label={t("composer.label", { name })}
          aria-describedby={hint}
          aria-invalid={left < 0 && !document_}
          aria-autocomplete="list"
          aria-controls={list.found.length > 0 ? list.id : undefined}
          aria-activedescendant={list.active}
          enterKeyHint="send"
          onChange={(event) => change(event.target.value)}
          onSelect={mentions.look}
          onBlur={mentions.close}
          onKeyDown={keys}
        />
        <IconButton
          ref={emoji}
          label={t("emoji.title")}
          className={styles.emoji ?? ""}
          aria-haspopup="dialog"
          aria-expanded={open === "emoji"}
          onClick={() => setOpen("emoji")}
        >
          <Smile size={18} aria-hidden="true" />
        </IconButton>
        {onRun && (
          <IconButton label={t("composer.run")} className={styles.run ?? ""} onClick={run}>
            <Sparkles size={18} aria-hidden="true" />
          </IconButton>
        )}
        <IconButton
          label={t(document_ ? "composer.showPlan" : "composer.send")}
          className={styles.send ?? ""}
          type="submit"
          disabled={!sendable}
        >
          {command === null && !document_ ? (
            <SendHorizontal size={18} aria-hidden="true" />
          ) : (
            <Play size={18} aria-hidden="true" />
          )}
        </IconButton>
      </div>
      <div className={styles.foot}>
        {urgent && (
          <button type="button" className={styles.urgent} onClick={() => setUrgent(false)}>
            <Siren size={13} aria-hidden="true" />
            {t("msg.urgent")}
            <X size={13} aria-hidden="true" />
          </button>
        )}
        <p id={hint} className={command !== null || document_ ? styles.note : styles.keys}>
          {document_ ? t("composer.altHint") : command !== null ? t("composer.runHint") : t("composer.keys")}
        </p>
        {document_ && (
          <button type="button" className={styles.quiet} onClick={() => setAsWords(true)}>
            {t("composer.asWords")}
          </button>
        )}
        {command && onPrepare && (
          <button type="button" className={styles.quiet} onClick={() => onPrepare({ text: command, typed: true })}>
            {t("composer.way")}
          </button>
        )}
        {documents.refused && (
          <p className={styles.over} role="alert">
            {documents.refused}
          </p>
        )}
        {waiting && waitUntil !== null && <Countdown until={waitUntil} onEnd={() => setWaiting(false)} />}
        {unfound && (
          <p className={styles.over} role="alert">
            {t("composer.slashFailed")}
          </p>
        )}
        {left <= NEAR && !document_ && (
          <p className={left < 0 ? styles.over : styles.left} role="status">
            {left < 0 ? t("composer.over", { count: -left }) : t("composer.left", { count: left })}
          </p>
        )}
      </div>
      {onPrepare && (
        <input
          ref={files}
          type="file"
          hidden
          accept={DOCUMENT_ENDINGS.join(",")}
          aria-label={t("composer.file")}
          onChange={(event) => {
            void documents.read(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      )}
      <Suspense fallback={null}>
        {open === "plus" && plus.current && (
          <FloatingMenu
            label={t("composer.more")}
            anchor={plus.current}
            entries={entries}
            onClose={() => setOpen(null)}
          />
        )}
        {open === "emoji" && emoji.current && (
          <EmojiPopover
            anchor={emoji.current}
            own={own}
            returnTo={field.current}
            onPick={(picked) => {
              const element = field.current;
              insert(element?.selectionStart ?? text.length, element?.selectionEnd ?? text.length, picked);
            }}
            onClose={() => setOpen(null)}
          />
        )}
      </Suspense>
    </form>
  );
}
