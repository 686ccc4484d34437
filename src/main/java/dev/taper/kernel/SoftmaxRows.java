package dev.taper.kernel;

/**
 * {@link Softmax} of contiguous rows, one after the other while they are in the cache.
 *
 * <p>Of rows shorter than a few vectors the exponentials are taken for many rows at once. Rows so
 * short that they are added up one element after the other, as columns are, become columns for the
 * time: loops along them take all rows at once, with the same bits.
 */
final class SoftmaxRows {
  /** What an exponential costs in elements of cheap work. */
  static final int COST = 8;

  /** Elements below which a row is short. */
  static final int SHORT = 64;

  /** Elements of short rows that are worked on at a time. */
  private static final int GROUP = 2048;

  /** So many short rows are worth turning into columns. */
  private static final int MANY = 16;

  private static final int TRIAL = 4 * SHORT + 5;
  private static final Warmup WARMUP = new Warmup(SoftmaxRows::trial);

  private SoftmaxRows() {}

  /** Work on {@code n} rows (or columns) from {@code at} on. */
  @FunctionalInterface
  interface Task {
    void run(int at, int n);
  }

  /** Gives out {@code rows} rows of {@code n} elements. */
  static void run(int rows, int n, Task task) {
    if (n > 0) {
      Grid.run(rows, (long) n * COST, (from, to) -> task.run(from * n, to - from));
    }
  }

  /** Whether the vector loops are to work on so many elements. */
  static boolean vector(int elements) {
    return elements >= SHORT && WARMUP.ready((long) elements * COST);
  }

  static void softmax(float[] x, int xo, int rows, int n, float[] y, int yo) {
    if (n < SHORT) {
      for (int r = 0; r < rows; r += GROUP / n) {
        shortSoftmax(x, xo + r * n, Math.min(GROUP / n, rows - r), n, y, yo + r * n);
      }
      return;
    }
    for (int at = 0; at < rows * n; at += n) {
      float max = Fold.MAX.row(x, xo + at, n, 0f);
      exps(x, xo + at, max, y, yo + at, n);
      scale(y, yo + at, 1 / Fold.SUM.row(y, yo + at, n, 0f), n);
    }
  }

  private static boolean turns(int rows, int n) {
    return n < PlainReduce.SHORT && rows >= MANY;
  }

  /** The rows as columns of {@code t}, less the largest of each, which goes to {@code max}. */
  private static void turn(float[] x, int xo, int rows, int n, float[] t, float[] max, int mo) {
    Transpose.floats(x, xo, n, t, 0, rows, n, rows);
    Fold.MAX.columns(t, 0, n, rows, rows, null, 0, max, mo);
    subtract(t, max, mo, rows, n);
  }

  /** Takes a number of its own off each of {@code columns}. */
  private static void subtract(float[] t, float[] m, int mo, int columns, int n) {
    boolean vector = vector(columns * n);
    for (int at = 0; at < columns * n; at += columns) {
      if (vector) {
        VectorSoftmax.subtract(t, at, m, mo, t, at, columns);
      } else {
        PlainSoftmax.subtract(t, at, m, mo, t, at, columns);
      }
    }
  }

  /** Multiplies each of {@code columns} by a number of its own. */
  private static void scale(float[] t, float[] factors, int columns, int n) {
    boolean vector = vector(columns * n);
    for (int at = 0; at < columns * n; at += columns) {
      if (vector) {
        VectorSoftmax.scale(t, at, factors, 0, columns);
      } else {
        PlainSoftmax.scale(t, at, factors, 0, columns);
      }
    }
  }

  private static void turnBack(float[] t, int rows, int n, float[] y, int yo) {
    Transpose.floats(t, 0, rows, y, yo, n, rows, n);
  }

