import { useState } from "react";
import { updateMe } from "../../api/endpoints";
import type { Me, Theme } from "../../api/types";
import { changeLanguage } from "../../i18n";
import type { Language } from "../../lib/time";
import { useLive, useSync } from "../../sync/useSync";
import { applyTheme } from "./theme";

/** The person's own settings: shown at once, then kept on the server. */
export function useSettings() {
  const { store } = useLive();
  const me = useSync((state) => state.me);
  const [failed, setFailed] = useState(false);
  const save = async (changes: Partial<Pick<Me, "language" | "theme">>) => {
    store.setState((state) => ({ me: { ...state.me, ...changes } }));
    try {
      await updateMe(changes);
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };
  return {
    me,
    failed,
    setLanguage: (language: Language) => {
      changeLanguage(language);
      void save({ language });
    },
    setTheme: (theme: Theme) => {
      applyTheme(theme);
      void save({ theme });
    },
  };
}
