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
