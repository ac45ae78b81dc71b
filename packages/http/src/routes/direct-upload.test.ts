import { expect, test } from "vitest";
import { withoutUploadToken } from "./direct-upload.ts";

test.each([
  ["/upload/hash/secret", "/upload/hash/…"],
  ["/UPLOAD/hash/secret", "/UPLOAD/hash/…"],
  ["/%75pload/hash/secret", "/upload/…"],
  ["/upload%2Fhash%2fsecret", "/upload/…"],
  ["/upload/hash%2Fsecret", "/upload/…"],
  ["//upload/hash/secret", "/upload/…"],
  ["/%75pload%0a/x", "/%75pload%0a/x"],
  ["/public/upload/hash/picture", "/public/upload/hash/picture"],
])("a log shows %s as %s", (pathname, shown) => {
  expect(withoutUploadToken(pathname)).toBe(shown);
});
