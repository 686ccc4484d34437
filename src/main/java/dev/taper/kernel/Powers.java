package dev.taper.kernel;

/** {@code Σ |x|ᵖ} for any p, in double precision inside a block. */
final class Powers {
  private Powers() {}

  static float row(float[] x, int xo, int n, double p) {
    int blocks = Math.max(1, (n + Fold.BLOCK - 1) / Fold.BLOCK);
    float[] parts = new float[blocks];
    Grid.run(
        blocks,
        Fold.BLOCK * 16L,
        (from, to) -> {
          for (int b = from; b < to; b++) {
            int start = b * Fold.BLOCK;
            parts[b] = block(x, xo + start, Math.min(Fold.BLOCK, n - start), 1, p);
          }
        });
    return Fold.SUM.pairwise(parts, blocks);
  }

  static void apply(
      float[] x, int xo, int outer, int reduce, int inner, double p, float[] y, int yo) {
    Grid.run(
        outer * inner,
        reduce * 16L,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int start = xo + i / inner * reduce * inner + i % inner;
            y[yo + i] = inner == 1 ? row(x, start, reduce, p) : column(x, start, reduce, inner, p);
          }
        });
  }

  private static float column(float[] x, int xo, int rows, int stride, double p) {
    int blocks = Math.max(1, (rows + Fold.ROWS - 1) / Fold.ROWS);
    float[] parts = new float[blocks];
    for (int b = 0; b < blocks; b++) {
      int row = b * Fold.ROWS;
      parts[b] = block(x, xo + row * stride, Math.min(Fold.ROWS, rows - row), stride, p);
    }
    return Fold.SUM.pairwise(parts, blocks);
  }

  private static float block(float[] x, int xo, int n, int stride, double p) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.pow(Math.abs((double) x[xo + i * stride]), p);
    }
    return (float) sum;
  }
}
