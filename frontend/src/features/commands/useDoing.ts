import { useState } from "react";
import { useTranslation } from "../../i18n";
import { reasonOf } from "./reason";

/** Something a person does here: busy, and what went wrong in words. */
export function useDoing() {
  const { t } = useTranslation();
  const [state, setState] = useState({ busy: false, failed: "" });
  return {
    ...state,
    /** Return whether it went well. */
    run: async (action: () => Promise<unknown>): Promise<boolean> => {
      setState({ busy: true, failed: "" });
      try {
        await action();
        setState({ busy: false, failed: "" });
        return true;
      } catch (error) {
        setState({ busy: false, failed: reasonOf(error, t) });
        return false;
      }
    },
  };
}
