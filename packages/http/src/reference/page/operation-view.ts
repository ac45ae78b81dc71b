import { problemRow } from "../../errors.ts";
import { PATH_PARAMETERS, type Answer, type PathParameter } from "../description.ts";
import { problemsOf, variablesOf, type Operation } from "../operation.ts";
import { html, phrase, prose, type Html, type Part } from "./html.ts";
import { curlOf, sampleOf } from "./sample.ts";
import { memberView, membersOf, membersView, typeOf } from "./schema-view.ts";

/** All about an operation: what it takes, how to ask, what comes back, what can go wrong. */
export function operationView(operation: Operation): Html {
  const { method, path, about, scope, operatorOnly } = operation;
  const { query = {}, body } = about;
  const variables = variablesOf(path);
  const needs = operatorOnly === true ? "operator" : scope;
  const answer = answerSample(about.answer);
  return html`<section class="operation" id="${about.operation}">
    <div class="facts">
      <h3><a class="anchor" href="#${about.operation}">${about.summary}</a></h3>
      <p class="address">
        <b class="method ${method.toLowerCase()}">${method}</b> <code>${pathView(path)}</code>
      </p>
      ${needs !== undefined && html`<p class="needs">Needs ${operatorOnly === true ? "the operator’s credential" : html`the scope <code>${needs}</code>`}.</p>`}
      ${about.doc !== undefined && prose(about.doc)}
      ${
        variables.length > 0 &&
        html`<h4>In the address</h4>
          <dl class="members">
            ${variables.map((name) => memberView(name, PATH_PARAMETERS[name as PathParameter], false))}
          </dl>`
      }
      ${
        Object.keys(query).length > 0 &&
        html`<h4>In the query</h4>
          <dl class="members">
            ${Object.entries(query).map(([name, of]) =>
              memberView("covers" in of ? `${name}.…` : name, of, "needed" in of && "required"),
            )}
          </dl>`
      }
      ${
        body !== undefined &&
        html`<h4>Body</h4>
          <p class="bounds">
            ${phrase(body.types.map((type) => `\`${type}\``).join(" or "))}${body.optional && "; it may be left out"}
          </p>
          ${membersView(membersOf(body.schema) ?? {}, true)}`
      }
      ${answerView(about.answer)}
      <h4>What can go wrong</h4>
      ${problemsView(operation)}
    </div>
    <div class="samples">
      <h4>Request</h4>
      <pre tabindex="0" aria-label="Request: ${about.summary}"><code>${curlOf(operation)}</code></pre>
      ${
        answer !== undefined &&
        html`<h4>Answer</h4>
          <pre tabindex="0" aria-label="Answer: ${about.summary}"><code>${answer}</code></pre>`
      }
    </div>
  </section>`;
}

/** A path whose variable segments stand out. */
function pathView(path: string): Part {
  return path
    .split("/")
    .map((segment, index) => [
      index > 0 && html`/<wbr />`,
      /^[:*]/.test(segment) ? html`<var>{${segment.slice(1)}}</var>` : segment,
    ]);
}

function answerView(answer: Answer): Html {
  if (!("result" in answer)) {
    const members = answer.schema && membersOf(answer.schema);
    return html`<h4>Answer</h4>
      <p>${phrase(answer.doc)}</p>
      <p class="bounds">${answer.types.join(", ")}</p>
      ${members && membersView(members, false)}`;
  }
  const members = membersOf(answer.result);
  const isList = answer.result.keywords["type"] === "array";
  const { description } = answer.result.keywords;
  return html`<h4><code>result</code> of the answer</h4>
    ${
      typeof description === "string" &&
      html`<p>${phrase(description)} <span class="type">${phrase(typeOf(answer.result))}</span></p>`
    }
    ${members && Object.keys(members).length === 0 && html`<p>An empty object.</p>`}
    ${members && (isList ? html`<p class="bounds">Each has:</p>` : undefined)}
    ${members && membersView(members, false)}`;
}

function answerSample(answer: Answer): string | undefined {
  if (!("result" in answer)) {
    const isShown = answer.schema !== undefined && membersOf(answer.schema) !== undefined;
    return isShown ? JSON.stringify(sampleOf(answer.schema), null, 2) : undefined;
  }
  const envelope = { result: sampleOf(answer.result), success: true, errors: [], messages: [] };
  const info = { page: 1, per_page: 100, count: 1, total_count: 1, total_pages: 1 };
  return JSON.stringify({ ...envelope, ...(answer.paged && { result_info: info }) }, null, 2);
}

function problemsView(operation: Operation): Html {
  const codes = [...problemsOf(operation)].filter((code) => problemRow(code).status < 500);
  return html`<p class="problems">
    ${codes.map((code) => html`<a href="#problem-${code}"><code>${code}</code></a> `)}
  </p>`;
}
