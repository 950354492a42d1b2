import { useEffect } from "react";
import { useLocation, useMatch } from "react-router";
import { useTranslation } from "../i18n";
import { conversationName } from "../sync/names";
import { useSync } from "../sync/useSync";

/** Keep the tab's title: where one is, and how much is unread. */
export function useTitle(): void {
  const { t } = useTranslation();
  const open = useMatch("/c/:id")?.params.id ?? "";
  const { pathname } = useLocation();
  const count = useSync((state) =>
    Object.values(state.conversations).reduce(
      (sum, { archived, kind, unread_count }) => sum + (archived && kind !== "channel" ? 0 : unread_count),
      0,
    ),
  );
  const name = useSync((state) => {
    const conversation = state.conversations[open];
    return conversation ? conversationName(conversation, state.me.id, t) : "";
  });
  const place = pathname.startsWith("/commands")
    ? t("nav.commands")
    : pathname.startsWith("/atlas")
      ? t("nav.atlas")
      : pathname.startsWith("/later")
        ? t("later.title")
        : pathname.startsWith("/tasks")
          ? t("tasks.title")
          : name;
  useEffect(() => {
    const title = place ? `${place} · ${t("app.name")}` : t("app.name");
    document.title = count > 0 ? t("app.unreadTitle", { count, title }) : title;
  }, [count, place, t]);
}
