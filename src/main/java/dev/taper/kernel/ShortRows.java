package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Copies of many rows, each of which is copied in less time than a call of {@link System#arraycopy}
 * takes: by vectors once that is warm.
 */
final class ShortRows implements Warmup.Subject {
  private static final ShortRows FLOATS = new ShortRows();

  /** A vector of any length goes into so many. */
  private static final int LEAST = 16;

  /** Longer rows are worth a call. */
  static final int MOST = 64;

  private static final int TRIAL = 5;

  private final Warmup warmup = new Warmup(this);

  private ShortRows() {}

  /** {@code y[yo + r * yr + c] = x[xo + r * xr + c]} for {@code h} rows of {@code w}. */
  static void copy(float[] x, int xo, int xr, float[] y, int yo, int yr, int h, int w) {
    if (h > 1 && w >= LEAST && w <= MOST && FLOATS.warmup.ready((long) h * w)) {
      VectorShortRows.copy(x, xo, xr, y, yo, yr, h, w);
    } else {
      plain(x, xo, xr, y, yo, yr, h, w);
    }
  }

  /** The same in plain Java. */
  static void plain(float[] x, int xo, int xr, float[] y, int yo, int yr, int h, int w) {
    for (int r = 0; r < h; r++) {
      int from = xo + r * xr;
      int to = yo + r * yr;
      if (w >= LEAST) {
        System.arraycopy(x, from, y, to, w);
      } else {
        for (int i = 0; i < w; i++) {
          y[to + i] = x[from + i];
        }
      }
    }
  }

  @Override
  public Warmup.@Nullable Trial trial() {
    float[] x = new float[TRIAL * MOST];
    float[] y = new float[TRIAL * MOST];
    int odd = 2 * LEAST + 3;
    int two = LEAST + LEAST / 2;
    return new Warmup.Trial(
        () -> {
          plain(x, 0, MOST, y, 0, LEAST, TRIAL, LEAST);
          plain(x, 0, MOST, y, 0, odd, TRIAL, odd);
          plain(x, 0, MOST, y, 0, two, TRIAL, two);
        },
        () -> {
          VectorShortRows.copy(x, 0, MOST, y, 0, LEAST, TRIAL, LEAST);
          VectorShortRows.copy(x, 0, MOST, y, 0, odd, TRIAL, odd);
          VectorShortRows.copy(x, 0, MOST, y, 0, two, TRIAL, two);
        });
  }
}
