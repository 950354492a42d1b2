import Bookmark from "lucide-react/icons/bookmark";
import { listSaved } from "../../../api/messages";
import { useTranslation } from "../../../i18n";
import type { LiveEvent } from "../../../sync/events";
import { useLive } from "../../../sync/useSync";
import { Button } from "../../../ui/Button";
import { FetchedList } from "../FetchedList";
import { MessageSnippet } from "../MessageSnippet";
import { useFetchedList } from "../useFetchedList";

const KEY = ["saved"];
const changes = (event: LiveEvent) => event.type === "message.saved" || event.type === "message.unsaved";

/** What one saved, the last first. */
export function SavedList() {
  const { t } = useTranslation();
  const live = useLive();
  const query = useFetchedList(KEY, listSaved, changes);
  return (
    <FetchedList
      query={query}
      label={t("later.saved")}
      empty={{
        icon: <Bookmark size={22} aria-hidden="true" />,
        title: t("later.noSaved"),
        text: t("later.noSavedHint"),
      }}
    >
      {(message) => (
        <li key={message.id}>
          <MessageSnippet message={message} placed>
            <Button size="s" look="plain" onClick={() => live.changes.add(message, { kind: "save", on: false })}>
              {t("later.remove")}
            </Button>
          </MessageSnippet>
        </li>
      )}
    </FetchedList>
  );
}
