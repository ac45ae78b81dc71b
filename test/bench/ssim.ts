/**
 * Structural similarity of the luma of two RGBA pictures, the mean over windows of 8×8 pixels (Z. Wang et al.,
 * "Image quality assessment: from error visibility to structural similarity", IEEE Trans. IP 13, 2004).
 */
export function ssim(a: Uint8Array, b: Uint8Array, width: number, height: number): number {
  const C1 = (0.01 * 255) ** 2;
  const C2 = (0.03 * 255) ** 2;
  let total = 0;
  let windows = 0;
  for (let top = 0; top + 8 <= height; top += 8) {
    for (let left = 0; left + 8 <= width; left += 8) {
      let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
      for (let i = 0; i < 64; i++) {
        const at = ((top + (i >> 3)) * width + left + (i & 7)) * 4;
        const x = luma(a, at);
        const y = luma(b, at);
        sumA += x;
        sumB += y;
        sumAA += x * x;
        sumBB += y * y;
        sumAB += x * y;
      }
      const meanA = sumA / 64;
      const meanB = sumB / 64;
      const varianceA = sumAA / 64 - meanA * meanA;
      const varianceB = sumBB / 64 - meanB * meanB;
      const covariance = sumAB / 64 - meanA * meanB;
      total +=
        ((2 * meanA * meanB + C1) * (2 * covariance + C2)) /
        ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2));
      windows++;
    }
  }
  return total / windows;
}

function luma(pixels: Uint8Array, at: number): number {
  return 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
}
