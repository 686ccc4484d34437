package dev.taper.kernel;

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
    Walk walk = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    long n = walk.count();
    count((int) n);
    UnaryLoop f = loop;
    if (forks(n)) {
      Walk[] parts = walk.parts(grain());
      Team.run(parts.length, i -> run(f, parts[i], x, y));
    } else {
      run(f, walk, x, y);
    }
  }

  private static void run(UnaryLoop f, Walk t, float[] x, float[] y) {
    Block block = Block.take();
    try {
      while (t.next()) {
        if (Block.scalar(t.h, t.w, t.r0, t.c0)) {
          f.run(x, t.o0, block.y, 0, 1);
          Block.fill(block.y[0], y, t.o1, t.r1, t.c1, t.h, t.w);
          continue;
        }
        int n = t.h * t.w;
        float[] from = x;
        int xo = t.o0;
        if (!Block.dense(t.h, t.w, t.r0, t.c0)) {
          from = block.a;
          xo = 0;
          Block.gather(x, t.o0, t.r0, t.c0, t.h, t.w, from);
        }
        if (Block.dense(t.h, t.w, t.r1, t.c1)) {
          f.run(from, xo, y, t.o1, n);
        } else {
          f.run(from, xo, block.y, 0, n);
          Block.scatter(block.y, y, t.o1, t.r1, t.c1, t.h, t.w);
        }
      }
    } finally {
      block.give();
    }
  }
}
