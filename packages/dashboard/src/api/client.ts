import type { Credential } from "../session/credential.ts";
import { credentialHeaders } from "../session/credential.ts";

/** A failure that the API answered, or (`code` 0) that no answer came. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: number;
  readonly status: number;
  /** Seconds after which to try again. */
  readonly retryAfter: number | undefined;

  constructor(
    message: string,
    { code, status, retryAfter }: Pick<ApiError, "code" | "status" | "retryAfter">,
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Call {
  readonly method?: Method;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly json?: unknown;
  readonly form?: FormData;
  readonly signal?: AbortSignal | undefined;
}

/** The server's API with a credential. */
export interface Client {
  /** @param path Below `/client/v4/`. @returns the envelope's result. */
  call<T>(path: string, options?: Call): Promise<T>;
  /** Any address of this server, with the credential; resolves with successes only. */
  open(
    path: string,
    options?: { headers?: HeadersInit; signal?: AbortSignal | undefined },
  ): Promise<Response>;
  readonly headers: Readonly<Record<string, string>>;
}

/** A client that calls `onRefused` when the server does not take the credential any more. */
export function createClient(credential: Credential, onRefused: () => void = () => {}): Client {
  const headers = credentialHeaders(credential);

  async function send(path: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(path, { ...init, credentials: "same-origin", redirect: "error" });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw new ApiError("The server cannot be reached. Check that it runs, then try again.", {
        code: 0,
        status: 0,
        retryAfter: undefined,
      });
    }
    if (response.ok) return response;
    const error = apiError(response.status, response.headers.get("retry-after"), await response.text());
    if (isCredentialRefused(error)) onRefused();
    throw error;
  }

  return {
    headers,
    async call<T>(path: string, { method = "GET", query = {}, json, form, signal }: Call = {}) {
      const parameters = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) {
        if (value !== undefined) parameters.set(name, String(value));
      }
      const search = parameters.size > 0 ? `?${parameters}` : "";
      const response = await send(`/client/v4/${path}${search}`, {
        method,
        headers: json === undefined ? headers : { ...headers, "content-type": "application/json" },
        ...(json !== undefined && { body: JSON.stringify(json) }),
        ...(form !== undefined && { body: form }),
        ...(signal && { signal }),
      });
      return ((await response.json()) as { readonly result: T }).result;
    },
    open: (path, options = {}) =>
      send(path, {
        headers: { ...headers, ...Object.fromEntries(new Headers(options.headers)) },
        ...(options.signal && { signal: options.signal }),
      }),
  };
}

/** The server's sentences mark names with backticks, as its own documents do; a page shows them as they are. */
export function plainText(sentence: string): string {
  return sentence.replaceAll("`", "");
}

/** The error of an answer, by its envelope, or by the text that deliveries fail with. */
export function apiError(status: number, retryAfter: string | null, text: string): ApiError {
  const { code, message } = describe(text) ?? {
    code: 0,
    message: `The server answered ${status} without saying why.`,
  };
  const plain = plainText(message.replace(/^ERROR \d+: /, "")).trim();
  return new ApiError(plain, {
    code,
    status,
    retryAfter: retryAfter === null ? undefined : Number(retryAfter),
  });
}

function describe(text: string): { readonly code: number; readonly message: string } | undefined {
  const delivery = /^ERROR (\d+): (.+)/.exec(text);
  if (delivery !== null) return { code: Number(delivery[1]), message: delivery[2]! };
  try {
    const envelope = JSON.parse(text) as { readonly errors?: readonly { code: number; message: string }[] };
    return envelope.errors?.[0];
  } catch {
    return undefined;
  }
}

/** Codes of "no credential" and "wrong credential"; a scope that is too small keeps the session. */
function isCredentialRefused({ code, status }: ApiError): boolean {
  return status === 401 || (status === 403 && code === 9109);
}
