/** The page at `/`: what this is, and the first thing to do with it. */
export function homePage(origin: string): Response {
  return new Response(page(origin), {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
    },
  });
}

function page(origin: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Darkroom</title>
<style>
:root { color-scheme: light dark; --ink: light-dark(#1c1917, #f5f5f4); --soft: light-dark(#57534e, #a8a29e); --paper: light-dark(#fafaf9, #171412); --card: light-dark(#fff, #211d1a); --line: light-dark(#e7e5e4, #3a3431); --accent: light-dark(#b91c1c, #f87171); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 4rem 1.25rem; }
h1 { font-size: 2.25rem; line-height: 1.1; margin: 0 0 .75rem; letter-spacing: -.02em; }
h1::before { content: ""; display: inline-block; width: .55em; height: .55em; margin-right: .4em; border-radius: 50%; background: var(--accent); }
h2 { font-size: 1rem; margin: 2.25rem 0 .5rem; }
p { margin: 0 0 1rem; color: var(--soft); }
pre { margin: 0; padding: 1rem; overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; font: .875rem/1.6 ui-monospace, monospace; }
code { font: .9em ui-monospace, monospace; }
a { color: var(--accent); }
</style>
</head>
<body>
<main>
<h1>Darkroom</h1>
<p>An image service on your own machine: upload an image with one request, get it back fitted to the device and in the best format the browser takes. It speaks the Cloudflare Images API.</p>
<p><a href="/dashboard">Open the dashboard</a> to upload and manage images here, or <a href="/docs">read the reference</a> of the API.</p>
<h2>Upload an image</h2>
<pre><code>curl ${escapeHtml(origin)}/client/v4/accounts/$account_tag/images/v1 \\
  -H "X-Auth-Key: $auth_key" \\
  -H "X-Auth-Email: $auth_email" \\
  -F file=@./logo.png</code></pre>
<h2>Display it</h2>
<p>Open a <code>url</code> of the answer. <code>default</code> fits the image to desktop, tablet or mobile; <code>public</code> fits it into 1366 × 768. Both choose AVIF, WebP or the original’s format by what the browser accepts.</p>
<h2>Delete it</h2>
<pre><code>curl -X DELETE ${escapeHtml(origin)}/client/v4/accounts/$account_tag/images/v1/$image_id \\
  -H "X-Auth-Key: $auth_key" \\
  -H "X-Auth-Email: $auth_email"</code></pre>
<p style="margin-top: 1rem">The server printed these values, or where it keeps them, when it started. Its state: <a href="/healthz">/healthz</a>.</p>
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
