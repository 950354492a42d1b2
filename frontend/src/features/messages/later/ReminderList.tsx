import AlarmClock from "lucide-react/icons/alarm-clock";
import { listReminders } from "../../../api/messages";
import { useLanguage, useTranslation } from "../../../i18n";
import { shortDateTime } from "../../../lib/time";
import type { LiveEvent } from "../../../sync/events";
import { useLive } from "../../../sync/useSync";
import { Button } from "../../../ui/Button";
import { FetchedList } from "../FetchedList";
import { MessageSnippet } from "../MessageSnippet";
import { useFetchedList } from "../useFetchedList";

const KEY = ["reminders"];
const changes = (event: LiveEvent) => event.type.startsWith("reminder.");

/** What one wants to be reminded of, and what was due. */
export function ReminderList() {
  const { t } = useTranslation();
  const language = useLanguage();
  const live = useLive();
  const query = useFetchedList(KEY, listReminders, changes);
  return (
    <FetchedList
      query={query}
      label={t("later.reminders")}
      empty={{
        icon: <AlarmClock size={22} aria-hidden="true" />,
        title: t("later.noReminders"),
        text: t("later.noRemindersHint"),
      }}
    >
      {({ message, at, fired_at }) => {
        const time = shortDateTime(at, language);
        return (
          <li key={message.id}>
            <MessageSnippet
              message={message}
              placed
              note={fired_at ? t("later.was", { time }) : t("later.due", { time })}
            >
              <Button size="s" look="plain" onClick={() => live.changes.add(message, { kind: "remind", at: null })}>
                {fired_at ? t("later.done") : t("later.remove")}
              </Button>
            </MessageSnippet>
          </li>
        );
      }}
    </FetchedList>
  );
}
