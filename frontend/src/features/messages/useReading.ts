import { useEffect, useState } from "react";

/** Return whether somebody is looking at this page: it is visible and has the focus. */
export function useReading(): boolean {
  const [reading, setReading] = useState(isReading);
  useEffect(() => {
    const look = () => setReading(isReading());
    window.addEventListener("focus", look);
    window.addEventListener("blur", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("focus", look);
      window.removeEventListener("blur", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return reading;
}

function isReading(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}
