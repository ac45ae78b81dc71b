import { QueryClientProvider } from "@tanstack/preact-query";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { createQueryClient, KEYS } from "./api/queries.ts";
import { ImagePage } from "./image/image-page.tsx";
import { ImagesPage } from "./images/images-page.tsx";
import { OverviewPage } from "./overview/overview-page.tsx";
import { hrefOf, place } from "./router.ts";
import { session, type Session } from "./session/session.ts";
import { SignIn } from "./session/sign-in.tsx";
import { SettingsPage } from "./settings/settings-page.tsx";
import { Shell } from "./shell.tsx";
import { ButtonLink } from "./ui/button.tsx";
import { EmptyState } from "./ui/notice.tsx";
import { Page } from "./ui/page.tsx";
import { Toasts } from "./ui/toasts.tsx";
import { DropTarget } from "./upload/drop-target.tsx";
import { whenUploaded } from "./upload/queue.ts";
import { UploadPage } from "./upload/upload-page.tsx";
import { NewVariantPage, VariantPage } from "./variants/variant-page.tsx";
import { VariantsPage } from "./variants/variants-page.tsx";

export function App() {
  return (
    <>
      {session.value === undefined ? <SignIn /> : <SignedIn session={session.value} />}
      <Toasts />
    </>
  );
}

function SignedIn({ session: current }: { readonly session: Session }) {
  const queries = useMemo(createQueryClient, [current]);
  useEffect(
    () =>
      whenUploaded(() => {
        for (const queryKey of [KEYS.images, KEYS.stats, KEYS.overview])
          void queries.invalidateQueries({ queryKey });
      }),
    [queries],
  );
  return (
    <QueryClientProvider client={queries} key={current.api}>
      <Shell>{page(place.value.segments)}</Shell>
      <DropTarget />
    </QueryClientProvider>
  );
}

function page([first = "", ...rest]: readonly string[]): ComponentChildren {
  const name = rest.join("/");
  switch (first) {
    case "":
      return <ImagesPage />;
    case "images":
      return name === "" ? <ImagesPage /> : <ImagePage id={name} key={name} />;
    case "upload":
      return <UploadPage />;
    case "variants":
      return name === "" ? <VariantsPage /> : <VariantPage name={name} key={name} />;
    case "new-variant":
      return <NewVariantPage />;
    case "overview":
      return <OverviewPage />;
    case "settings":
      return <SettingsPage tab={name} />;
    default:
      return (
        <Page title="Not found">
          <EmptyState icon="search" title="There is no such page.">
            <ButtonLink href={hrefOf([])}>Go to the images</ButtonLink>
          </EmptyState>
        </Page>
      );
  }
}
