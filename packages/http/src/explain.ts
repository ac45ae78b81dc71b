import { isDarkroomError } from "@darkroom/core";
import type { Account } from "./account.ts";
import type { ExplainAnswer } from "./answers.ts";
import type { Computed, Delivery } from "./deliver.ts";
import { CREDENTIALED, openAs, type Access, type Opened } from "./delivery-access.ts";
import type { Decision } from "./delivery-decision.ts";
import { findTarget, type DeliveryTarget } from "./delivery-target.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError, problemOf, type Problem, type ProblemCode } from "./errors.ts";
import { presentExplanation } from "./explanation.ts";

/** What is to be explained. */
export interface ExplainQuery {
  /** The delivery address; its scheme and host do not matter. */
  readonly address: URL;
  /** What the client sends of `CLIENT_HEADERS`. */
  readonly headers: Pick<Headers, "get">;
  /** Compute the image now, to measure it. */
  readonly run: boolean;
}

/** What is known of a delivery, as far as it came. */
export interface Explanation {
  readonly address: URL;
  readonly headers: Pick<Headers, "get">;
  /** Why the client gets no image. */
  readonly problem?: Problem | undefined;
  readonly opened?: Opened;
  readonly decision?: Decision;
  readonly cachedSize?: number | undefined;
  readonly computed?: Computed | undefined;
}

/** The refusals after which an account's own credential sees further than a stranger does. */
const OPENED_BY_CREDENTIAL: ReadonlySet<ProblemCode> = new Set([
  "access_denied",
  "flexible_off",
  "flexible_too_large",
]);

/**
 * Explains what a delivery address does for a client without a credential: goes the way of a delivery itself, up to
 * where it fails. Where it fails only because the client may not see the image, the rest is what a credential would
 * get. Keeps and changes nothing. Throws `field_invalid` for an address of another account, `busy` when there is no
 * room to run it, and what is no fault of the address.
 */
export async function explain(
  deps: AppDeps,
  delivery: Delivery,
  account: Account,
  { address, headers, run }: ExplainQuery,
  signal: AbortSignal,
): Promise<ExplainAnswer> {
  const known = { address, headers };
  const found = await attempt(() => findTarget(deps, address.pathname));
  const isForeign =
    "problem" in found ? found.problem.code === "account_unknown" : found.value.account.tag !== account.tag;
  // Before anything else is said: whether there is another account of that hash is nobody's business.
  if (isForeign) {
    throw new HttpError("field_invalid", "Expected the address of an image of this account for `url`.");
  }
  if ("problem" in found) return presentExplanation(deps, { ...known, problem: found.problem });

  const look = (access: Access | undefined): Promise<Explanation> =>
    lookAt(deps, delivery, found.value, known, access);
  const seen = await look(undefined);
  const { problem } = seen;
  const explanation =
    problem !== undefined && OPENED_BY_CREDENTIAL.has(problem.code)
      ? { ...(await look(CREDENTIALED)), problem }
      : seen;
  const { decision } = explanation;
  if (decision === undefined) return presentExplanation(deps, explanation);

  const cachedSize = await delivery.cachedSize(decision);
  const made = run ? await attempt(() => delivery.compute(decision, signal)) : undefined;
  const isTooLarge = cachedSize === undefined && decision.plan.predictedBytes > deps.renderer.memoryBytes;
  const foreseen = isTooLarge ? problemOf(new HttpError("too_large_to_process")) : undefined;
  return presentExplanation(deps, {
    ...explanation,
    cachedSize,
    problem: problem ?? (made !== undefined && "problem" in made ? made.problem : foreseen),
    computed: made !== undefined && "value" in made ? made.value : undefined,
  });
}

async function lookAt(
  deps: AppDeps,
  delivery: Delivery,
  target: DeliveryTarget,
  known: Pick<Explanation, "address" | "headers">,
  access: Access | undefined,
): Promise<Explanation> {
  const opened = await attempt(() => openAs(deps, target, known.address, access));
  if ("problem" in opened) return { ...known, problem: opened.problem };
  const decided = await attempt(() => delivery.decide(opened.value, known.headers));
  return "problem" in decided
    ? { ...known, opened: opened.value, problem: decided.problem }
    : { ...known, opened: opened.value, decision: decided.value };
}

/** What an act gives, or why it is refused; what may be otherwise in a moment is no explanation, and is thrown on. */
async function attempt<T>(
  act: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly problem: Problem }> {
  try {
    return { value: await act() };
  } catch (error) {
    if (!(error instanceof HttpError) && !isDarkroomError(error)) throw error;
    const problem = problemOf(error);
    if (problem.retryAfter !== undefined) throw error;
    return { problem };
  }
}
