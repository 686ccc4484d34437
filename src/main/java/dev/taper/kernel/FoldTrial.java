package dev.taper.kernel;

import java.util.Arrays;

/** What brings the vector forms of a {@link Fold} to the compiler. */
final class FoldTrial {
  private FoldTrial() {}

  /** Elements. */
  private static final int TRIAL = 16 * PlainReduce.LANES;

  /** Rows that are, and are not, a whole number of vectors. */
  static Warmup.Trial rows(Fold fold) {
    float[] x = new float[TRIAL + 2 * PlainReduce.LANES];
    Arrays.fill(x, 1.5f);
    x[TRIAL - 1] = 2.5f;
    float[] y = new float[2];
    int rest = 5;
    boolean extreme = fold == Fold.MAX || fold == Fold.MIN;
    return new Warmup.Trial(
        () -> {
          PlainReduce.block(fold, x, 0, TRIAL + rest, 0f);
          PlainReduce.block(fold, x, x.length - TRIAL - rest, TRIAL + rest, 0f);
          PlainReduce.block(fold, x, 1, TRIAL, 1f);
          PlainReduce.block(fold, x, 0, TRIAL / 2, 0f);
          PlainReduce.block(fold, x, TRIAL / 2, TRIAL / 2, 0f);
          if (extreme) {
            PlainReduce.find(x, 0, 0, 2.5f);
          }
        },
        () -> {
          VectorReduce.block(fold, x, 0, TRIAL + rest, 0f);
          VectorReduce.block(fold, x, x.length - TRIAL - rest, TRIAL + rest, 0f);
          VectorReduce.block(fold, x, 1, TRIAL, 1f);
          VectorLanes.wholeRows(fold, x, 0, 2, TRIAL / 2, Fold.ZERO, 0, 0, y, 0);
          if (extreme) {
            VectorArg.find(x, 0, 0, TRIAL, 2.5f);
          }
        });
  }

  /** Numbers of columns that are, and are not, a whole number of vectors. */
  static Warmup.Trial columns(Fold fold) {
    float[] x = new float[TRIAL + 2 * PlainReduce.LANES];
    Arrays.fill(x, 1.5f);
    float[] y = new float[Fold.COLUMNS];
    int rows = 4;
    int n = 3 * PlainReduce.LANES + Fold.NARROW + 5;
    int many = fold == Fold.SUM ? 2 * rows + 1 : 0;
    return new Warmup.Trial(
        () -> {
          PlainReduce.columnBlock(fold, x, 0, rows, n, n, Fold.NO_MEANS, 0, y, 0);
          PlainReduce.columnBlock(
              fold, x, 0, many, Fold.NARROW, VectorColumns.LONG, Fold.NO_MEANS, 0, y, 0);
        },
        () -> {
          VectorColumns.reduce(fold, x, 0, rows, n, n, Fold.NO_MEANS, 0, y, 0);
          VectorColumns.reduce(
              fold, x, 0, many, Fold.NARROW, VectorColumns.LONG, Fold.NO_MEANS, 0, y, 0);
          VectorColumns.add(y, 0, 0, VectorColumns.LONG, VectorColumns.LONG);
        });
  }
}