  private static void turnedSoftmax(float[] x, int xo, int rows, int n, float[] y, int yo) {
    Block block = Block.take();
    try {
      float[] t = block.a;
      float[] sums = block.b;
      turn(x, xo, rows, n, t, sums, 0);
      exps(t, 0, 0f, t, 0, rows * n);
      Fold.SUM.columns(t, 0, n, rows, rows, null, 0, sums, 0);
      for (int r = 0; r < rows; r++) {
        sums[r] = 1 / sums[r];
      }
      scale(t, sums, rows, n);
      turnBack(t, rows, n, y, yo);
    } finally {
      block.give();
    }
  }

  private static void turnedLogSoftmax(float[] x, int xo, int rows, int n, float[] y, int yo) {
    Block block = Block.take();
    try {
      float[] t = block.a;
      float[] sums = block.b;
      turn(x, xo, rows, n, t, sums, 0);
      exps(t, 0, 0f, block.y, 0, rows * n);
      Fold.SUM.columns(block.y, 0, n, rows, rows, null, 0, sums, 0);
      for (int r = 0; r < rows; r++) {
        sums[r] = FloatMath.log(sums[r]);
      }
      subtract(t, sums, 0, rows, n);
      turnBack(t, rows, n, y, yo);
    } finally {
      block.give();
    }
  }

  private static void shortSoftmax(float[] x, int xo, int rows, int n, float[] y, int yo) {
    if (turns(rows, n)) {
      turnedSoftmax(x, xo, rows, n, y, yo);
      return;
    }
    int size = rows * n;
    for (int at = 0; at < size; at += n) {
      subtractMax(x, xo + at, y, yo + at, n);
    }
    exps(y, yo, 0f, y, yo, size);
    for (int at = 0; at < size; at += n) {
      float sum = PlainReduce.block(Fold.SUM, y, yo + at, n, 0f);
      PlainSoftmax.scale(y, yo + at, 1 / sum, n);
    }
  }

  static void logSoftmax(float[] x, int xo, int rows, int n, float[] y, int yo) {
    if (n < SHORT) {
      for (int r = 0; r < rows; r += GROUP / n) {
        shortLogSoftmax(x, xo + r * n, Math.min(GROUP / n, rows - r), n, y, yo + r * n);
      }
      return;
    }
    float[] room = new float[room(n)];
    for (int at = 0; at < rows * n; at += n) {
      float max = Fold.MAX.row(x, xo + at, n, 0f);
      float log = FloatMath.log(expSum(x, xo + at, max, n, room));
      if (vector(n)) {
        VectorSoftmax.shift(x, xo + at, max, log, y, yo + at, n);
      } else {
        PlainSoftmax.shift(x, xo + at, max, log, y, yo + at, n);
      }
    }
  }

  private static void shortLogSoftmax(float[] x, int xo, int rows, int n, float[] y, int yo) {
    if (turns(rows, n)) {
      turnedLogSoftmax(x, xo, rows, n, y, yo);
      return;
    }
    int size = rows * n;
    float[] e = new float[size];
    for (int at = 0; at < size; at += n) {
      subtractMax(x, xo + at, y, yo + at, n);
    }
    exps(y, yo, 0f, e, 0, size);
    for (int at = 0; at < size; at += n) {
      float log = FloatMath.log(PlainReduce.block(Fold.SUM, e, at, n, 0f));
      for (int i = yo + at; i < yo + at + n; i++) {
        y[i] -= log;
      }
    }
  }

  /** {@code y = x − max}. */
  private static void subtractMax(float[] x, int xo, float[] y, int yo, int n) {
    float max = Fold.MAX.steps(Float.NEGATIVE_INFINITY, x, xo, n, 1, 0f);
    for (int i = 0; i < n; i++) {
      y[yo + i] = x[xo + i] - max;
    }
  }

  static void gradient(
      float[] dy, int dyo, float[] y, int yo, int rows, int n, float[] dx, int dxo) {
    for (int at = 0; at < rows * n; at += n) {
      float sum = Reduce.dot(dy, dyo + at, y, yo + at, n);
      if (vector(n)) {
        VectorSoftmax.gradient(dy, dyo + at, y, yo + at, sum, dx, dxo + at, n);
      } else {
        PlainSoftmax.gradient(dy, dyo + at, y, yo + at, sum, dx, dxo + at, n);
      }
    }
  }

