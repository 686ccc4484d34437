package dev.taper.kernel;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Elementwise choice between two strided operands.
 *
 * <p>In plain Java a row begins as a copy of the one operand; then the places of the other are
 * listed, without a branch, and written. A branch on a mask that follows no pattern costs more than
 * all the rest.
 */
public final class Select implements Warmup.Subject {
  private static final Select FLOATS = new Select(Select::floatTrial);
  private static final Select LONGS = new Select(Select::longTrial);
  private static final Select BOOLEANS = new Select(Select::booleanTrial);

  /** Elements whose places are listed at a time. */
  static final int LIST = 1024;

  /** Shorter rows are no work for vectors. */
  private static final int LEAST = 16;

  /** Elements of a trial: whole vectors and something left over. */
  private static final int TRIAL = 257;

  /** Elements above which threads share the work, and how many of them one takes at a time. */
  private static final int GRAIN = 1 << 16;

  private final Warmup warmup = new Warmup(this);
  private final Supplier<Warmup.Trial> trial;

  private Select(Supplier<Warmup.Trial> trial) {
    this.trial = trial;
  }

  @Override
  public Warmup.Trial trial() {
    return trial.get();
  }

  private static boolean[] trialMask() {
    boolean[] c = new boolean[TRIAL];
    for (int i = 0; i < TRIAL; i++) {
      c[i] = i % 3 == 0;
    }
    return c;
  }

  private static Warmup.Trial longTrial() {
    boolean[] c = trialMask();
    long[] a = new long[TRIAL];
    long[] y = new long[TRIAL];
    return new Warmup.Trial(
        () -> eachStep(t -> longs(false, t, c, a, a, y)),
        () -> eachStep(t -> longs(true, t, c, a, a, y)));
  }

  private static Warmup.Trial booleanTrial() {
    boolean[] c = trialMask();
    boolean[] y = new boolean[TRIAL];
    return new Warmup.Trial(
        () -> eachStep(t -> booleans(false, t, c, c, c, y)),
        () -> eachStep(t -> booleans(true, t, c, c, c, y)));
  }

  /** With two arrays, with a number on the left, on the right, and with two numbers. */
  private static void eachStep(Consumer<Walk> work) {
    int[] one = {1};
    for (int step = 0; step < 4; step++) {
      int[] left = {step & 1};
      int[] right = {step / 2};
      work.accept(new Walk(new int[] {TRIAL}, one, left, right, one).from(0, 0, 0, 0));
    }
  }

  private static Warmup.Trial floatTrial() {
    boolean[] c = trialMask();
    float[] a = new float[TRIAL];
    float[] y = new float[TRIAL];
    int[] list = new int[LIST];
    return new Warmup.Trial(
        () -> {
          for (int step = 0; step < 4; step++) {
            plain(c, 0, a, 0, step & 1, a, 0, step / 2, y, 0, TRIAL, list);
          }
        },
        () -> {
          for (int step = 0; step < 4; step++) {
            VectorSelect.row(c, 0, a, 0, step & 1, a, 0, step / 2, y, 0, TRIAL);
          }
        });
  }

  /** {@code y = c ? a : b}; {@code y} may be {@code b}, with the same strides. */
  public static void where(
      int[] sizes,
      boolean[] c,
      int co,
      int[] cs,
      float[] a,
      int ao,
      int[] as,
      float[] b,
      int bo,
      int[] bs,
      float[] y,
      int yo,
      int[] ys) {
    int n = Layout.count(sizes);
    if (n < 2 * GRAIN && Layout.step(sizes, cs) == 1 && Layout.step(sizes, ys) == 1) {
      int left = Layout.step(sizes, as);
      int right = Layout.step(sizes, bs);
      if (left >= 0 && right >= 0) {
        run(c, co, a, ao, left, b, bo, right, y, yo, n);
        return;
      }
    }
    Walk walk = new Walk(sizes, cs, as, bs, ys).from(co, ao, bo, yo);
    if (walk.count() < 2 * GRAIN) {
      floats(walk, c, a, b, y);
    } else {
      Walk[] parts = walk.parts(GRAIN);
      Team.run(parts.length, i -> floats(parts[i], c, a, b, y));
    }
  }

