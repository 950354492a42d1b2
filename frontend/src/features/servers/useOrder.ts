import { useEffect, useRef, useState } from "react";

const HEARD_WITHIN_MS = 2_000;

/** What somebody ordered, shown at once: theirs is what is seen until it is known to be so, refused, or never heard of. */
export function useOrder<T>(known: T, save: (wanted: T, before: T) => Promise<boolean>): [T, (wanted: T) => void] {
  const [mine, setMine] = useState<T | null>(null);
  const saving = useRef<Promise<unknown>>(Promise.resolve());
  const waiting = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const agreed = mine !== null && JSON.stringify(mine) === JSON.stringify(known);
  useEffect(() => {
    if (agreed && waiting.current === 0) setMine(null);
  }, [agreed]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const order = mine ?? known;
  const move = (wanted: T) => {
    if (wanted === order) return;
    const before = order;
    setMine(wanted);
    clearTimeout(timer.current);
    waiting.current += 1;
    // One after the other: the server orders what it has, and the last of them is what counts.
    saving.current = saving.current
      .then(() => save(wanted, before))
      .then((saved) => {
        waiting.current -= 1;
        if (!saved) setMine(null);
        else if (waiting.current === 0) timer.current = setTimeout(() => setMine(null), HEARD_WITHIN_MS);
      });
  };
  return [order, move];
}
