package dev.taper.kernel;

/**
 * Small products that take each of the ways that {@link VectorGemm} has for large products, for
 * those of few rows, of few columns, with a vector, or for the rest: what is not used is not
 * compiled, which for each of these takes C2 a second or so.
 */
final class GemmTrial implements Warmup.Subject {
  /**
   * (m, n, k, transposed A, transposed B): each micro-kernel, about as often as the others, whole
   * tiles and edges.
   */
  private static final int[][] LARGE = {
    {20, 100, 24, 0, 0}, {19, 100, 24, 1, 1}, {20, 80, 24, 0, 1}, {19, 80, 24, 1, 0}
  };

  private static final int[][] FEW_ROWS = {
    {4, 160, 60, 0, 0},
    {3, 145, 60, 0, 0},
    {4, 112, 80, 0, 0},
    {8, 64, 130, 0, 0},
    {7, 80, 110, 0, 0}
  };

  private static final int[][] FEW_COLUMNS = {
    {57, 8, 80, 0, 0},
    {57, 12, 80, 0, 0},
    {20, 3, 60, 0, 1},
    {12, 6, 90, 0, 0},
    {9, 12, 40, 0, 1},
    {20, 12, 16, 0, 0}
  };

  private static final int[][] SMALL = {
    {20, 16, 104, 0, 0},
    {19, 16, 112, 1, 1},
    {57, 8, 80, 1, 0},
    {6, 250, 16, 0, 0},
    {8, 48, 16, 0, 0},
    {8, 51, 16, 0, 0},
    {9, 16, 16, 0, 1},
    {30, 32, 1, 0, 0},
    {30, 33, 2, 0, 0},
    {30, 32, 3, 0, 1},
    {30, 16, 4, 0, 0},
    {30, 12, 3, 0, 0},
    {32, 3, 60, 1, 0}
  };

  private static final int[][] VECTOR = {
    {1, 300, 16, 0, 0},
    {1, 200, 16, 0, 1},
    {16, 1, 256, 0, 0},
    {16, 1, 250, 0, 0},
    {24, 1, 24, 0, 0}
  };

  /** From here on a product is packed and done in blocks, but for few rows. */
  private static final int LARGE_COLUMNS = 17;

  private static final long LARGE_WORK = 1L << 15;

  /** Columns of a vector where there are ways of their own for few rows and columns. */
  private static final int LANES = 16;

  private static final Warmup LARGE_ONES = new Warmup(new GemmTrial(LARGE));
  private static final Warmup OF_FEW_ROWS = new Warmup(new GemmTrial(FEW_ROWS));
  private static final Warmup OF_FEW_COLUMNS = new Warmup(new GemmTrial(FEW_COLUMNS));
  private static final Warmup SMALL_ONES = new Warmup(new GemmTrial(SMALL));
  private static final Warmup VECTORS = new Warmup(new GemmTrial(VECTOR));

  private final int[][] shapes;

  private GemmTrial(int[][] shapes) {
    this.shapes = shapes;
  }

  /** Whether the vector form is to do a product of so many multiply-adds, of these strides. */
  static boolean ready(int m, int n, int k, int acs, int bcs, long work) {
    return warmup(m, n, k, acs, bcs, work).ready(work);
  }

  /** The products, as above, that stand for one of these sizes and strides. */
  static int[][] trial(int m, int n, int k, int acs, int bcs) {
    return warmup(m, n, k, acs, bcs, (long) m * n * k).subject() instanceof GemmTrial trial
        ? trial.shapes
        : new int[0][];
  }

  private static Warmup warmup(int m, int n, int k, int acs, int bcs, long work) {
    if (m == 1 || n == 1) {
      return VECTORS;
    }
    boolean fewRows = m <= VectorThin.ROWS && n >= LANES && bcs == 1;
    if (n >= LARGE_COLUMNS && work > LARGE_WORK && !fewRows) {
      return LARGE_ONES;
    }
    if (k <= VectorOuter.STEPS) {
      return SMALL_ONES;
    }
    if (fewRows && (long) n * k >= VectorGemm.LOW_WORK) {
      return OF_FEW_ROWS;
    }
    return n < LANES && acs == 1 && k <= VectorGemm.THIN ? OF_FEW_COLUMNS : SMALL_ONES;
  }

  @Override
  public Warmup.Trial trial() {
    float[] a = new float[60 * 256];
    float[] b = new float[60 * 256];
    float[] c = new float[60 * 256];
    return new Warmup.Trial(
        () -> {
          for (int[] s : shapes) {
            plain(s, a, b, c);
          }
        },
        () -> {
          // Large products look for a place of their data, which takes long until it is compiled.
          if (shapes == LARGE) {
            VectorAlignment.warm(a);
          }
          for (int[] s : shapes) {
            vector(s, a, b, c);
          }
        });
  }

  private static void plain(int[] s, float[] a, float[] b, float[] c) {
    int ars = s[3] == 1 ? 1 : s[2];
    int acs = s[3] == 1 ? s[0] : 1;
    int brs = s[4] == 1 ? 1 : s[1];
    int bcs = s[4] == 1 ? s[2] : 1;
    ScalarGemm.gemm(s[0], s[1], s[2], a, 0, ars, acs, b, 0, brs, bcs, c, 0, s[1], false);
    ScalarGemm.gemm(s[0], s[1], s[2], a, 0, ars, acs, b, 0, brs, bcs, c, 0, s[1], true);
  }

  private static void vector(int[] s, float[] a, float[] b, float[] c) {
    int ars = s[3] == 1 ? 1 : s[2];
    int acs = s[3] == 1 ? s[0] : 1;
    int brs = s[4] == 1 ? 1 : s[1];
    int bcs = s[4] == 1 ? s[2] : 1;
    VectorGemm.gemm(s[0], s[1], s[2], a, 0, ars, acs, b, 0, brs, bcs, c, 0, s[1], false);
    VectorGemm.gemm(s[0], s[1], s[2], a, 0, ars, acs, b, 0, brs, bcs, c, 0, s[1], true);
  }
}
