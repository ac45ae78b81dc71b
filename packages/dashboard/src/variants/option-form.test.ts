import { OPTIONS, parseOptions } from "@darkroom/core";
import { expect, test } from "vitest";
import { FORM_OPTIONS, pointOf } from "./option-form.tsx";

test("every option that the server builds has a control, and no other has", () => {
  const built = Object.entries(OPTIONS).filter(([, row]) => row.built);
  expect(FORM_OPTIONS.map(([name]) => name)).toEqual(built.map(([name]) => name));
});

test("whatever a control can choose is an option that the server takes", () => {
  for (const [name, , control] of FORM_OPTIONS) {
    const values = {
      number: () => (control.as === "number" ? [control.least, control.most] : []),
      choice: () => (control.as === "choice" ? control.values : []),
      point: () => [{ x: 0, y: 1 }],
      colour: () => ["#ff8800"],
    }[control.as]();
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) expect(parseOptions({ [name]: value })).toHaveProperty(name);
  }
});

test("a point is read from words and from shares", () => {
  expect(pointOf("right")).toEqual({ x: 1, y: 0.5 });
  expect(pointOf({ x: 0.2 })).toEqual({ x: 0.2, y: 0.5 });
  expect(pointOf(undefined)).toEqual({ x: 0.5, y: 0.5 });
});
