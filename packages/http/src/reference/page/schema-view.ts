import { isSchema, type Keywords, type Members, type Schema } from "../schema.ts";
import { html, phrase, type Html, type Part } from "./html.ts";

/** The members of an object, each with its type, its bounds and what it means. */
export function membersView(members: Members, isRequest: boolean): Html {
  return html`<dl class="members">
    ${Object.entries(members).map(([name, member]) =>
      memberView(name, member, isRequest && !("optional" in member) && "required"),
    )}
  </dl>`;
}

/** @param mark Such as `required`. */
export function memberView(name: string, schema: Schema, mark: Part): Html {
  const { description } = schema.keywords;
  const within = membersOf(schema);
  return html`<div>
    <dt>
      <code>${name}</code>
      <span class="type">${phrase(typeOf(schema))}</span>${mark && html` <b class="mark">${mark}</b>`}
    </dt>
    <dd>
      ${typeof description === "string" && html`<p>${phrase(description)}</p>`} ${boundsView(schema)}
      ${
        within &&
        html`<details>
          <summary>${Object.keys(within).length} members of <code>${name}</code></summary>
          ${membersView(within, false)}
        </details>`
      }
    </dd>
  </div>`;
}

/** The members of what a schema describes: an object, or the objects of a list or a map, or null instead. */
export function membersOf({ keywords }: Schema): Members | undefined {
  const { properties, items, additionalProperties, anyOf } = keywords;
  if (properties !== undefined) return properties as Members;
  for (const within of [items, additionalProperties, ...((anyOf as readonly Schema[] | undefined) ?? [])]) {
    const found = isSchema(within) ? membersOf(within) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const ANYTHING = "any JSON";

/** What a value may be, in a few words. */
export function typeOf({ keywords }: Schema): string {
  const { type, format, items, additionalProperties, anyOf } = keywords;
  if ("const" in keywords) return `\`${JSON.stringify(keywords["const"])}\``;
  if (Array.isArray(keywords["enum"])) return keywords["enum"].map((word) => `\`${word}\``).join(" or ");
  if (Array.isArray(anyOf)) {
    return [...new Set(anyOf.map((of) => typeOf(isSchema(of) ? of : { keywords: of as Keywords })))].join(
      " or ",
    );
  }
  if (isSchema(items)) return `list of ${typeOf(items)}`;
  if (isSchema(additionalProperties)) {
    const of = typeOf(additionalProperties);
    return of === ANYTHING ? "object" : `object of ${of}`;
  }
  if (format === "date-time") return "time (RFC 3339)";
  if (format === "binary") return "file";
  return type === undefined ? ANYTHING : [type].flat().map(String).join(" or ");
}

/** From where to where, how long, and what it is when it is left out. */
function boundsView({ keywords }: Schema): Part {
  const { minimum, maximum, minLength, maxLength, default: usual } = keywords;
  const bounds = [
    typeof maximum === "number" && `from ${String(minimum)} to ${maximum}`,
    minimum === 1 && maximum === undefined && "at least 1",
    typeof maxLength === "number" &&
      `${typeof minLength === "number" ? `${minLength} to` : "at most"} ${maxLength} characters`,
    usual !== undefined &&
      `\`${typeof usual === "string" ? usual : JSON.stringify(usual)}\` when it is left out`,
  ].filter((bound) => bound !== false);
  return bounds.length > 0 && html`<p class="bounds">${phrase(bounds.join("; "))}</p>`;
}
