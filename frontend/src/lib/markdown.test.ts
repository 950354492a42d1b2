import { describe, expect, it } from "vitest";
import { renderMarkdown } from "./markdown";

describe("what people wrote", () => {
  it("shows emphasis, code, lists and tables", () => {
    expect(renderMarkdown("**a** `b`")).toBe("<p><strong>a</strong> <code>b</code></p>\n");
    expect(renderMarkdown("|a|b|\n|-|-:|\n|1|2|")).toContain('<td align="right">2</td>');
    expect(renderMarkdown("one\ntwo")).toContain("<br>");
  });

  it("links to the web and mail only, without handing over trust", () => {
    expect(renderMarkdown("https://example.org/a")).toContain(
      '<a href="https://example.org/a" rel="noopener nofollow" target="_blank">',
    );
    expect(renderMarkdown("[m](mailto:a@example.org)")).toContain('href="mailto:a@example.org"');
    for (const address of [
      "javascript:alert(1)",
      "data:text/html,x",
      "//evil.example",
      "/accounts/logout/",
      "vbscript:x",
    ]) {
      expect(renderMarkdown(`[x](${address})`)).not.toContain("<a");
    }
  });

  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<style>*{display:none}</style>",
    "![x](https://example.org/pixel.png)",
    '<p style="color:red">x</p>',
  ])("lets no HTML or image in: %s", (text) => {
    const page = document.createElement("div");
    page.innerHTML = renderMarkdown(text);
    expect(page.querySelector("script, img, style, [style], a[href^='javascript']")).toBeNull();
  });

  it("marks whom a text calls, but not in code", () => {
    const calls = [
      { text: "@ayse", me: true },
      { text: "@all", me: false },
    ];
    expect(renderMarkdown("@ayse and @all, `@ayse` @ayseq", calls)).toBe(
      '<p><span class="mention me">@ayse</span> and <span class="mention">@all</span>, <code>@ayse</code> @ayseq</p>\n',
    );
  });
});

describe("a server's own emoji", () => {
  const own = [{ name: "Cat", url: "/api/v1/emoji/1?v=abc" }];

  it("are pictures where they are called, whatever the case", () => {
    const html = renderMarkdown("look :cat: and **:CAT:**", [], own);
    expect(html.match(/<img class="emoji" src="\/api\/v1\/emoji\/1\?v=abc" alt=":cat:" title=":cat:">/)).not.toBeNull();
    expect(html.match(/<img/g)).toHaveLength(2);
  });

  it("are text in code, in links, and where nobody made them", () => {
    expect(renderMarkdown("`:cat:` :dog: https://example.org/:cat:", [], own)).not.toContain("<img");
    expect(renderMarkdown(":cat:")).not.toContain("<img");
  });

  it("bring no picture from elsewhere", () => {
    expect(renderMarkdown(":cat:", [], [{ name: "cat", url: "https://example.org/a.png" }])).not.toContain("src=");
    expect(renderMarkdown("![x](/api/v1/emoji/1?v=abc) <img src=x>", [], own)).not.toContain("<img");
    expect(renderMarkdown("[x](/api/v1/emoji/1?v=abc)", [], own)).not.toContain("<a");
  });
});

it("shows who is called by the name they have here", () => {
  const html = renderMarkdown("hi @bora", [{ text: "@bora", me: false, shown: "Bobo <b>" }]);
  expect(html).toContain('<span title="@bora" class="mention">@Bobo &lt;b&gt;</span>');
});
