import { describe, expect, test } from "vitest";
import { isDarkroomError } from "../errors.ts";
import { sanitiseSvg } from "./sanitise.ts";

function outcome(inner: string): string {
  try {
    sanitiseSvg(new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg">${inner}</svg>`));
    return "accepted";
  } catch (error) {
    if (isDarkroomError(error)) return error.code;
    throw error;
  }
}
/** Ten copies of the level below in each level. */
function levels(count: number, copies: (below: string) => string): string {
  return Array.from({ length: count }, (_, at) => `<g id="n${at + 1}">${copies(`n${at}`)}</g>`).join("");
}

describe("copies of copies", () => {
  test.each<[string, (below: string) => string]>([
    ["by use", (below) => `<use href="#${below}"/>`.repeat(10)],
    [
      "by use with an id in percent signs",
      (below) => `<use href="#${below.replace("n", "%6E")}"/>`.repeat(10),
    ],
    ["by patterns", (below) => `<rect fill="url(#${below})"/>`.repeat(10)],
    [
      "by a pattern that ten shapes inherit",
      (below) => `<g fill="url(#${below})">${"<rect/>".repeat(10)}</g>`,
    ],
    [
      "by markers on a path's vertices",
      (below) => `<path marker-mid="url(#${below})" d="M0 0h1h1h1h1h1h1h1h1h1h1"/>`,
    ],
    ["by masks in style attributes", (below) => `<rect style="mask:url('#${below}')"/>`.repeat(10)],
    ["by images in filters", (below) => `<feImage href="#${below}"/>`.repeat(10)],
  ])("%s are refused when they multiply, and kept when they are few", (_, copies) => {
    expect(outcome(`<rect id="n0"/>${levels(3, copies)}`)).toBe("accepted");
    expect(outcome(`<rect id="n0"/>${levels(8, copies)}`)).toBe("image_too_large");
  });

  test("many uses of one symbol are kept", () => {
    expect(outcome(`<symbol id="s">${"<path/>".repeat(30)}</symbol>${'<use href="#s"/>'.repeat(5000)}`)).toBe(
      "accepted",
    );
  });

  test("gradients do not count, however often they are used", () => {
    const gradient = `<linearGradient id="n0">${"<stop/>".repeat(50)}</linearGradient>`;
    expect(outcome(gradient + '<rect fill="url(#n0)"/>'.repeat(20_000))).toBe("accepted");
  });

  test("a chain as long as a document may be takes no stack", () => {
    const chain = Array.from({ length: 100_000 }, (_, at) => `<use id="n${at}" href="#n${at + 1}"/>`).join(
      "",
    );
    expect(outcome(chain)).toBe("image_too_large");
  });
});

describe("circles", () => {
  test.each([
    ["a use inside what it uses", '<g id="a"><use href="#a"/></g>'],
    ["two that use each other", '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'],
    ["a pattern that paints itself", '<pattern id="a"><rect fill="url(#a)"/></pattern>'],
  ])("%s are refused", (_, inner) => {
    expect(outcome(inner)).toBe("image_corrupt");
  });

  test("the first of two elements with one id is the one that counts", () => {
    expect(outcome('<rect id="a"/><g id="a"><use href="#a"/></g>')).toBe("accepted");
  });

  test("a mask inside what it masks is no circle", () => {
    expect(outcome('<g mask="url(#m)" id="a"><mask id="m"><rect/></mask></g>')).toBe("accepted");
  });

  test("links and animations draw nothing, so that they may point at what surrounds them", () => {
    expect(outcome('<g id="a"><a href="#a"/><animate href="#a" attributeName="x"/></g>')).toBe("accepted");
  });
});
