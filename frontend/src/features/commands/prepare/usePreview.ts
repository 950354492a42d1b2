import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { previewCommand, type Wish } from "../../../api/commandWays";

const QUIET_MS = 450;

/** Return what would become of a wish, once nobody types for a moment; `fresh`: it is of this very wish. */
export function usePreview(wish: Wish | null) {
  const wanted = JSON.stringify(wish);
  const [asked, setAsked] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), QUIET_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  const query = useQuery({
    queryKey: ["preview", asked],
    queryFn: ({ signal }) => previewCommand(JSON.parse(asked) as Wish, signal),
    enabled: asked !== "null",
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
  return { ...query, fresh: asked === wanted && wish !== null && query.isSuccess && !query.isPlaceholderData };
}