  static void logGradient(
      float[] dy, int dyo, float[] y, int yo, int rows, int n, float[] dx, int dxo) {
    if (n < SHORT) {
      shortLogGradient(dy, dyo, y, yo, rows, n, dx, dxo);
      return;
    }
    for (int at = 0; at < rows * n; at += n) {
      float sum = Fold.SUM.row(dy, dyo + at, n, 0f);
      if (vector(n)) {
        VectorExps.logGradient(dy, dyo + at, y, yo + at, sum, dx, dxo + at, n);
      } else {
        PlainSoftmax.logGradientOf(dy, dyo + at, y, yo + at, sum, dx, dxo + at, n);
      }
    }
  }

  private static void shortLogGradient(
      float[] dy, int dyo, float[] y, int yo, int rows, int n, float[] dx, int dxo) {
    int group = Math.min(GROUP / n, rows);
    float[] e = new float[group * n];
    for (int r = 0; r < rows; r += group) {
      int size = Math.min(group, rows - r) * n;
      int start = r * n;
      exps(y, yo + start, 0f, e, 0, size);
      for (int i = 0; i < size; i += n) {
        int at = start + i;
        float sum = Fold.SUM.row(dy, dyo + at, n, 0f);
        PlainSoftmax.logGradient(dy, dyo + at, e, i, sum, dx, dxo + at, n);
      }
    }
  }

  /** Elements that {@link #expSum} needs to work in. */
  static int room(int n) {
    return n <= Fold.BLOCK && vector(n) ? PlainReduce.LANES : Math.max(n, PlainReduce.LANES);
  }

  /** {@code Σ exp(x − max)} of a row that is not short. */
  static float expSum(float[] x, int xo, float max, int n, float[] room) {
    if (n <= Fold.BLOCK && vector(n)) {
      return VectorExps.sum(x, xo, max, n, room);
    }
    exps(x, xo, max, room, 0, n);
    return Fold.SUM.row(room, 0, n, 0f);
  }

  /** {@code Σ exp(x − max)} of each of some short rows, and their largest elements. */
  static void shortExpSums(
      float[] x, int xo, int rows, int n, float[] max, int mo, float[] sums, int so) {
    Block block = Block.take();
    try {
      float[] e = block.a;
      if (turns(rows, n)) {
        turn(x, xo, rows, n, e, max, mo);
        exps(e, 0, 0f, e, 0, rows * n);
        Fold.SUM.columns(e, 0, n, rows, rows, null, 0, sums, so);
        return;
      }
      max(x, xo, rows, n, max, mo);
      exps(x, xo, rows, n, max, mo, e, 0);
      Fold.SUM.apply(e, 0, rows, n, 1, sums, so);
    } finally {
      block.give();
    }
  }

  /** {@code y = exp(x − max)·factor} of some short rows. */
  static void shortScaledExps(
      float[] x, int xo, int rows, int n, float[] max, int mo, float[] factors, float[] y, int yo) {
    if (!turns(rows, n)) {
      exps(x, xo, rows, n, max, mo, y, yo);
      for (int r = 0; r < rows; r++) {
        scale(y, yo + r * n, factors[r], n);
      }
      return;
    }
    Block block = Block.take();
    try {
      float[] t = block.a;
      Transpose.floats(x, xo, n, t, 0, rows, n, rows);
      subtract(t, max, mo, rows, n);
      exps(t, 0, 0f, t, 0, rows * n);
      scale(t, factors, rows, n);
      turnBack(t, rows, n, y, yo);
    } finally {
      block.give();
    }
  }

  /** How many rows are worked on at a time. */
  static int group(int n, int rows) {
    return n < SHORT ? Math.max(1, Math.min(GROUP / Math.max(1, n), rows)) : 1;
  }

  /** The largest element of each row. */
  static void max(float[] x, int xo, int rows, int n, float[] max, int mo) {
    for (int r = 0; r < rows; r++) {
      int at = xo + r * n;
      max[mo + r] =
          n < SHORT
              ? Fold.MAX.steps(Float.NEGATIVE_INFINITY, x, at, n, 1, 0f)
              : Fold.MAX.row(x, at, n, 0f);
    }
  }

