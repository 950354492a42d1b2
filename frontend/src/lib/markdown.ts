import DOMPurify from "dompurify";
import MarkdownIt from "markdown-it";

/** Markdown → clean HTML: no HTML from outside, no images but a server's own emoji, no styles; links only to the web
 *  and mail. */

const SAFE_LINK = /^(https?:|mailto:)/i;
const OWN_EMOJI = /^\/api\/v1\/emoji\/[\w-]+\?v=[\w-]+$/;
const SAFE_ADDRESS = new RegExp(`${SAFE_LINK.source}|${OWN_EMOJI.source}`, "i");
const TAGS =
  "p br span strong em s code pre blockquote ul ol li a h1 h2 h3 h4 h5 h6 hr table thead tbody tr th td img".split(" ");
const KEPT = 400;

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false }).disable("image");
markdown.validateLink = (url) => SAFE_LINK.test(url.trim());
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

markdown.renderer.rules.link_open = (tokens, at, options, _env, self) => {
  const token = tokens[at];
  token?.attrSet("rel", "noopener nofollow");
  token?.attrSet("target", "_blank");
  return self.renderToken(tokens, at, options);
};

// The page's policy forbids style attributes: the alignment of a column stands in `align`.
for (const cell of ["th_open", "td_open"] as const) {
  markdown.renderer.rules[cell] = (tokens, at, options, _env, self) => {
    const token = tokens[at];
    const side = /text-align:\s*(left|right|center)/.exec(String(token?.attrGet("style") ?? ""))?.[1];
    if (token) token.attrs = side ? [["align", side]] : null;
    return self.renderToken(tokens, at, options);
  };
}

/** Words in a text that call somebody: `me` where it is the one who reads. */
export interface Call {
  text: string;
  me: boolean;
  /** What stands there instead: the name that somebody has here. */
  shown?: string | undefined;
}

/** An emoji that a server made for itself; messages call it `:name:`. */
export interface OwnEmoji {
  name: string;
  url: string;
}

const NAMED = /:([\p{L}\p{N}_]{2,32}):/gu;

/** Return the emoji that a `:name:` calls. */
export function ownEmoji(all: readonly OwnEmoji[], called: string): OwnEmoji | undefined {
  const name = called.replace(/^:|:$/g, "").toLowerCase();
  return all.find((one) => one.name.toLowerCase() === name);
}

// Links are found before this: what looks like an emoji in an address is part of the address.
markdown.core.ruler.push("emoji", (state) => {
  const all = (state.env as { emoji?: readonly OwnEmoji[] }).emoji ?? [];
  if (all.length === 0) return;
  for (const block of state.tokens) {
    let inLink = 0;
    block.children &&= block.children.flatMap((token) => {
      if (token.type === "link_open") inLink += 1;
      if (token.type === "link_close") inLink -= 1;
      if (token.type !== "text" || inLink > 0) return [token];
      return token.content.split(NAMED).flatMap((piece, at) => {
        const text = new state.Token("text", "", 0);
        text.content = at % 2 === 0 ? piece : `:${piece}:`;
        const found = at % 2 === 1 && ownEmoji(all, piece);
        if (!found || !OWN_EMOJI.test(found.url)) return text.content ? [text] : [];
        const picture = new state.Token("own_emoji", "img", 0);
        picture.attrs = [
          ["class", "emoji"],
          ["src", found.url],
          ["alt", text.content],
          ["title", text.content],
        ];
        return [picture];
      });
    });
  }
});

/** Put those words into spans of their own; what stands in code is code. */
markdown.core.ruler.push("mentions", (state) => {
  const calls = (state.env as { calls?: Call[] }).calls ?? [];
  if (calls.length === 0) return;
  const one = new RegExp(
    `(${calls.map(({ text }) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})(?![\\w])`,
    "gu",
  );
  for (const block of state.tokens) {
    if (!block.children) continue;
    block.children = block.children.flatMap((token) => {
      if (token.type !== "text" || !token.content.includes("@")) return [token];
      return token.content.split(one).flatMap((piece, at) => {
        const text = new state.Token("text", "", 0);
        text.content = piece;
        if (at % 2 === 0) return piece ? [text] : [];
        const shown = calls.find((call) => call.text === piece)?.shown;
        const open = new state.Token("mention_open", "span", 1);
        if (shown) {
          text.content = `@${shown}`;
          open.attrSet("title", piece);
        }
        open.attrSet("class", calls.some((call) => call.text === piece && call.me) ? "mention me" : "mention");
        return [open, text, new state.Token("mention_close", "span", -1)];
      });
    });
  }
});

const rendered = new Map<string, string>();

export function renderMarkdown(text: string, calls: Call[] = [], own: readonly OwnEmoji[] = []): string {
  const named = own.length === 0 ? [] : [...text.matchAll(NAMED)].flatMap(([called]) => ownEmoji(own, called) ?? []);
  const plain = calls.length === 0 && named.length === 0;
  const key = plain ? text : `${JSON.stringify([calls, named])}${text}`;
  const known = rendered.get(key);
  if (known !== undefined) return known;
  const html = DOMPurify.sanitize(markdown.render(text, { calls, emoji: named }), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["href", "rel", "target", "start", "align", "class", "src", "alt", "title"],
    ALLOWED_URI_REGEXP: SAFE_ADDRESS,
    ALLOW_DATA_ATTR: false,
    // Only `href` and `src` hold an address; the others would not pass as one.
    ADD_URI_SAFE_ATTR: ["rel", "target", "start", "align", "class", "alt", "title"],
  });
  if (rendered.size >= KEPT) rendered.delete(rendered.keys().next().value ?? "");
  rendered.set(key, html);
  return html;
}
