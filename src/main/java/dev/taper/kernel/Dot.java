package dev.taper.kernel;

import java.util.Arrays;

/**
 * Inner products, in the same lanes and blocks as {@link PlainReduce}, each step one fused
 * multiply-add.
 */
final class Dot {
  private Dot() {}

  static float row(float[] a, int ao, float[] b, int bo, int n) {
    return strided(a, ao, 1, b, bo, 1, n);
  }

  static float strided(float[] a, int ao, int as, float[] b, int bo, int bs, int n) {
    if (n <= Fold.BLOCK) {
      return block(a, ao, as, b, bo, bs, n);
    }
    float[] parts = new float[(n + Fold.BLOCK - 1) / Fold.BLOCK];
    Grid.run(
        parts.length,
        Fold.BLOCK,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int start = i * Fold.BLOCK;
            int length = Math.min(Fold.BLOCK, n - start);
            parts[i] = block(a, ao + start * as, as, b, bo + start * bs, bs, length);
          }
        });
    return Fold.SUM.pairwise(parts, parts.length);
  }

  static float block(float[] a, int ao, int as, float[] b, int bo, int bs, int n) {
    if (n < PlainReduce.SHORT) {
      float part = 0f;
      for (int i = 0; i < n; i++) {
        part = Math.fma(a[ao + i * as], b[bo + i * bs], part);
      }
      return part;
    }
    float[] lanes = new float[PlainReduce.LANES];
    Arrays.fill(lanes, 0f);
    for (int i = 0; i < n; i++) {
      int lane = i % PlainReduce.LANES;
      lanes[lane] = Math.fma(a[ao + i * as], b[bo + i * bs], lanes[lane]);
    }
    return PlainReduce.together(Fold.SUM, lanes);
  }
}
