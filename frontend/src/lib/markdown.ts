import DOMPurify from "dompurify";
import MarkdownIt from "markdown-it";

/** Markdown → clean HTML: no HTML from outside, no images, no styles; links only to the web and mail. */

const SAFE_LINK = /^(https?:|mailto:)/i;
const TAGS = "p br strong em s code pre blockquote ul ol li a h1 h2 h3 h4 h5 h6 hr table thead tbody tr th td".split(
  " ",
);
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

const rendered = new Map<string, string>();

export function renderMarkdown(text: string): string {
  const known = rendered.get(text);
  if (known !== undefined) return known;
  const html = DOMPurify.sanitize(markdown.render(text), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["href", "rel", "target", "start", "align"],
    ALLOWED_URI_REGEXP: SAFE_LINK,
    ALLOW_DATA_ATTR: false,
    // Only `href` holds an address; the others would not pass as one.
    ADD_URI_SAFE_ATTR: ["rel", "target", "start", "align"],
  });
  if (rendered.size >= KEPT) rendered.delete(rendered.keys().next().value ?? "");
  rendered.set(text, html);
  return html;
}
