/** Return what an emoji made of a file could be called: its name, as far as it is letters, digits and underscores. */
export function emojiNameOf(file: string): string {
  return file
    .replace(/\.\w+$/, "")
    .replace(/[^\p{L}\p{N}_]+/gu, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 32);
}
