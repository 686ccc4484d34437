package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/** A float formula of two arguments, run over arrays. */
public final class BinaryKernel extends Kernel {
  private final FloatBinary formula;
  private final Steps steps;
  private BinaryLoop loop;

  BinaryKernel(String name, FloatBinary formula) {
    super(name);
    this.formula = formula;
    loop = new PlainBinaryLoop(formula);
    steps = new Steps(name, loop);
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
    BinaryLoop plain = new PlainBinaryLoop(formula);
    BinaryLoop vector = vector();
    float[] x = trialValues();
    float[] y = new float[TRIAL];
    return vector == loop
        ? null
        : new Warmup.Trial(
            () -> tour(plain, x, y),
            () -> tour(vector, x, y),
            // Powers have loops beneath theirs, which must work to be compiled well.
            name().equals("pow") ? null : () -> calls(vector, x, y),
            () -> {
              loop = vector;
              vectorTaken();
            });
  }

  private void tour(BinaryLoop f, float[] x, float[] y) {
    int most = trialElements();
    for (int n = most - REST; n <= most; n += REST) {
      tour(f, x, y, n);
    }
  }

  private static void calls(BinaryLoop f, float[] x, float[] y) {
    for (int i = 0; i < CALLS; i++) {
      tour(f, x, y, 0);
    }
  }

  private static void tour(BinaryLoop f, float[] x, float[] y, int n) {
    f.both(x, 0, x, 0, y, 0, n);
    f.scalarLeft(x[0], x, 0, y, 0, n);
    f.scalarRight(x, 0, x[0], y, 0, n);
    int rows = n / (2 * Plane.WIDE);
    f.rows(x, 0, Plane.WIDE, x, 0, 0, y, 0, Plane.WIDE, rows, Plane.WIDE);
    f.rows(x, 0, 2 * Plane.WIDE, x, 0, 0, y, 0, 2 * Plane.WIDE, rows, 2 * Plane.WIDE);
  }

  Class<?> loopClass() {
    return loop.getClass();
  }

  BinaryLoop plain() {
    BinaryLoop own = Clones.loop(PlainBinaryLoop.class, formula, FloatBinary.class, formula);
    return own == null ? loop : own;
  }

  BinaryLoop vector() {
    BinaryLoop own = VectorLoops.binary(name(), loop);
    return own == null ? loop : own;
  }

  /**
   * {@code y[yo + i] = f(a[ao + i * as], b[bo + i * bs])} for {@code i < n}, where {@code as} and
   * {@code bs} are 1, or 0 for one scalar.
   */
  public void apply(
      float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    count(n);
    BinaryLoop f = loop;
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
      float[] y,
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
    if (Plane.serves(sizes, n)) {
      Plane p = new Plane(sizes, ys, loop instanceof AnyOffset);
      plane(loop, p, n, a, ao, left == 0 ? 0 : 1, as, b, bo, right == 0 ? 0 : 1, bs, y, yo, ys);
      return;
    }
    Walk walk = new Walk(sizes, as, bs, ys, null).from(ao, bo, yo, 0);
    BinaryLoop f = loop;
    StepLoop s = walk.stepped() ? steps.ready(n) : null;
    if (s == null && !(f instanceof AnyOffset)) {
      walk.level();
    }
    if (forks(n)) {
      Walk[] parts = walk.parts(grain());
      Team.run(parts.length, i -> run(s, f, parts[i], a, b, y));
    } else {
      run(s, f, walk, a, b, y);
    }
  }

  private static void plane(
      BinaryLoop f,
      Plane p,
      int n,
      float[] a,
      int ao,
      int left,
      int[] as,
      float[] b,
      int bo,
      int right,
      int[] bs,
      float[] y,
      int yo,
      int[] ys) {
    boolean wholeA = left == 0 || p.isRun(as, ao);
    boolean wholeB = right == 0 || p.isRun(bs, bo);
    boolean direct = p.isRun(ys, yo);
    if (!(wholeA && wholeB && direct) && p.byRows(as) && p.byRows(bs) && p.byRows(ys)) {
      f.rows(a, ao, p.next(as), b, bo, p.next(bs), y, yo, p.next(ys), p.h, p.w);
      return;
    }
    Block block = Block.take();
    try {
      float[] v = wholeA ? a : p.read(a, ao, as, block.a);
      float[] w = wholeB ? b : p.read(b, bo, bs, block.b);
      float[] to = direct ? y : block.y;
      f.run(v, wholeA ? ao : 0, left, w, wholeB ? bo : 0, right, to, direct ? yo : 0, n);
      if (!direct) {
        p.write(to, y, yo, ys);
      }
    } finally {
      block.give();
    }
  }

  private static void run(
      @Nullable StepLoop s, BinaryLoop f, Walk t, float[] a, float[] b, float[] y) {
    if (s == null) {
      run(f, t, a, b, y);
      return;
    }
    t.whole();
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int i = t.o0 + r * t.r0;
        int j = t.o1 + r * t.r1;
        s.run(a, i, t.c0, b, j, t.c1, y, t.o2 + r * t.r2, t.c2, t.w);
      }
    }
  }

  private static void run(BinaryLoop f, Walk t, float[] a, float[] b, float[] y) {
    Block block = Block.take();
    try {
      Input left = new Input(a, block.a);
      Input right = new Input(b, block.b);
      while (t.next()) {
        t.plan();
        left.read(t, t.k0, t.o0, t.r0, t.c0);
        right.read(t, t.k1, t.o1, t.r1, t.c1);
        boolean direct = t.inPlace(t.k2);
        float[] to = direct ? y : block.y;
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
