import { useQuery, useQueryClient } from "@tanstack/react-query";
import { block, listBlocks, unblock } from "../api/account";

/** Does this person block somebody (undefined until it is known), and a way to change that. */
export function useBlocked(user: string): [boolean | undefined, (on: boolean) => Promise<void>] {
  const queries = useQueryClient();
  const blocks = useQuery({ queryKey: ["blocks"], queryFn: listBlocks });
  const set = async (on: boolean) => {
    await (on ? block(user) : unblock(user));
    await queries.invalidateQueries({ queryKey: ["blocks"] });
  };
  return [blocks.data?.some((one) => one.user.id === user), set];
}
