import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "../../i18n";
import { reasonOf } from "./reason";

/** Return what went wrong last, and a way to do something: lists are loaded again, a failure is told. */
export function useDoing(): [string | null, (deed: () => Promise<unknown>) => Promise<void>] {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [failure, setFailure] = useState<string | null>(null);
  const doing = async (deed: () => Promise<unknown>) => {
    setFailure(null);
    try {
      await deed();
      await queries.invalidateQueries({ queryKey: ["server"] });
    } catch (error) {
      setFailure(reasonOf(error, t));
    }
  };
  return [failure, doing];
}