  /** All in one run each, or single numbers. */
  private static void run(
      boolean[] c,
      int co,
      float[] a,
      int ao,
      int as,
      float[] b,
      int bo,
      int bs,
      float[] y,
      int yo,
      int n) {
    if (n >= LEAST && FLOATS.warmup.ready(n)) {
      VectorSelect.row(c, co, a, ao, as, b, bo, bs, y, yo, n);
      return;
    }
    if (n < LEAST) {
      for (int i = 0; i < n; i++) {
        y[yo + i] = c[co + i] ? a[ao + i * as] : b[bo + i * bs];
      }
      return;
    }
    Block block = Block.take();
    try {
      plain(c, co, a, ao, as, b, bo, bs, y, yo, n, block.list);
    } finally {
      block.give();
    }
  }

  private static void floats(Walk t, boolean[] c, float[] a, float[] b, float[] y) {
    Block block = Block.take();
    try {
      while (t.next()) {
        int n = t.h * t.w;
        if (n < LEAST) {
          few(t, c, a, b, y);
          continue;
        }
        boolean[] p = c;
        int i = t.o0;
        int ir = t.r0;
        if (t.c0 != 1) {
          Block.gather(c, i, ir, t.c0, t.h, t.w, block.mask);
          p = block.mask;
          i = 0;
          ir = t.w;
        }
        float[] q = a;
        int j = t.o1;
        int jr = t.r1;
        int js = t.c1;
        if (js > 1) {
          Block.gather(a, j, jr, js, t.h, t.w, block.a);
          q = block.a;
          j = 0;
          jr = t.w;
          js = 1;
        }
        float[] s = b;
        int k = t.o2;
        int kr = t.r2;
        int ks = t.c2;
        if (ks > 1) {
          Block.gather(b, k, kr, ks, t.h, t.w, block.b);
          s = block.b;
          k = 0;
          kr = t.w;
          ks = 1;
        }
        boolean direct = t.c3 == 1;
        float[] to = direct ? y : block.y;
        int o = direct ? t.o3 : 0;
        int or = direct ? t.r3 : t.w;
        int h = t.h;
        int w = t.w;
        if (h > 1 && ir == w && or == w && whole(jr, js, w) && whole(kr, ks, w)) {
          w *= h;
          h = 1;
        }
        boolean vector = w >= LEAST && FLOATS.warmup.ready(n);
        for (int r = 0; r < h; r++) {
          if (vector) {
            VectorSelect.row(
                p, i + r * ir, q, j + r * jr, js, s, k + r * kr, ks, to, o + r * or, w);
          } else {
            plain(
                p, i + r * ir, q, j + r * jr, js, s, k + r * kr, ks, to, o + r * or, w, block.list);
          }
        }
        if (!direct) {
          Block.scatter(to, y, t.o3, t.r3, t.c3, t.h, t.w);
        }
      }
    } finally {
      block.give();
    }
  }

  /** Whether rows follow each other as the elements of one do. */
  private static boolean whole(int row, int step, int w) {
    return row == step * w;
  }

  private static void few(Walk t, boolean[] c, float[] a, float[] b, float[] y) {
    for (int r = 0; r < t.h; r++) {
      int i = t.o0 + r * t.r0;
      int j = t.o1 + r * t.r1;
      int k = t.o2 + r * t.r2;
      int o = t.o3 + r * t.r3;
      for (int n = 0; n < t.w; n++, i += t.c0, j += t.c1, k += t.c2, o += t.c3) {
        y[o] = c[i] ? a[j] : b[k];
      }
    }
  }

  /** {@code as} and {@code bs} are 0 or 1. */
  static void plain(
      boolean[] c,
      int i,
      float[] a,
      int j,
      int as,
      float[] b,
      int k,
      int bs,
      float[] y,
      int o,
      int n,
      int[] list) {
    for (int at = 0; at < n; at += LIST) {
      int m = Math.min(LIST, n - at);
      if (bs == 0) {
        Arrays.fill(y, o + at, o + at + m, b[k]);
      } else if (b != y || k != o) {
        System.arraycopy(b, k + at, y, o + at, m);
      }
      int found = list(c, i + at, m, list);
      if (as == 0) {
        float value = a[j];
        for (int f = 0; f < found; f++) {
          y[o + at + list[f]] = value;
        }
      } else {
        for (int f = 0; f < found; f++) {
          y[o + at + list[f]] = a[j + at + list[f]];
        }
      }
    }
  }

