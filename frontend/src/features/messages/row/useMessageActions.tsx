import AlarmClock from "lucide-react/icons/alarm-clock";
import Ban from "lucide-react/icons/ban";
import Bookmark from "lucide-react/icons/bookmark";
import CheckCheck from "lucide-react/icons/check-check";
import Copy from "lucide-react/icons/copy";
import Flag from "lucide-react/icons/flag";
import Forward from "lucide-react/icons/forward";
import History from "lucide-react/icons/history";
import Link from "lucide-react/icons/link";
import ListTodo from "lucide-react/icons/list-todo";
import MessagesSquare from "lucide-react/icons/messages-square";
import Pencil from "lucide-react/icons/pencil";
import Pin from "lucide-react/icons/pin";
import Reply from "lucide-react/icons/reply";
import SmilePlus from "lucide-react/icons/smile-plus";
import Sparkles from "lucide-react/icons/sparkles";
import Trash from "lucide-react/icons/trash-2";
import type { Message } from "../../../api/types";
import { useTranslation } from "../../../i18n";
import { presets } from "../../../lib/moments";
import { personName } from "../../../sync/names";
import { useLive, useSync } from "../../../sync/useSync";
import type { MenuEntry } from "../../../ui/FloatingMenu";
import { isEditable } from "../editable";
import { useMessageUi } from "../messageUi";

const ICON = { size: 16, "aria-hidden": true } as const;

/** Everything that can be done with a message, in the order of a menu. What is missing is not there for this person. */
export function useMessageActions(message: Message, react: () => void): () => MenuEntry[] {
  const { t, i18n } = useTranslation();
  const live = useLive();
  const ui = useMessageUi();
  const me = useSync((state) => state.me.id);
  const plain = message.type !== "command";
  const own = message.sender?.id === me;
  const copy = (text: string, done: string) => void navigator.clipboard?.writeText(text).then(() => live.tell(done));
  const remindAt = (at: string | null) => live.changes.add(message, { kind: "remind", at });

  return () => {
    const saved = message.mine?.saved ?? false;
    const entries: (MenuEntry | false)[] = [
      { key: "react", label: t("msg.react"), icon: <SmilePlus {...ICON} />, hint: "+", onSelect: react },
      { key: "reply", label: t("msg.reply"), icon: <Reply {...ICON} />, hint: "r", onSelect: () => ui.reply(message) },
      ui.openThread !== undefined && {
        key: "thread",
        label: t("msg.thread"),
        icon: <MessagesSquare {...ICON} />,
        hint: "t",
        onSelect: () => ui.openThread?.(message),
      },
      plain && {
        key: "forward",
        label: t("msg.forward"),
        icon: <Forward {...ICON} />,
        hint: "f",
        onSelect: () => ui.ask({ kind: "forward", message }),
      },
      isEditable(message, me) && {
        key: "edit",
        label: t("msg.edit"),
        icon: <Pencil {...ICON} />,
        hint: "e",
        onSelect: () => ui.edit(message.id),
      },
      {
        key: "save",
        apart: true,
        label: saved ? t("msg.unsave") : t("msg.saveForLater"),
        icon: <Bookmark {...ICON} />,
        hint: "s",
        onSelect: () => live.changes.add(message, { kind: "save", on: !saved }),
      },
      {
        key: "todo",
        label: t("tasks.ofMessage"),
        icon: <ListTodo {...ICON} />,
        onSelect: () => ui.ask({ kind: "todo", message }),
      },
      message.type === "text" && {
        key: "run",
        label: t("msg.run"),
        icon: <Sparkles {...ICON} />,
        onSelect: () => ui.ask({ kind: "run", message }),
      },
      {
        key: "remind",
        label: t("msg.remind"),
        icon: <AlarmClock {...ICON} />,
        entries: [
          ...presets(i18n.language === "tr" ? "tr" : "en").map(({ key, at, words }) => ({
            key,
            label: t(`msg.when.${key}`),
            hint: words,
            onSelect: () => remindAt(at.toISOString()),
          })),
          {
            key: "other",
            label: t("msg.when.other"),
            apart: true,
            onSelect: () => ui.ask({ kind: "remind", message }),
          },
          ...(message.mine?.reminder_at
            ? [{ key: "none", label: t("msg.remindNot"), danger: true, onSelect: () => remindAt(null) }]
            : []),
        ],
      },
      {
        key: "pin",
        label: message.pinned_at ? t("msg.unpin") : t("msg.pin"),
        icon: <Pin {...ICON} />,
        onSelect: () => live.changes.add(message, { kind: "pin", on: message.pinned_at === null }),
      },
      plain && {
        key: "copy",
        apart: true,
        label: t("msg.copyText"),
        icon: <Copy {...ICON} />,
        onSelect: () => copy(message.text, t("msg.copied")),
      },
      {
        key: "link",
        label: t("msg.copyLink"),
        icon: <Link {...ICON} />,
        onSelect: () => copy(linkTo(message), t("msg.copied")),
      },
      {
        key: "reach",
        apart: true,
        label: t("msg.whoRead"),
        icon: <CheckCheck {...ICON} />,
        onSelect: () => ui.ask({ kind: "reach", message }),
      },
      message.reactions.length > 0 && {
        key: "reactions",
        label: t("msg.whoReacted"),
        icon: <SmilePlus {...ICON} />,
        onSelect: () => ui.ask({ kind: "reactions", message }),
      },
      message.edited_at !== null && {
        key: "history",
        label: t("msg.history"),
        icon: <History {...ICON} />,
        onSelect: () => ui.ask({ kind: "history", message }),
      },
      !own && {
        key: "report",
        apart: true,
        label: t("msg.report"),
        icon: <Flag {...ICON} />,
        onSelect: () => ui.ask({ kind: "report", message }),
      },
      !own &&
        message.sender !== null && {
          key: "block",
          label: t("msg.block", { name: personName(message.sender) }),
          icon: <Ban {...ICON} />,
          onSelect: () => ui.ask({ kind: "block", message }),
        },
      {
        key: "delete",
        apart: own,
        label: t("msg.delete"),
        icon: <Trash {...ICON} />,
        danger: true,
        hint: t("msg.deleteKey"),
        onSelect: () => ui.ask({ kind: "delete", message }),
      },
    ];
    return entries.filter((entry) => entry !== false);
  };
}

export function linkTo(message: Pick<Message, "id" | "conversation" | "thread">): string {
  const thread = message.thread ? `&thread=${message.thread}` : "";
  return `${location.origin}/c/${message.conversation}?message=${message.id}${thread}`;
}
