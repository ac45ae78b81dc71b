import { QueryClient, useInfiniteQuery, useQuery } from "@tanstack/preact-query";
import type {
  AccountAnswer,
  ConfigAnswer,
  DetailedImageAnswer,
  ImagePageAnswer,
  OverviewAnswer,
  SigningKeyAnswer,
  StatsAnswer,
  TokenAnswer,
  VariantAnswer,
} from "@darkroom/http/answers";
import { requireSession } from "../session/session.ts";
import type { ImageFilter } from "../images/filter.ts";
import { filterQuery } from "../images/filter.ts";
import { ApiError } from "./client.ts";

/** What the server has said, kept for a while. One a session: nobody sees what another was told. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        // Only what may get better by itself is asked again.
        retry: (count, error) =>
          count < 2 && error instanceof ApiError && (error.code === 0 || error.status >= 500),
      },
    },
  });
}

/** Names of what is kept; a change invalidates by them. */
export const KEYS = {
  images: ["images"],
  image: (id: string) => ["image", id],
  stats: ["stats"],
  variants: ["variants"],
  tokens: ["tokens"],
  keys: ["keys"],
  config: ["config"],
  overview: ["overview"],
  accounts: ["accounts"],
} as const;

const PAGE_SIZE = 500;

/** The address of an image in the API: every character of its id encoded. */
export function imagePath(id: string): string {
  return `${requireSession().api}/images/v1/${encodeURIComponent(id)}`;
}

function useApi<T>(key: readonly string[], path: string, enabled = true) {
  const { client, api } = requireSession();
  return useQuery({
    queryKey: key,
    enabled,
    queryFn: ({ signal }) => client.call<T>(`${api}/${path}`, { signal }),
  });
}

export function useImages(filter: ImageFilter) {
  const { client, api } = requireSession();
  return useInfiniteQuery({
    queryKey: [...KEYS.images, filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.call<ImagePageAnswer>(`${api}/darkroom/v1/images`, {
        query: { ...filterQuery(filter), per_page: PAGE_SIZE, continuation_token: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.continuation_token ?? undefined,
    refetchOnWindowFocus: false,
  });
}

export function useImage(id: string) {
  return useApi<DetailedImageAnswer>(KEYS.image(id), `darkroom/v1/images/${encodeURIComponent(id)}`);
}

export function useStats() {
  return useApi<StatsAnswer>(KEYS.stats, "images/v1/stats");
}

/** By name; `default` first. */
export function useVariants() {
  const { client, api } = requireSession();
  return useQuery({
    queryKey: KEYS.variants,
    queryFn: async ({ signal }) => {
      const { variants } = await client.call<{ readonly variants: Record<string, VariantAnswer> }>(
        `${api}/images/v1/variants`,
        { signal },
      );
      return Object.values(variants);
    },
  });
}

export function useTokens() {
  return useApi<readonly TokenAnswer[]>(KEYS.tokens, "tokens");
}

export function useSigningKeys(enabled = true) {
  return useApi<{ readonly keys: readonly SigningKeyAnswer[] }>(KEYS.keys, "images/v1/keys", enabled);
}

export function useConfig() {
  return useApi<ConfigAnswer>(KEYS.config, "images/v1/config");
}

export function useOverview() {
  return useApi<OverviewAnswer>(KEYS.overview, "darkroom/v1/overview");
}

export function useAccounts(enabled: boolean) {
  const { client } = requireSession();
  return useQuery({
    queryKey: KEYS.accounts,
    enabled,
    queryFn: ({ signal }) => client.call<readonly AccountAnswer[]>("accounts", { signal }),
  });
}
