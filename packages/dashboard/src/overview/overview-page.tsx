import type { ComponentChildren } from "preact";
import type { OverviewAnswer } from "@darkroom/http/answers";
import { useOverview } from "../api/queries.ts";
import { formatBytes, formatCount, formatName, formatShare, formatTime, plural } from "../format.ts";
import { plainText } from "../api/client.ts";
import { requireSession } from "../session/session.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState, ErrorNotice, Skeleton } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { Bars, Meter, Ring } from "./charts.tsx";

/** What is stored, what is delivered, what went wrong. */
export function OverviewPage() {
  const overview = useOverview();
  return (
    <Page
      title="Overview"
      note={overview.data ? `Deliveries counted since ${formatTime(overview.data.delivery.since)}` : " "}
      actions={
        <Button icon="retry" disabled={overview.isFetching} onClick={() => void overview.refetch()}>
          Refresh
        </Button>
      }
    >
      {overview.isError && <ErrorNotice error={overview.error} onRetry={() => void overview.refetch()} />}
      {overview.isPending && <Skeleton lines={10} />}
      {overview.data && <Overview overview={overview.data} />}
    </Page>
  );
}

function Overview({
  overview: { images, originals, derived, delivery, failures },
}: {
  readonly overview: OverviewAnswer;
}) {
  const answered = delivery.hits + delivery.misses;
  const ratio = answered === 0 ? undefined : delivery.hits / answered;
  return (
    <>
      <div class="figures">
        <Figure
          title="Images"
          value={formatCount(images.count)}
          note={images.private > 0 ? `${formatCount(images.private)} private` : "all public"}
        />
        <Figure
          title="Originals"
          value={formatBytes(images.bytes)}
          note={images.count === 0 ? "" : `${formatBytes(images.bytes / images.count)} on average`}
        />
        <Figure
          title="Derived, in the cache"
          value={formatBytes(derived.bytes)}
          note={derived.quota === null ? "of all accounts" : `of ${formatBytes(derived.quota)}, all accounts`}
        >
          {derived.quota !== null && <Meter used={derived.bytes} limit={derived.quota} label="Cache used" />}
        </Figure>
        <Figure
          title="Delivered"
          value={formatBytes(delivery.bytes)}
          note={`${plural(answered + delivery.unchanged, "answer")}, ${formatCount(delivery.unchanged)} unchanged`}
        />
      </div>
      <div class="chart-grid">
        <section class="card" aria-labelledby="ratio-title">
          <h2 id="ratio-title">Cache</h2>
          <div class="ratio">
            <Ring
              share={ratio}
              text={ratio === undefined ? "–" : formatShare(ratio)}
              label="Answers from the cache"
            />
            <dl class="facts">
              <dt>From the cache</dt>
              <dd>{formatCount(delivery.hits)}</dd>
              <dt>Made anew</dt>
              <dd>{formatCount(delivery.misses)}</dd>
              <dt>Unchanged (304)</dt>
              <dd>{formatCount(delivery.unchanged)}</dd>
            </dl>
          </div>
        </section>
        <section class="card" aria-labelledby="formats-title">
          <h2 id="formats-title">Formats delivered</h2>
          {delivery.formats.length === 0 ? (
            <p class="soft">Nothing was delivered so far.</p>
          ) : (
            <Bars
              label="Formats delivered"
              rows={delivery.formats.map(({ mediaType, count, bytes }) => ({
                name: formatName(mediaType),
                value: count,
                text: `${formatCount(count)} · ${formatBytes(bytes)}`,
              }))}
            />
          )}
        </section>
        <section class="card" aria-labelledby="originals-title">
          <h2 id="originals-title">Originals by format</h2>
          {originals.length === 0 ? (
            <p class="soft">Nothing was uploaded so far.</p>
          ) : (
            <Bars
              label="Originals by format"
              rows={originals.map(({ mediaType, count, bytes }) => ({
                name: formatName(mediaType),
                value: bytes,
                text: `${formatCount(count)} · ${formatBytes(bytes)}`,
              }))}
            />
          )}
        </section>
      </div>
      <section class="card stack tight" aria-labelledby="failures-title">
        <h2 id="failures-title">Recent errors</h2>
        {failures.length === 0 ? (
          <EmptyState icon="check" title="No errors since the start" />
        ) : (
          <div class="table-frame" tabIndex={0} role="region" aria-label="Recent errors">
            <table class="failures">
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">Status</th>
                  <th scope="col">Request</th>
                  <th scope="col">Why</th>
                </tr>
              </thead>
              <tbody>
                {failures.map((failure, index) => (
                  <tr key={index}>
                    <td>{formatTime(failure.at)}</td>
                    <td>
                      <span class={failure.status >= 500 ? "badge bad" : "badge quiet"}>
                        {failure.status}
                      </span>
                    </td>
                    <td>
                      <code>
                        {failure.method} {shortPath(failure.path)}
                      </code>
                    </td>
                    <td>{plainText(failure.message)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
    </>
  );
}

/** What every address of the account's API begins with says nothing. */
function shortPath(path: string): string {
  const start = `/client/v4/${requireSession().api}/`;
  return path.startsWith(start) ? path.slice(start.length) : path;
}

function Figure({
  title,
  value,
  note,
  children,
}: {
  readonly title: string;
  readonly value: string;
  readonly note: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <section class="card figure">
      <h2>{title}</h2>
      <p class="figure-value">{value}</p>
      {children}
      <p class="soft">{note}</p>
    </section>
  );
}
