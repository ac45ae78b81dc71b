/**
 * Pixels from the colours of a matrix profile to sRGB (ICC.1:2022, annex F.3): each sample becomes light, the
 * light of the three channels is mixed, and each sum is encoded anew. Alpha stays as it is.
 *
 * A sample can only be one of 256, so what it adds to red, green and blue is looked up, curve and matrix at once.
 *
 * Layout of the tables, which the host fills (matrix-colour.ts):
 *   i32x4[256] for each of red, green and blue: its share of red, green, blue and nothing, 26 fraction bits;
 *              those of red have half a step more, which rounds the sum
 *   u8[16385]  the encoded level for light of 14 fraction bits, 0 to 1
 */

const LIGHT_BITS: i32 = 14;
const SHARE_BITS: i32 = 26;
const GREEN: usize = 256 * 16;
const BLUE: usize = 2 * GREEN;
const LEVELS: usize = 3 * GREEN;

@inline
function level(tables: usize, light: i32): u32 {
  return load<u8>(tables + <usize>light, LEVELS);
}

/** Converts `count` pixels in place. */
export function matrixConvert(tables: usize, pixels: usize, count: i32): void {
  const none = i32x4.splat(0);
  const all = i32x4.splat(1 << LIGHT_BITS);
  for (const end = pixels + (<usize>count << 2); pixels < end; pixels += 4) {
    const red = v128.load(tables + (<usize>load<u8>(pixels) << 4));
    const green = v128.load(tables + (<usize>load<u8>(pixels, 1) << 4), GREEN);
    const blue = v128.load(tables + (<usize>load<u8>(pixels, 2) << 4), BLUE);
    const sum = i32x4.shr_s(i32x4.add(i32x4.add(red, green), blue), SHARE_BITS - LIGHT_BITS);
    const light = i32x4.max_s(i32x4.min_s(sum, all), none);
    store<u8>(pixels, <u8>level(tables, i32x4.extract_lane(light, 0)));
    store<u8>(pixels, <u8>level(tables, i32x4.extract_lane(light, 1)), 1);
    store<u8>(pixels, <u8>level(tables, i32x4.extract_lane(light, 2)), 2);
  }
}
