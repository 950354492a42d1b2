const RUN = /^\/run(?:\s+|$)/i;

/** Return what a typed text asks to run, or null where it is an ordinary message. */
export function commandIn(text: string): string | null {
  const trimmed = text.trimStart();
  return RUN.test(trimmed) ? trimmed.replace(RUN, "").trim() : null;
}
