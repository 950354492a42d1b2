import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "../../i18n";
import { reasonOf } from "./reason";

/** Do something: true where it went well; lists are loaded again, a failure is told. */
export type Doing = (deed: () => Promise<unknown>) => Promise<boolean>;

/** Return what went wrong last, and a way to do something. */
export function useDoing(): [string | null, Doing] {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [failure, setFailure] = useState<string | null>(null);
  const doing = async (deed: () => Promise<unknown>) => {
    setFailure(null);
    try {
      await deed();
      await queries.invalidateQueries({ queryKey: ["server"] });
      return true;
    } catch (error) {
      setFailure(reasonOf(error, t));
      return false;
    }
  };
  return [failure, doing];
}
