import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { applyTheme } from "../features/settings/theme";
import { changeLanguage } from "../i18n";
import { useLive } from "../sync/useSync";

/** What this person changed on another device, and what others changed for them, in the settings that are fetched. */
export function useAccountNews(): void {
  const live = useLive();
  const queries = useQueryClient();
  useEffect(
    () =>
      live.listen((event) => {
        if (event.type === "user.updated") {
          applyTheme(event.data.theme);
          changeLanguage(event.data.language);
        } else if (event.type === "preferences.updated") {
          queries.setQueryData(["preferences"], event.data);
        } else if (event.type === "permissions.changed") {
          void queries.invalidateQueries({ queryKey: ["my-roles"] });
        } else if (event.type === "block.added" || event.type === "block.removed") {
          void queries.invalidateQueries({ queryKey: ["blocks"] });
        }
      }),
    [live, queries],
  );
}
