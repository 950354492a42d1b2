import Archive from "lucide-react/icons/archive";
import Bell from "lucide-react/icons/bell";
import BellOff from "lucide-react/icons/bell-off";
import MailOpen from "lucide-react/icons/mail-open";
import PanelRight from "lucide-react/icons/panel-right";
import Pin from "lucide-react/icons/pin";
import { useNavigate } from "react-router";
import type { Conversation } from "../../api/types";
import { useTranslation } from "../../i18n";
import { useLive } from "../../sync/useSync";
import type { MenuEntry } from "../../ui/FloatingMenu";

const ICON = { size: 16, "aria-hidden": true } as const;
const HOUR = 3_600_000;
const LEVELS = ["all", "mentions", "nothing"] as const;

/** How one arranges a conversation, as the entries of a menu. */
export function useConversationActions(conversation: Conversation): () => MenuEntry[] {
  const { t } = useTranslation();
  const live = useLive();
  const navigate = useNavigate();
  const { id } = conversation;
  const until = (hours: number) => () =>
    live.arrange(id, { kind: "mute", until: new Date(Date.now() + hours * HOUR).toISOString() });
  return () => [
    ...(conversation.unread_count > 0
      ? [
          {
            key: "read",
            label: t("conversations.markRead"),
            icon: <MailOpen {...ICON} />,
            onSelect: () => void live.markRead(id),
          },
        ]
      : []),
    {
      key: "top",
      label: conversation.pinned_at ? t("conversations.fromTop") : t("conversations.toTop"),
      icon: <Pin {...ICON} />,
      onSelect: () => live.arrange(id, { kind: "top", on: conversation.pinned_at === null }),
    },
    conversation.muted
      ? {
          key: "unmute",
          label: t("conversations.unmute"),
          icon: <Bell {...ICON} />,
          onSelect: () => live.arrange(id, { kind: "unmute" }),
        }
      : {
          key: "mute",
          label: t("conversations.mute"),
          icon: <BellOff {...ICON} />,
          entries: [
            { key: "1", label: t("conversations.muteHour"), onSelect: until(1) },
            { key: "8", label: t("conversations.muteDay"), onSelect: until(8) },
            { key: "168", label: t("conversations.muteWeek"), onSelect: until(168) },
            {
              key: "ever",
              label: t("conversations.muteEver"),
              onSelect: () => live.arrange(id, { kind: "mute", until: null }),
            },
          ],
        },
    {
      key: "notifications",
      label: t("conversations.notifications"),
      icon: <Bell {...ICON} />,
      entries: LEVELS.map((of) => ({
        key: of,
        label: t(`conversations.notify.${of}`),
        checked: conversation.notifications === of,
        onSelect: () => live.arrange(id, { kind: "notifications", of }),
      })),
    },
    ...(conversation.kind === "channel"
      ? []
      : [
          {
            key: "archive",
            label: conversation.archived ? t("conversations.unarchive") : t("conversations.archive"),
            icon: <Archive {...ICON} />,
            onSelect: () => live.arrange(id, { kind: "archive", on: !conversation.archived }),
          },
        ]),
    {
      key: "details",
      apart: true,
      label: t("details.title"),
      icon: <PanelRight {...ICON} />,
      onSelect: () => void navigate(`/c/${id}?panel=details`),
    },
  ];
}