  /** Lists where the mask is true; returns how often. */
  private static int list(boolean[] c, int at, int n, int[] list) {
    int found = 0;
    for (int i = 0; i < n; i++) {
      list[found] = i;
      found += c[at + i] ? 1 : 0;
    }
    return found;
  }

  /** {@code y = c ? a : b}; {@code y} may be {@code b}, with the same strides. */
  public static void where(
      int[] sizes,
      boolean[] c,
      int co,
      int[] cs,
      long[] a,
      int ao,
      int[] as,
      long[] b,
      int bo,
      int[] bs,
      long[] y,
      int yo,
      int[] ys) {
    Walk walk = new Walk(sizes, cs, as, bs, ys).from(co, ao, bo, yo);
    boolean vector = inRows(walk) && LONGS.warmup.ready(walk.count());
    if (walk.count() < 2 * GRAIN) {
      longs(vector, walk, c, a, b, y);
    } else {
      Walk[] parts = walk.parts(GRAIN);
      Team.run(parts.length, i -> longs(vector, parts[i], c, a, b, y));
    }
  }

  private static void longs(boolean vector, Walk t, boolean[] c, long[] a, long[] b, long[] y) {
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int i = t.o0 + r * t.r0;
        int j = t.o1 + r * t.r1;
        int k = t.o2 + r * t.r2;
        int o = t.o3 + r * t.r3;
        if (vector && t.w >= LEAST) {
          VectorSelect.row(c, i, a, j, t.c1, b, k, t.c2, y, o, t.w);
          continue;
        }
        for (int n = 0; n < t.w; n++, i += t.c0, j += t.c1, k += t.c2, o += t.c3) {
          // All bits of the one or of the other.
          long mask = c[i] ? -1L : 0L;
          y[o] = (a[j] & mask) | (b[k] & ~mask);
        }
      }
    }
  }

  /** {@code y = c ? a : b}; {@code y} may be {@code b}, with the same strides. */
  public static void where(
      int[] sizes,
      boolean[] c,
      int co,
      int[] cs,
      boolean[] a,
      int ao,
      int[] as,
      boolean[] b,
      int bo,
      int[] bs,
      boolean[] y,
      int yo,
      int[] ys) {
    Walk walk = new Walk(sizes, cs, as, bs, ys).from(co, ao, bo, yo);
    boolean vector = inRows(walk) && BOOLEANS.warmup.ready(walk.count());
    if (walk.count() < 2 * GRAIN) {
      booleans(vector, walk, c, a, b, y);
    } else {
      Walk[] parts = walk.parts(GRAIN);
      Team.run(parts.length, i -> booleans(vector, parts[i], c, a, b, y));
    }
  }

  @SuppressWarnings("ShortCircuitBoolean") // A branch is what it is to avoid.
  private static void booleans(
      boolean vector, Walk t, boolean[] c, boolean[] a, boolean[] b, boolean[] y) {
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int i = t.o0 + r * t.r0;
        int j = t.o1 + r * t.r1;
        int k = t.o2 + r * t.r2;
        int o = t.o3 + r * t.r3;
        if (vector && t.w >= LEAST) {
          VectorSelect.row(c, i, a, j, t.c1, b, k, t.c2, y, o, t.w);
          continue;
        }
        for (int n = 0; n < t.w; n++, i += t.c0, j += t.c1, k += t.c2, o += t.c3) {
          y[o] = b[k] ^ ((a[j] ^ b[k]) & c[i]);
        }
      }
    }
  }

  /** Whether rows are neighbours, or in an operand one number. */
  private static boolean inRows(Walk t) {
    return t.c0 == 1 && t.c1 <= 1 && t.c2 <= 1 && t.c3 == 1;
  }
}
