package dev.taper.kernel;

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
    Walk walk = new Walk(sizes, as, bs, ys, null).from(ao, bo, yo, 0);
    long n = walk.count();
    count((int) n);
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
        left.read(t.h, t.w, t.o0, t.r0, t.c0);
        right.read(t.h, t.w, t.o1, t.r1, t.c1);
        boolean dense = Block.dense(t.h, t.w, t.r2, t.c2);
        boolean[] to = dense ? y : block.mask;
        int yo = dense ? t.o2 : 0;
        f.run(
            left.data, left.offset, left.step, right.data, right.offset, right.step, to, yo,
            t.h * t.w);
        if (!dense) {
          Block.scatter(to, y, t.o2, t.r2, t.c2, t.h, t.w);
        }
      }
    } finally {
      block.give();
    }
  }
}
