import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { SavedCommand } from "../api/commandTypes";
import { listSavedCommands } from "../api/savedCommands";
import { listSuggestions } from "../api/work";
import type { SlashSource } from "../features/composer/slash";
import { fold } from "../lib/text";
import { useFresh } from "../sync/useFresh";

const SHOWN = 8;
const FRESH_MS = 60_000;

/** What `/` offers in a conversation: saved commands, what one ran before; and the one whose form stands open. */
export function useSlashCommands(conversation: string) {
  const queries = useQueryClient();
  const [opened, setOpened] = useState<{ saved: SavedCommand; rest: string } | null>(null);
  useFresh("saved-commands", "saved_command.");
  const source = useMemo(
    (): SlashSource => ({
      find: async (typed) => {
        const q = fold(typed);
        const page = await queries.fetchQuery({
          queryKey: ["saved-commands", "offered", conversation, q],
          queryFn: ({ signal }) => listSavedCommands({ conversation, ...(q ? { q } : {}), limit: SHOWN }, signal),
          staleTime: FRESH_MS,
        });
        return page.results;
      },
      suggest: async () => {
        const { results } = await queries.fetchQuery({
          queryKey: ["suggestions"],
          queryFn: ({ signal }) => listSuggestions(signal),
          staleTime: FRESH_MS,
        });
        return results.filter((one) => one.text !== "");
      },
      open: (saved, rest) => setOpened({ saved, rest }),
    }),
    [queries, conversation],
  );
  return { source, opened, close: () => setOpened(null) };
}
