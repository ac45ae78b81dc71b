import { expect, test } from "vitest";
import { html, phrase, prose } from "./html.ts";

test("markup escapes every text in it, and no markup", () => {
  const text = `<b title="it's">&`;
  expect(html`<p title="${text}">${text}</p>`.markup).toBe(
    '<p title="&#60;b title=&#34;it&#39;s&#34;&#62;&#38;">&#60;b title=&#34;it&#39;s&#34;&#62;&#38;</p>',
  );
  expect(html`${["a", "<"].map((item) => html`<li>${item}</li>`)}`.markup).toBe("<li>a</li><li>&#60;</li>");
  expect(html`${false}${undefined}${0}${""}`.markup).toBe("0");
});

test("texts have code between backquotes, and paragraphs", () => {
  expect(phrase("`a<b` or `c`").markup).toBe("<code>a&#60;b</code> or <code>c</code>");
  expect(prose("one\n\n`two`").markup).toBe("<p>one</p><p><code>two</code></p>");
});
