package dev.taper.kernel;

/**
 * Inner products, in the same lanes and blocks as {@link PlainReduce}, each step one fused
 * multiply-add.
 */
final class Dot {
  /** Elements in a block below which plain Java is as fast. */
  private static final int WORTHWHILE = 256;

  private static final Warmup WARMUP = new Warmup(Dot::trial);

  private Dot() {}

  private static Warmup.Trial trial() {
    float[] x = new float[WORTHWHILE + 2 * PlainReduce.LANES];
    return new Warmup.Trial(
        () -> {
          plainBlock(x, 0, 1, x, 0, 1, WORTHWHILE);
          plainBlock(x, 0, 1, x, 0, 1, WORTHWHILE + 5);
          plainBlock(x, 5, 1, x, 5, 1, x.length - 5);
        },
        () -> {
          vectorBlock(x, 0, x, 0, WORTHWHILE);
          vectorBlock(x, 0, x, 0, WORTHWHILE + 5);
          vectorBlock(x, 5, x, 5, x.length - 5);
        });
  }

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

  private static float block(float[] a, int ao, int as, float[] b, int bo, int bs, int n) {
    return as == 1 && bs == 1 && n >= WORTHWHILE && WARMUP.ready(n)
        ? vectorBlock(a, ao, b, bo, n)
        : plainBlock(a, ao, as, b, bo, bs, n);
  }

  static float vectorBlock(float[] a, int ao, float[] b, int bo, int n) {
    if (n < PlainReduce.LANES) {
      return plainBlock(a, ao, 1, b, bo, 1, n);
    }
    if (VectorLanes.fit(a, ao, n) && VectorLanes.fit(b, bo, n)) {
      return VectorLanes.dot(a, ao, b, bo, n);
    }
    float[] lanes = new float[PlainReduce.LANES];
    int rows = n / PlainReduce.LANES;
    VectorReduce.dot(a, ao, b, bo, rows, lanes);
    for (int i = rows * PlainReduce.LANES; i < n; i++) {
      int lane = i - rows * PlainReduce.LANES;
      lanes[lane] = Math.fma(a[ao + i], b[bo + i], lanes[lane]);
    }
    return VectorReduce.together(false, lanes);
  }

  static float plainBlock(float[] a, int ao, int as, float[] b, int bo, int bs, int n) {
    if (n < PlainReduce.SHORT) {
      float part = 0f;
      for (int i = 0; i < n; i++) {
        part = Math.fma(a[ao + i * as], b[bo + i * bs], part);
      }
      return part;
    }
    float[] lanes = new float[PlainReduce.LANES];
    int rows = n / PlainReduce.LANES;
    for (int lane = 0; lane < PlainReduce.LANES; lane += 8) {
      if (as == 1 && bs == 1) {
        lanes(a, ao + lane, b, bo + lane, rows, lanes, lane);
      } else {
        lanes(a, ao + lane * as, as, b, bo + lane * bs, bs, rows, lanes, lane);
      }
    }
    return finish(a, ao, as, b, bo, bs, rows * PlainReduce.LANES, n, lanes);
  }

  /** Eight lanes at once, since each waits for its last step. */
  private static void lanes(
      float[] a, int ao, int as, float[] b, int bo, int bs, int rows, float[] y, int yo) {
    float c = 0f;
    float d = 0f;
    float e = 0f;
    float f = 0f;
    float g = 0f;
    float h = 0f;
    float i = 0f;
    float j = 0f;
    for (int r = 0; r < rows; r++) {
      int p = ao + r * PlainReduce.LANES * as;
      int q = bo + r * PlainReduce.LANES * bs;
      c = Math.fma(a[p], b[q], c);
      d = Math.fma(a[p + as], b[q + bs], d);
      e = Math.fma(a[p + 2 * as], b[q + 2 * bs], e);
      f = Math.fma(a[p + 3 * as], b[q + 3 * bs], f);
      g = Math.fma(a[p + 4 * as], b[q + 4 * bs], g);
      h = Math.fma(a[p + 5 * as], b[q + 5 * bs], h);
      i = Math.fma(a[p + 6 * as], b[q + 6 * bs], i);
      j = Math.fma(a[p + 7 * as], b[q + 7 * bs], j);
    }
    y[yo] = c;
    y[yo + 1] = d;
    y[yo + 2] = e;
    y[yo + 3] = f;
    y[yo + 4] = g;
    y[yo + 5] = h;
    y[yo + 6] = i;
    y[yo + 7] = j;
  }

  private static void lanes(float[] a, int ao, float[] b, int bo, int rows, float[] y, int yo) {
    float c = 0f;
    float d = 0f;
    float e = 0f;
    float f = 0f;
    float g = 0f;
    float h = 0f;
    float i = 0f;
    float j = 0f;
    for (int r = 0; r < rows; r++) {
      int p = ao + r * PlainReduce.LANES;
      int q = bo + r * PlainReduce.LANES;
      c = Math.fma(a[p], b[q], c);
      d = Math.fma(a[p + 1], b[q + 1], d);
      e = Math.fma(a[p + 2], b[q + 2], e);
      f = Math.fma(a[p + 3], b[q + 3], f);
      g = Math.fma(a[p + 4], b[q + 4], g);
      h = Math.fma(a[p + 5], b[q + 5], h);
      i = Math.fma(a[p + 6], b[q + 6], i);
      j = Math.fma(a[p + 7], b[q + 7], j);
    }
    y[yo] = c;
    y[yo + 1] = d;
    y[yo + 2] = e;
    y[yo + 3] = f;
    y[yo + 4] = g;
    y[yo + 5] = h;
    y[yo + 6] = i;
    y[yo + 7] = j;
  }

  private static float finish(
      float[] a, int ao, int as, float[] b, int bo, int bs, int from, int n, float[] lanes) {
    for (int i = from; i < n; i++) {
      int lane = i - from;
      lanes[lane] = Math.fma(a[ao + i * as], b[bo + i * bs], lanes[lane]);
    }
    return PlainReduce.together(Fold.SUM, lanes);
  }
}
