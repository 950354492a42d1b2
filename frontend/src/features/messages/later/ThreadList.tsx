import MessagesSquare from "lucide-react/icons/messages-square";
import { listThreads } from "../../../api/messages";
import { useTranslation } from "../../../i18n";
import type { LiveEvent } from "../../../sync/events";
import { FetchedList } from "../FetchedList";
import { MessageSnippet } from "../MessageSnippet";
import { useFetchedList } from "../useFetchedList";

const KEY = ["threads"];
const changes = (event: LiveEvent) => event.type === "thread.changed";

/** The threads one follows, the newest answer first. */
export function ThreadList() {
  const { t } = useTranslation();
  const query = useFetchedList(KEY, listThreads, changes);
  return (
    <FetchedList
      query={query}
      label={t("later.threads")}
      empty={{
        icon: <MessagesSquare size={22} aria-hidden="true" />,
        title: t("later.noThreads"),
        text: t("later.noThreadsHint"),
      }}
    >
      {(message) => {
        const unread = message.mine?.thread?.unread_count ?? 0;
        const answers = t("msg.answers", { count: message.thread_count });
        return (
          <li key={message.id}>
            <MessageSnippet
              message={message}
              placed
              to={`/c/${message.conversation}?thread=${message.id}`}
              note={unread > 0 ? `${answers} · ${t("msg.unreadAnswers", { count: unread })}` : answers}
            />
          </li>
        );
      }}
    </FetchedList>
  );
}
