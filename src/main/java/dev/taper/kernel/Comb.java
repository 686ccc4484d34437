package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Copies of every few-th element of an array into a run, and of a run to every few-th place; steps
 * of 2 to 8, and to places 2, 3 and 4 apart, by exchanges among registers once that is warm.
 */
final class Comb implements Warmup.Subject {
  private static final Comb FLOATS = new Comb();

  /** The largest step for which vectors read less than they are worth. */
  private static final int WIDEST = 8;

  /** The largest step for which they write less. */
  private static final int NARROW = 4;

  /** Shorter runs are no work for registers. */
  private static final int LEAST = 16;

  /** Elements of a trial: whole vectors and something left over. */
  private static final int TRIAL = 67;

  private final Warmup warmup = new Warmup(this);

  private Comb() {}

  /** {@code y[yo + i] = x[xo + i * step]} for {@code i < n}; {@code step} is positive. */
  static void gather(float[] x, int xo, int step, float[] y, int yo, int n) {
    if (step <= WIDEST && n >= LEAST && FLOATS.warmup.ready(n)) {
      VectorComb.gather(x, xo, step, y, yo, n);
    } else {
      gatherPlain(x, xo, step, y, yo, n);
    }
  }

  /** {@code y[yo + i * step] = x[xo + i]} for {@code i < n}; {@code step} is positive. */
  static void scatter(float[] x, int xo, float[] y, int yo, int step, int n) {
    if (step <= NARROW && n >= LEAST && FLOATS.warmup.ready(n)) {
      VectorComb.scatter(x, xo, y, yo, step, n);
    } else {
      scatterPlain(x, xo, y, yo, step, n);
    }
  }

  @Override
  public Warmup.@Nullable Trial trial() {
    float[] x = new float[WIDEST * TRIAL];
    float[] y = new float[WIDEST * TRIAL];
    return new Warmup.Trial(
        () -> {
          for (int step = 2; step <= WIDEST; step++) {
            gatherPlain(x, 0, step, y, 0, TRIAL);
          }
          for (int step = 2; step <= NARROW; step++) {
            scatterPlain(x, 0, y, 0, step, TRIAL);
          }
        },
        () -> {
          for (int step = 2; step <= WIDEST; step++) {
            VectorComb.gather(x, 0, step, y, 0, TRIAL);
          }
          for (int step = 2; step <= NARROW; step++) {
            VectorComb.scatter(x, 0, y, 0, step, TRIAL);
          }
        });
  }

  /** The same in plain Java; a constant factor of the index lets C2 drop the range checks. */
  static void gatherPlain(float[] x, int xo, int step, float[] y, int yo, int n) {
    switch (step) {
      case 1 -> System.arraycopy(x, xo, y, yo, n);
      case 2 -> {
        for (int i = 0; i < n; i++) {
          y[yo + i] = x[xo + 2 * i];
        }
      }
      case 3 -> {
        for (int i = 0; i < n; i++) {
          y[yo + i] = x[xo + 3 * i];
        }
      }
      case 4 -> {
        for (int i = 0; i < n; i++) {
          y[yo + i] = x[xo + 4 * i];
        }
      }
      default -> {
        for (int i = 0, from = xo; i < n; i++, from += step) {
          y[yo + i] = x[from];
        }
      }
    }
  }

  /** The same in plain Java. */
  static void scatterPlain(float[] x, int xo, float[] y, int yo, int step, int n) {
    switch (step) {
      case 1 -> System.arraycopy(x, xo, y, yo, n);
      case 2 -> {
        for (int i = 0; i < n; i++) {
          y[yo + 2 * i] = x[xo + i];
        }
      }
      case 3 -> {
        for (int i = 0; i < n; i++) {
          y[yo + 3 * i] = x[xo + i];
        }
      }
      case 4 -> {
        for (int i = 0; i < n; i++) {
          y[yo + 4 * i] = x[xo + i];
        }
      }
      default -> {
        for (int i = 0, to = yo; i < n; i++, to += step) {
          y[to] = x[xo + i];
        }
      }
    }
  }
}
