import { useState } from "react";
import { ApiProblem } from "../../api/problem";
import { useTranslation } from "../../i18n";
import { withFresh } from "./fresh";

interface Action<Values extends unknown[], Result> {
  run(...values: Values): Promise<Result | undefined>;
  busy: boolean;
  /** What went wrong, in words. */
  failed: string;
  /** True after it went well, until the next try. */
  done: boolean;
}

/** Something a person does on a settings screen: busy, failed in words, or done. */
export function useAction<Values extends unknown[], Result>(
  action: (...values: Values) => Promise<Result>,
): Action<Values, Result> {
  const { t } = useTranslation();
  const [state, setState] = useState({ busy: false, failed: "", done: false });
  const run = async (...values: Values) => {
    setState({ busy: true, failed: "", done: false });
    try {
      const result = await withFresh(() => action(...values));
      setState({ busy: false, failed: "", done: true });
      return result;
    } catch (error) {
      const failed = error instanceof ApiProblem ? error.message : t("prefs.notReached");
      setState({ busy: false, failed, done: false });
      return undefined;
    }
  };
  return { run, ...state };
}
