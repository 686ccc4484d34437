package dev.taper.kernel;

/** Small products that take each of the ways that {@link VectorGemm} has. */
final class GemmTrial {
  /** (m, n, k, transposed A, transposed B): each micro-kernel, whole tiles and edges. */
  private static final int[][] SHAPES = {
    {58, 100, 16, 0, 0},
    {57, 100, 16, 1, 1},
    {58, 80, 16, 0, 1},
    {57, 80, 16, 1, 0},
    {58, 16, 80, 0, 0},
    {57, 8, 80, 0, 0},
    {57, 12, 80, 0, 0},
    {57, 8, 80, 1, 0},
    {13, 70, 40, 0, 0},
    {6, 250, 16, 0, 0},
    {8, 48, 16, 0, 0},
    {8, 51, 16, 0, 0},
    {8, 64, 130, 0, 0},
    {7, 80, 110, 0, 0},
    {9, 16, 16, 0, 1},
    {30, 32, 1, 0, 0},
    {30, 33, 2, 0, 0},
    {30, 32, 3, 0, 1},
    {30, 16, 4, 0, 0},
    {32, 3, 60, 1, 0},
    {1, 300, 16, 0, 0},
    {16, 1, 256, 0, 0},
    {16, 1, 250, 0, 0},
    {24, 1, 24, 0, 0}
  };

  private static final int ALIGNMENTS = 200;

  private final float[] a = new float[60 * 256];
  private final float[] b = new float[40 * 256];
  private final float[] c = new float[60 * 256];

  private GemmTrial() {}

  static Warmup.Trial make() {
    GemmTrial data = new GemmTrial();
    // Its time is no part of a product's, but products would wait for it uncompiled.
    float[] x = new float[VectorAlignment.LENGTH + VectorAlignment.SLACK];
    for (int i = 0; i < ALIGNMENTS; i++) {
      VectorAlignment.find(x, 0);
    }
    return new Warmup.Trial(data::plain, data::vector);
  }

  private void plain() {
    for (int[] s : SHAPES) {
      int ars = s[3] == 1 ? 1 : s[2];
      int acs = s[3] == 1 ? s[0] : 1;
      int brs = s[4] == 1 ? 1 : s[1];
      int bcs = s[4] == 1 ? s[2] : 1;
      ScalarGemm.gemm(s[0], s[1], s[2], a, 0, ars, acs, b, 0, brs, bcs, c, 0, s[1], false);
      ScalarGemm.gemm(s[0], s[1], s[2], a, 0, ars, acs, b, 0, brs, bcs, c, 0, s[1], true);
    }
  }

  private void vector() {
    for (int[] s : SHAPES) {
      int ars = s[3] == 1 ? 1 : s[2];
      int acs = s[3] == 1 ? s[0] : 1;
      int brs = s[4] == 1 ? 1 : s[1];
      int bcs = s[4] == 1 ? s[2] : 1;
      VectorGemm.gemm(s[0], s[1], s[2], a, 0, ars, acs, b, 0, brs, bcs, c, 0, s[1], false);
      VectorGemm.gemm(s[0], s[1], s[2], a, 0, ars, acs, b, 0, brs, bcs, c, 0, s[1], true);
    }
  }
}
