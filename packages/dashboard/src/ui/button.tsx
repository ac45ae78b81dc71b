import type { ComponentChildren, JSX } from "preact";
import { Icon, type IconName } from "./icon.tsx";

interface Look {
  readonly kind?: "primary" | "plain" | "quiet" | "danger";
  readonly icon?: IconName;
  readonly small?: boolean;
  readonly children?: ComponentChildren;
}

type ButtonProps = Look & Omit<JSX.IntrinsicElements["button"], "icon" | "size">;

export function Button({ kind = "plain", icon, small, children, class: more, ...rest }: ButtonProps) {
  return (
    <button type="button" class={classOf(kind, small, more)} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A link that looks like a button: it goes somewhere. */
export function ButtonLink({
  kind = "plain",
  icon,
  small,
  children,
  class: more,
  ...rest
}: Look & Omit<JSX.IntrinsicElements["a"], "icon" | "size">) {
  return (
    <a class={classOf(kind, small, more)} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}

/** A button without a text; `label` is its name. */
export function IconButton({
  icon,
  label,
  kind = "quiet",
  small,
  ...rest
}: { readonly icon: IconName; readonly label: string } & Omit<ButtonProps, "icon" | "label">) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      class={`${classOf(kind, small, rest.class)} icon-only`}
    >
      <Icon name={icon} />
    </button>
  );
}

function classOf(kind: string, small: boolean | undefined, more: unknown): string {
  return ["button", kind, small ? "small" : "", typeof more === "string" ? more : ""]
    .filter(Boolean)
    .join(" ");
}
