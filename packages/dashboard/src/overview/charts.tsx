/** A row of a bar chart. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  /** The value as it is read. */
  readonly text: string;
}

/** A bar chart that is a table: the same numbers for eyes and for screen readers. */
export function Bars({ label, rows }: { readonly label: string; readonly rows: readonly Bar[] }) {
  const most = Math.max(...rows.map(({ value }) => value), 1);
  return (
    <table class="bars" aria-label={label}>
      <tbody>
        {rows.map(({ name, value, text }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="bar-cell" aria-hidden="true">
              <span class="bar">
                <span style={{ width: `${(value / most) * 100}%` }} />
              </span>
            </td>
            <td class="bar-value">{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const RADIUS = 42;
const AROUND = 2 * Math.PI * RADIUS;

/** A share of a whole as a ring, its text in the middle. */
export function Ring({
  share,
  text,
  label,
}: {
  readonly share: number | undefined;
  readonly text: string;
  readonly label: string;
}) {
  return (
    <figure class="ring">
      <svg viewBox="0 0 100 100" role="img" aria-label={`${label}: ${text}`}>
        <circle class="ring-whole" cx="50" cy="50" r={RADIUS} />
        {share !== undefined && (
          <circle
            class="ring-part"
            cx="50"
            cy="50"
            r={RADIUS}
            stroke-dasharray={`${share * AROUND} ${AROUND}`}
            transform="rotate(-90 50 50)"
          />
        )}
        <text x="50" y="50">
          {text}
        </text>
      </svg>
    </figure>
  );
}

/** How much of a limit is used. */
export function Meter({
  used,
  limit,
  label,
}: {
  readonly used: number;
  readonly limit: number;
  readonly label: string;
}) {
  const share = limit === 0 ? 0 : Math.min(1, used / limit);
  return <meter aria-label={label} min={0} max={1} high={0.95} value={share} />;
}
