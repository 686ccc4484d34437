package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/** A comparison of floats, run over arrays. */
public final class CompareKernel extends Kernel {
  private final FloatCompare formula;
  private CompareLoop loop;

  CompareKernel(String name, FloatCompare formula) {
    super(name);
    this.formula = formula;
    loop = new PlainCompareLoop(formula);
  }

  @Override
  void takeOwn() {
    loop = plain();
  }

  @Override
  void takeVector() {
    loop = vector();
  }

  @Override
  public Warmup.@Nullable Trial trial() {
    // Not the loop that serves: what a trial does would undo what was compiled for real work.
    CompareLoop plain = new PlainCompareLoop(formula);
    CompareLoop vector = vector();
    float[] x = trialValues();
    boolean[] y = new boolean[TRIAL];
    return vector == loop
        ? null
        : new Warmup.Trial(
            () -> tour(plain, x, y),
            () -> tour(vector, x, y),
            () -> calls(vector, x, y),
            () -> {
              loop = vector;
              vectorTaken();
            });
  }

  private void tour(CompareLoop f, float[] x, boolean[] y) {
    int most = trialElements();
    for (int n = most - REST; n <= most; n += REST) {
      tour(f, x, y, n);
    }
  }

  private static void calls(CompareLoop f, float[] x, boolean[] y) {
    for (int i = 0; i < CALLS; i++) {
      tour(f, x, y, 0);
    }
  }

  private static void tour(CompareLoop f, float[] x, boolean[] y, int n) {
    f.both(x, 0, x, 0, y, 0, n);
    f.scalarLeft(x[0], x, 0, y, 0, n);
    f.scalarRight(x, 0, x[0], y, 0, n);
  }

  Class<?> loopClass() {
    return loop.getClass();
  }

  CompareLoop plain() {
    CompareLoop own = Clones.loop(PlainCompareLoop.class, formula, FloatCompare.class, formula);
    return own == null ? loop : own;
  }

  CompareLoop vector() {
    CompareLoop own = VectorLoops.compare(name(), loop);
    return own == null ? loop : own;
  }

  /**
   * {@code y[yo + i] = f(a[ao + i * as], b[bo + i * bs])} for {@code i < n}, where {@code as} and
   * {@code bs} are 1, or 0 for one scalar.
   */
  public void apply(
      float[] a, int ao, int as, float[] b, int bo, int bs, boolean[] y, int yo, int n) {
    count(n);
    CompareLoop f = loop;
    if (!forks(n)) {
      f.run(a, ao, as, b, bo, bs, y, yo, n);
      return;
    }
    int grain = grain();
    Team.run(
        (n - 1) / grain + 1,
        i -> {
          int at = i * grain;
          int most = Math.min(grain, n - at);
          f.run(a, ao + at * as, as, b, bo + at * bs, bs, y, yo + at, most);
        });
  }

  /** The same over strided operands; a stride of 0 repeats an element. */
  public void apply(
      int[] sizes,
      float[] a,
      int ao,
      int[] as,
      float[] b,
      int bo,
      int[] bs,
      boolean[] y,
      int yo,
      int[] ys) {
    int left = Layout.step(sizes, as);
    int right = Layout.step(sizes, bs);
    if (left >= 0 && right >= 0 && Layout.step(sizes, ys) == 1) {
      apply(a, ao, left, b, bo, right, y, yo, Layout.count(sizes));
      return;
    }
    int n = Layout.count(sizes);
    count(n);
    if (n <= few()) {
      if (n > 0) {
        loop.few(n, sizes, a, ao, as, b, bo, bs, y, yo, ys);
      }
      return;
    }
    Walk walk = new Walk(sizes, as, bs, ys, null).from(ao, bo, yo, 0);
    CompareLoop f = loop;
    if (forks(n)) {
      Walk[] parts = walk.parts(grain());
      Team.run(parts.length, i -> run(f, parts[i], a, b, y));
    } else {
      run(f, walk, a, b, y);
    }
  }

  private static void run(CompareLoop f, Walk t, float[] a, float[] b, boolean[] y) {
    Block block = Block.take();
    try {
      Input left = new Input(a, block.a);
      Input right = new Input(b, block.b);
      while (t.next()) {
        t.plan();
        left.read(t, t.k0, t.o0, t.r0, t.c0);
        right.read(t, t.k1, t.o1, t.r1, t.c1);
        boolean direct = t.inPlace(t.k2);
        boolean[] to = direct ? y : block.mask;
        int yo = direct ? t.o2 : 0;
        int ys = direct ? t.r2 : t.w;
        int runs = t.byRows ? t.h : 1;
        int n = t.byRows ? t.w : t.h * t.w;
        for (int r = 0; r < runs; r++) {
          f.run(
              left.data,
              left.offset + r * left.next,
              left.step,
              right.data,
              right.offset + r * right.next,
              right.step,
              to,
              yo + r * ys,
              n);
        }
        if (!direct) {
          Block.scatter(to, y, t.o2, t.r2, t.c2, t.h, t.w);
        }
      }
    } finally {
      block.give();
    }
  }
}
