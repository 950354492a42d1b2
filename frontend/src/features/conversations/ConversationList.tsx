import Archive from "lucide-react/icons/archive";
import MessagesSquare from "lucide-react/icons/messages-square";
import { type KeyboardEvent, useEffect, useState } from "react";
import { listArchived } from "../../api/conversations";
import { useTranslation } from "../../i18n";
import { useLive, useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Hidden } from "../../ui/Hidden";
import { Notice } from "../../ui/Notice";
import { Segmented } from "../../ui/Segmented";
import { Skeleton } from "../../ui/Skeleton";
import styles from "./ConversationList.module.css";
import { ConversationRow } from "./ConversationRow";
import { type Filter, useArchivedUnread, useConversationList } from "./useConversationList";

interface Props {
  open: string | undefined;
  onNew(): void;
}

/** The list on the left: live order, filters, arrow keys. */
export function ConversationList({ open, onNew }: Props) {
  const { t } = useTranslation();
  const live = useLive();
  const snapshot = useSync((state) => state.snapshot);
  const [filter, setFilter] = useState<Filter>("all");
  const conversations = useConversationList(filter, open);
  const archivedUnread = useArchivedUnread();
  useEffect(() => {
    if (filter !== "archived") return;
    listArchived().then(
      (page) => live.takeConversations(page.results),
      () => undefined,
    );
  }, [filter, live]);
  const any = useSync((state) => Object.keys(state.conversations).length > 0);
  const tabbable = conversations.some((conversation) => conversation.id === open) ? open : conversations[0]?.id;

  if (snapshot === "failed" && !any) {
    return (
      <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
        <Button onClick={() => live.retrySnapshot()}>{t("app.retry")}</Button>
      </Notice>
    );
  }
  if (snapshot === "loading" && !any) return <Skeleton rows={8} label={t("app.loading")} />;
  if (!any) {
    return (
      <Notice
        icon={<MessagesSquare size={22} aria-hidden="true" />}
        title={t("conversations.none")}
        text={t("conversations.noneHint")}
      >
        <Button look="primary" onClick={onNew}>
          {t("conversations.new")}
        </Button>
      </Notice>
    );
  }
  return (
    <div className={styles.list}>
      <div className={styles.filters}>
        <Segmented
          label={t("conversations.filters")}
          value={filter}
          onChange={setFilter}
          options={[
            { value: "all", label: t("conversations.all") },
            { value: "unread", label: t("conversations.unread") },
            { value: "mentions", label: "@", name: t("conversations.mentions") },
            { value: "direct", label: t("conversations.direct") },
            { value: "group", label: t("conversations.groups") },
          ]}
        />
      </div>
      {conversations.length === 0 && (
        <p className={styles.nothing}>
          {filter === "unread"
            ? t("conversations.noneUnread")
            : filter === "mentions"
              ? t("conversations.noneMentions")
              : t("conversations.noneKind")}
        </p>
      )}
      <ul className={styles.rows} aria-label={t("conversations.list")} onKeyDown={moveFocus}>
        {conversations.map((conversation) => (
          <ConversationRow
            key={conversation.id}
            conversation={conversation}
            open={conversation.id === open}
            tabbable={conversation.id === tabbable}
          />
        ))}
      </ul>
      <div className={styles.end}>
        <button
          type="button"
          className={styles.archive}
          aria-pressed={filter === "archived"}
          onClick={() => setFilter(filter === "archived" ? "all" : "archived")}
        >
          <Archive size={15} aria-hidden="true" />
          <span className={styles.archiveName}>
            {filter === "archived" ? t("conversations.leaveArchive") : t("conversations.archived")}
          </span>
          {archivedUnread > 0 && (
            <span className={styles.waiting}>
              <span aria-hidden="true">{archivedUnread}</span>
              <Hidden>{t("conversations.archivedUnread", { count: archivedUnread })}</Hidden>
            </span>
          )}
        </button>
      </div>
    </div>
  );
}

/** Arrow keys, Home and End walk through the rows; only one of them is a stop of the Tab key. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  // React sends presses in a row's menu here too.
  if (!event.currentTarget.contains(event.target as Node)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("a[data-conversation]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  const row = to === undefined ? undefined : rows[to];
  if (!row) return;
  event.preventDefault();
  row.focus();
  row.scrollIntoView?.({ block: "nearest" });
}
