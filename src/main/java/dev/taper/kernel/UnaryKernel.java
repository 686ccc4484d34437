package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/** A float formula of one argument, run over arrays. */
public final class UnaryKernel extends Kernel {
  private final FloatUnary formula;
  private UnaryLoop loop;

  UnaryKernel(String name, FloatUnary formula) {
    super(name);
    this.formula = formula;
    loop = new PlainUnaryLoop(formula);
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
    UnaryLoop plain = new PlainUnaryLoop(formula);
    UnaryLoop vector = vector();
    float[] x = trialValues();
    float[] y = new float[TRIAL];
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

  /**
   * With and without something left over at the end: an untrodden way would be compiled as such.
   */
  private void tour(UnaryLoop f, float[] x, float[] y) {
    int n = trialElements();
    f.run(x, 0, y, 0, n);
    f.run(x, 0, y, 0, n - REST);
  }

  private static void calls(UnaryLoop f, float[] x, float[] y) {
    for (int i = 0; i < CALLS; i++) {
      f.run(x, 0, y, 0, 0);
    }
  }

  Class<?> loopClass() {
    return loop.getClass();
  }

  UnaryLoop plain() {
    UnaryLoop own = Clones.loop(PlainUnaryLoop.class, formula, FloatUnary.class, formula);
    return own == null ? loop : own;
  }

  UnaryLoop vector() {
    UnaryLoop own = VectorLoops.unary(name(), loop);
    return own == null ? loop : own;
  }

  /**
   * {@code y[yo + i] = f(x[xo + i])} for {@code i < n}; {@code y} may be {@code x} at the same
   * offset.
   */
  public void apply(float[] x, int xo, float[] y, int yo, int n) {
    count(n);
    UnaryLoop f = loop;
    if (!forks(n)) {
      f.run(x, xo, y, yo, n);
      return;
    }
    int grain = grain();
    Team.run(
        (n - 1) / grain + 1,
        i -> {
          int at = i * grain;
          f.run(x, xo + at, y, yo + at, Math.min(grain, n - at));
        });
  }

  /** The same over strided operands; a stride of 0 repeats an element. */
  public void apply(int[] sizes, float[] x, int xo, int[] xs, float[] y, int yo, int[] ys) {
    if (Layout.step(sizes, xs) == 1 && Layout.step(sizes, ys) == 1) {
      apply(x, xo, y, yo, Layout.count(sizes));
      return;
    }
    int n = Layout.count(sizes);
    count(n);
    if (n <= few()) {
      if (n > 0) {
        loop.few(n, sizes, x, xo, xs, y, yo, ys);
      }
      return;
    }
    if (Plane.serves(sizes, n)) {
      plane(loop, new Plane(sizes, ys, loop instanceof AnyOffset), n, x, xo, xs, y, yo, ys);
      return;
    }
    Walk walk = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    UnaryLoop f = loop;
    if (!(f instanceof AnyOffset)) {
      walk.level();
    }
    if (forks(n)) {
      Walk[] parts = walk.parts(grain());
      Team.run(parts.length, i -> run(f, parts[i], x, y));
    } else {
      run(f, walk, x, y);
    }
  }

  private static void plane(
      UnaryLoop f, Plane p, int n, float[] x, int xo, int[] xs, float[] y, int yo, int[] ys) {
    boolean whole = p.isRun(xs, xo);
    boolean direct = p.isRun(ys, yo);
    if (!(whole && direct) && p.w > ShortRows.MOST && p.byRows(xs) && p.byRows(ys)) {
      for (int r = 0; r < p.h; r++) {
        f.run(x, xo + r * p.next(xs), y, yo + r * p.next(ys), p.w);
      }
      return;
    }
    Block block = Block.take();
    try {
      float[] from = whole ? x : p.read(x, xo, xs, block.a);
      float[] to = direct ? y : block.y;
      f.run(from, whole ? xo : 0, to, direct ? yo : 0, n);
      if (!direct) {
        p.write(to, y, yo, ys);
      }
    } finally {
      block.give();
    }
  }

  private static void run(UnaryLoop f, Walk t, float[] x, float[] y) {
    Block block = Block.take();
    try {
      Input in = new Input(x, block.a);
      while (t.next()) {
        t.plan();
        if (t.k0 == Walk.ONE) {
          f.run(x, t.o0, block.y, 0, 1);
          Block.fill(block.y[0], y, t.o1, t.r1, t.c1, t.h, t.w);
          continue;
        }
        in.read(t, t.k0, t.o0, t.r0, t.c0);
        boolean direct = t.inPlace(t.k1);
        float[] to = direct ? y : block.y;
        int yo = direct ? t.o1 : 0;
        int ys = direct ? t.r1 : t.w;
        int runs = t.byRows ? t.h : 1;
        int n = t.byRows ? t.w : t.h * t.w;
        for (int r = 0; r < runs; r++) {
          f.run(in.data, in.offset + r * in.next, to, yo + r * ys, n);
        }
        if (!direct) {
          Block.scatter(block.y, y, t.o1, t.r1, t.c1, t.h, t.w);
        }
      }
    } finally {
      block.give();
    }
  }
}
