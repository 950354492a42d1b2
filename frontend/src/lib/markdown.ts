import DOMPurify from "dompurify";
import MarkdownIt from "markdown-it";

/** Markdown → clean HTML: no HTML from outside, no images, no styles; links only to the web and mail. */

const SAFE_LINK = /^(https?:|mailto:)/i;
const TAGS =
  "p br span strong em s code pre blockquote ul ol li a h1 h2 h3 h4 h5 h6 hr table thead tbody tr th td".split(" ");
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
}

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
        const open = new state.Token("mention_open", "span", 1);
        open.attrSet("class", calls.some((call) => call.text === piece && call.me) ? "mention me" : "mention");
        return [open, text, new state.Token("mention_close", "span", -1)];
      });
    });
  }
});

const rendered = new Map<string, string>();

export function renderMarkdown(text: string, calls: Call[] = []): string {
  const key = calls.length === 0 ? text : `${JSON.stringify(calls)}${text}`;
  const known = rendered.get(key);
  if (known !== undefined) return known;
  const html = DOMPurify.sanitize(markdown.render(text, { calls }), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["href", "rel", "target", "start", "align", "class"],
    ALLOWED_URI_REGEXP: SAFE_LINK,
    ALLOW_DATA_ATTR: false,
    // Only `href` holds an address; the others would not pass as one.
    ADD_URI_SAFE_ATTR: ["rel", "target", "start", "align", "class"],
  });
  if (rendered.size >= KEPT) rendered.delete(rendered.keys().next().value ?? "");
  rendered.set(key, html);
  return html;
}