  /** {@code y = exp(x − max)} with a maximum for each row. */
  static void exps(float[] x, int xo, int rows, int n, float[] max, int mo, float[] y, int yo) {
    if (n >= SHORT) {
      for (int r = 0; r < rows; r++) {
        exps(x, xo + r * n, max[mo + r], y, yo + r * n, n);
      }
      return;
    }
    for (int r = 0; r < rows; r++) {
      float m = max[mo + r];
      for (int i = r * n; i < r * n + n; i++) {
        y[yo + i] = x[xo + i] - m;
      }
    }
    exps(y, yo, 0f, y, yo, rows * n);
  }

  /** {@code y = y·factor}. */
  static void scale(float[] y, int yo, float factor, int n) {
    if (vector(n)) {
      VectorSoftmax.scale(y, yo, factor, n);
    } else {
      PlainSoftmax.scale(y, yo, factor, n);
    }
  }

  /** {@code y = exp(x − m)}. */
  static void exps(float[] x, int xo, float m, float[] y, int yo, int n) {
    Grid.run(
        (n + Fold.BLOCK - 1) / Fold.BLOCK,
        (long) Fold.BLOCK * COST,
        (from, to) -> {
          int start = from * Fold.BLOCK;
          int length = Math.min(n, to * Fold.BLOCK) - start;
          if (vector(length)) {
            VectorSoftmax.exps(x, xo + start, m, y, yo + start, length);
          } else {
            PlainSoftmax.exps(x, xo + start, m, y, yo + start, length);
          }
        });
  }

  private static Warmup.Trial trial() {
    float[] x = new float[TRIAL];
    float[] y = new float[TRIAL];
    float[] room = new float[TRIAL];
    for (int i = 0; i < TRIAL; i++) {
      x[i] = i % 64 == 7 ? -100f : -0.125f * (i % 32);
    }
    return new Warmup.Trial(
        () -> {
          for (int n = SHORT; n <= TRIAL; n += TRIAL - SHORT) {
            PlainSoftmax.exps(x, 0, 1f, y, 0, n);
            PlainSoftmax.scale(y, 0, 1f, n);
            PlainSoftmax.shift(x, 0, 1f, 1f, y, 0, n);
            PlainSoftmax.gradient(x, 0, x, 0, 1f, y, 0, n);
            PlainSoftmax.logGradientOf(x, 0, x, 0, 1f, y, 0, n);
            PlainSoftmax.exps(x, 0, 1f, room, 0, n);
            PlainReduce.block(Fold.SUM, room, 0, n, 0f);
            PlainSoftmax.subtract(x, 0, x, 0, y, 0, n);
            PlainSoftmax.scale(y, 0, x, 0, n);
            PlainSoftmax.gradient(x, 0, x, 0, x, 0, y, 0, n);
            PlainSoftmax.logGradient(x, 0, x, 0, x, 0, y, 0, n);
          }
        },
        () -> {
          for (int n = SHORT; n <= TRIAL; n += TRIAL - SHORT) {
            VectorSoftmax.exps(x, 0, 1f, y, 0, n);
            VectorSoftmax.scale(y, 0, 1f, n);
            VectorSoftmax.shift(x, 0, 1f, 1f, y, 0, n);
            VectorSoftmax.gradient(x, 0, x, 0, 1f, y, 0, n);
            VectorExps.logGradient(x, 0, x, 0, 1f, y, 0, n);
            VectorExps.sum(x, 0, 1f, n, room);
            VectorSoftmax.subtract(x, 0, x, 0, y, 0, n);
            VectorSoftmax.scale(y, 0, x, 0, n);
            VectorSoftmax.gradient(x, 0, x, 0, x, 0, y, 0, n);
            VectorSoftmax.logGradient(x, 0, x, 0, x, 0, y, 0, n);
          }
        });
  }
}
