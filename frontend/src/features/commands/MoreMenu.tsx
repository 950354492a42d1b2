import BookmarkPlus from "lucide-react/icons/bookmark-plus";
import CalendarClock from "lucide-react/icons/calendar-clock";
import Ellipsis from "lucide-react/icons/ellipsis";
import Gauge from "lucide-react/icons/gauge";
import GitCompare from "lucide-react/icons/git-compare";
import Radio from "lucide-react/icons/radio";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import ScrollText from "lucide-react/icons/scroll-text";
import Sparkles from "lucide-react/icons/sparkles";
import { Suspense, useRef, useState } from "react";
import type { Priority } from "../../api/commandTypes";
import { useTranslation } from "../../i18n";
import type { MenuEntry } from "../../ui/FloatingMenu";
import { IconButton } from "../../ui/IconButton";
import { lazy } from "../../ui/lazy";
import type { CardDialogKind } from "./cardDialogs";

const FloatingMenu = lazy(() => import("../../ui/FloatingMenu").then((module) => ({ default: module.FloatingMenu })));
const CardDialog = lazy(() => import("./CardDialog").then((module) => ({ default: module.CardDialog })));

interface Props {
  id: string;
  mine: boolean;
  ended: boolean;
  /** It has begun: there is a log. */
  begun: boolean;
  /** It can still be asked for in another mode. */
  way: boolean;
  /** A task of it waits for what happens elsewhere. */
  listens: boolean;
  disabled: boolean;
  onPriority(priority: Priority): void;
}

const ICON = { size: 16, "aria-hidden": true } as const;

/** What else can be done with a command. */
export function MoreMenu({ id, mine, ended, begun, way, listens, disabled, onPriority }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [dialog, setDialog] = useState<CardDialogKind | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const entry = (kind: CardDialogKind, icon: MenuEntry["icon"]): MenuEntry => ({
    key: kind,
    label: t(`work.more.${kind}`),
    icon,
    onSelect: () => setDialog(kind),
  });
  const entries: MenuEntry[] = [
    ...(mine && way ? [entry("way", <Sparkles {...ICON} />)] : []),
    ...(listens ? [entry("signal", <Radio {...ICON} />)] : []),
    ...(mine && ended ? [entry("rerun", <RotateCcw {...ICON} />)] : []),
    ...(begun ? [entry("log", <ScrollText {...ICON} />)] : []),
    ...(ended && begun ? [entry("compare", <GitCompare {...ICON} />)] : []),
    entry("save", <BookmarkPlus {...ICON} />),
    entry("schedule", <CalendarClock {...ICON} />),
    ...(mine && !ended
      ? [
          {
            key: "priority",
            label: t("work.more.priority"),
            icon: <Gauge {...ICON} />,
            entries: (["high", "normal", "low"] as const).map((priority) => ({
              key: priority,
              label: t(`work.priority.${priority}`),
              onSelect: () => onPriority(priority),
            })),
          },
        ]
      : []),
  ];
  return (
    <>
      <IconButton
        ref={button}
        label={t("work.more.title")}
        aria-haspopup="menu"
        aria-expanded={open}
        disabled={disabled}
        onClick={() => setOpen(true)}
      >
        <Ellipsis size={17} aria-hidden="true" />
      </IconButton>
      <Suspense fallback={null}>
        {open && button.current && (
          <FloatingMenu
            label={t("work.more.title")}
            anchor={button.current}
            entries={entries}
            onClose={() => setOpen(false)}
          />
        )}
        {dialog && <CardDialog kind={dialog} id={id} onClose={() => setDialog(null)} />}
      </Suspense>
    </>
  );
}
