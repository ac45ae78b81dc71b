import { problemRow, type ProblemCode } from "../../errors.ts";
import { TAGS } from "../description.ts";
import { problemsOf, type Operation } from "../operation.ts";
import type { Method } from "../../routes/route.ts";
import { html, phrase, type Html } from "./html.ts";
import { operationView } from "./operation-view.ts";

/** The reference as a page: it reads without scripts, and needs nothing of any other server. */
export function referencePage(operations: readonly Operation[]): (origin: string) => string {
  const groups = Object.entries(TAGS).flatMap(([tag, description]) => {
    const rows = operations.filter(({ about }) => about.tag === tag).toSorted(inReadingOrder);
    return rows.length > 0 ? [{ tag, description, rows }] : [];
  });
  const contents = html`${groups.map(
    ({ tag, rows }) =>
      html`<div class="group">
        <a class="group-name" href="#${idOf(tag)}">${titleOf(tag)}</a>
        <ul>
          ${rows.map(
            ({ method, about }) =>
              html`<li>
                <a href="#${about.operation}"
                  ><b class="method ${method.toLowerCase()}">${method}</b> ${about.summary}</a
                >
              </li>`,
          )}
        </ul>
      </div>`,
  )}`;
  const body = html`${groups.map(
    ({ tag, description, rows }) =>
      html`<section class="tag" id="${idOf(tag)}">
        <h2><a class="anchor" href="#${idOf(tag)}">${titleOf(tag)}</a></h2>
        <p class="lead">${phrase(description)}</p>
        ${rows.map(operationView)}
      </section>`,
  )}`;
  const problems = problemsTable(operations);
  return (origin) => whole({ origin, contents, body, problems }).markup;
}

const METHODS = ["POST", "GET", "PUT", "PATCH", "DELETE"] as const satisfies readonly Method[];

/** What makes things first, what ends them last; what Cloudflare's API has not, after what it has. */
function inReadingOrder(a: Operation, b: Operation): number {
  const isOurs = ({ path }: Operation): number => Number(path.includes("/darkroom/v1/"));
  return isOurs(a) - isOurs(b) || METHODS.indexOf(a.method) - METHODS.indexOf(b.method);
}

function whole({
  origin,
  contents,
  body,
  problems,
}: {
  readonly origin: string;
  readonly contents: Html;
  readonly body: Html;
  readonly problems: Html;
}): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Darkroom · API reference</title>
        <link rel="icon" href="/dashboard/icon.svg" />
        <link rel="stylesheet" href="/dashboard/reference.css" />
        <script type="module" src="/dashboard/reference.js"></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the page</a>
        <header class="bar">
          <a class="brand" href="/">Darkroom</a>
          <span class="bar-title">API reference</span>
          <button class="contents-button" popovertarget="contents">Contents</button>
        </header>
        <nav id="contents" popover aria-label="Contents">
          <search class="finder" hidden>
            <label for="find">Find</label>
            <input
              id="find"
              type="search"
              autocomplete="off"
              spellcheck="false"
              placeholder="Press / to search"
            />
            <p class="found" role="status"></p>
          </search>
          ${contents}
          <div class="group"><a class="group-name" href="#problems">Errors</a></div>
        </nav>
        <main id="main" tabindex="-1">
          <h1>API reference</h1>
          <section class="introduction">
            <p>
              Darkroom speaks the Cloudflare Images API, and more beside it. Clients of Cloudflare, such as
              the official SDKs, work as they are with <code>${origin}/client/v4</code> as their base address.
              As OpenAPI 3.1, all of this is at <a href="/openapi.json">/openapi.json</a>, for generators of
              clients and other tools.
            </p>
            <h2>Before the first request</h2>
            <p>
              The requests below work in a shell that knows these; the server printed them, or where it keeps
              them, when it started.
            </p>
            <pre tabindex="0" aria-label="Variables"><code>export DARKROOM=${origin}
export ACCOUNT=…   # id of the account
export HASH=…      # the account in delivery addresses
export TOKEN=…     # an API token</code></pre>
            <p>
              A credential is sent as <code>Authorization: Bearer $TOKEN</code>, or as
              <code>X-Auth-Key</code> and <code>X-Auth-Email</code>. A token has a scope: <code>read</code>,
              <code>edit</code>, which includes it, or <code>admin</code>, which includes both.
            </p>
            <h2>Answers</h2>
            <p>
              Every answer of the API is an envelope. When <code>success</code> is true, what was asked for is
              in <code>result</code>; otherwise <code>errors</code> has a number and a sentence. A field or a
              parameter that is not described is an error, never ignored.
            </p>
            <p>
              Clients of the 2021 beta, which send <code>X-Auth-Key</code> and nothing of today’s clients, get
              the shapes of the beta: <code>variants</code> as objects of <code>name</code> and
              <code>url</code>.
            </p>
          </section>
          ${body}
          <section class="tag" id="problems">
            <h2><a class="anchor" href="#problems">Errors</a></h2>
            <p class="lead">
              The number stands in the envelope; under delivery addresses in the header
              <code>Cf-Resized</code> and in the text. The name is permanent, and is what logs and the
              overview show.
            </p>
            ${problems}
          </section>
        </main>
      </body>
    </html>`;
}

function problemsTable(operations: readonly Operation[]): Html {
  const codes = new Set<ProblemCode>(operations.flatMap((operation) => [...problemsOf(operation)]));
  const rows = [...codes].toSorted((a, b) => problemRow(a).status - problemRow(b).status);
  return html`<div class="wide" tabindex="0" role="region" aria-label="Errors">
    <table>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">Name</th>
          <th scope="col">API</th>
          <th scope="col">Delivery</th>
          <th scope="col">What it says, unless it can say more</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((code) => {
          const { status, api, delivery, message } = problemRow(code);
          return html`<tr id="problem-${code}">
            <td>${status}</td>
            <th scope="row"><code>${code}</code></th>
            <td>${api}</td>
            <td>${delivery}</td>
            <td>${phrase(message)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

const idOf = (tag: string): string => `tag-${tag.replaceAll(" ", "-")}`;
const titleOf = (tag: string): string => tag.charAt(0).toUpperCase() + tag.slice(1);
