/** Messages of nothing but a few emoji are shown large. The grammar is that of the server, which may know fewer. */

const MOST = 3;
const ONE = String.raw`(?=\p{Emoji})\p{Extended_Pictographic}\u{FE0F}?[\u{1F3FB}-\u{1F3FF}]?\u{FE0F}?(?:[\u{E0020}-\u{E007E}]+\u{E007F})?`;
const KEYCAP = String.raw`[0-9#*]\u{FE0F}?\u{20E3}`;
const EMOJI = new RegExp(String.raw`^(?:\p{Regional_Indicator}{2}|${KEYCAP}|${ONE}(?:\u{200D}${ONE})*)`, "u");

/** Is this one to three emoji, and nothing else but blanks? */
export function isOnlyEmoji(text: string): boolean {
  let rest = text.trim();
  if (rest.length > 200) return false;
  for (let count = 0; rest !== ""; count += 1) {
    const found = EMOJI.exec(rest)?.[0];
    if (!found || count === MOST) return false;
    rest = rest.slice(found.length).trimStart();
  }
  return text.trim() !== "";
}
