import CalendarClock from "lucide-react/icons/calendar-clock";
import ChartBar from "lucide-react/icons/chart-bar";
import CircleQuestionMark from "lucide-react/icons/circle-question-mark";
import FileCode from "lucide-react/icons/file-code-2";
import MapPin from "lucide-react/icons/map-pin";
import Siren from "lucide-react/icons/siren";
import { useTranslation } from "../../i18n";
import type { MenuEntry } from "../../ui/FloatingMenu";

const ICON = { size: 16, "aria-hidden": true } as const;

interface Options {
  urgent: boolean;
  onUrgent(): void;
  onBeside(what: "poll" | "location" | "schedule" | "format"): void;
  /** Choose a document from the files of this device. */
  onFile: (() => void) | undefined;
}

/** What else can be sent beside words. */
export function usePlusMenu({ urgent, onUrgent, onBeside, onFile }: Options): MenuEntry[] {
  const { t } = useTranslation();
  return [
    { key: "poll", label: t("composer.poll"), icon: <ChartBar {...ICON} />, onSelect: () => onBeside("poll") },
    { key: "place", label: t("composer.location"), icon: <MapPin {...ICON} />, onSelect: () => onBeside("location") },
    {
      key: "schedule",
      label: t("composer.schedule"),
      icon: <CalendarClock {...ICON} />,
      onSelect: () => onBeside("schedule"),
    },
    ...(onFile ? [{ key: "file", label: t("composer.file"), icon: <FileCode {...ICON} />, onSelect: onFile }] : []),
    {
      key: "urgent",
      label: urgent ? t("composer.urgentNot") : t("composer.urgent"),
      icon: <Siren {...ICON} />,
      onSelect: onUrgent,
    },
    {
      key: "format",
      apart: true,
      label: t("composer.format"),
      icon: <CircleQuestionMark {...ICON} />,
      onSelect: () => onBeside("format"),
    },
  ];
}
