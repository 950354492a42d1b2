import { type TouchEvent, useRef } from "react";

const HOLD_MS = 480;
const STEADY_PX = 10;

/** Return handlers that call `held` where a finger rests on something; a finger that moves scrolls. */
export function useLongPress(held: (x: number, y: number) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const from = useRef({ x: 0, y: 0 });
  const stop = () => clearTimeout(timer.current);
  return {
    onTouchStart: (event: TouchEvent) => {
      const touch = event.touches[0];
      if (!touch || event.touches.length > 1 || (event.target as Element).closest("button, a, textarea, input")) return;
      from.current = { x: touch.clientX, y: touch.clientY };
      timer.current = setTimeout(() => held(touch.clientX, touch.clientY), HOLD_MS);
    },
    onTouchMove: (event: TouchEvent) => {
      const touch = event.touches[0];
      if (!touch) return;
      const { x, y } = from.current;
      if (Math.hypot(touch.clientX - x, touch.clientY - y) > STEADY_PX) stop();
    },
    onTouchEnd: stop,
    onTouchCancel: stop,
  };
}
