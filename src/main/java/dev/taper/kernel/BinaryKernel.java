package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/** A float formula of two arguments, run over arrays. */
public final class BinaryKernel extends PairKernel<BinaryLoop, float[]> {
  private final FloatBinary formula;
  private final Steps steps;

  BinaryKernel(String name, FloatBinary formula) {
    super(name, new PlainBinaryLoop(formula));
    this.formula = formula;
    steps = new Steps(name, shared());
  }

  @Override
  BinaryLoop shared() {
    return new PlainBinaryLoop(formula);
  }

  @Override
  @Nullable BinaryLoop own(BinaryLoop loop) {
    return Clones.loop(PlainBinaryLoop.class, formula, FloatBinary.class, formula);
  }

  @Override
  @Nullable BinaryLoop vectors(BinaryLoop loop) {
    return VectorLoops.binary(name(), loop);
  }

  @Override
  float[] room(int n) {
    return new float[n];
  }

  @Override
  float[] scratch(Block block) {
    return block.y;
  }

  @Override
  void scatter(float[] from, float[] y, int yo, int rs, int cs, int h, int w) {
    Block.scatter(from, y, yo, rs, cs, h, w);
  }

  @Override
  void run(
      BinaryLoop f,
      float[] a,
      int ao,
      int as,
      float[] b,
      int bo,
      int bs,
      float[] y,
      int yo,
      int n) {
    f.run(a, ao, as, b, bo, bs, y, yo, n);
  }

  @Override
  void rows(
      BinaryLoop f,
      float[] a,
      int ao,
      int ar,
      float[] b,
      int bo,
      int br,
      float[] y,
      int yo,
      int yr,
      int h,
      int w) {
    f.rows(a, ao, ar, b, bo, br, y, yo, yr, h, w);
  }

  @Override
  void few(
      BinaryLoop f,
      int n,
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
    f.few(n, sizes, a, ao, as, b, bo, bs, y, yo, ys);
  }

  @Override
  void tour(BinaryLoop f, float[] x, float[] y, int n) {
    pass(f, x, 0, y, n);
    // Powers have a way of their own where nothing is rare.
    pass(f, x, RARE + 1, y, Math.min(n, COMMON));
    int rows = n / (2 * Plane.WIDE);
    f.rows(x, 0, Plane.WIDE, x, 0, 0, y, 0, Plane.WIDE, rows, Plane.WIDE);
    f.rows(x, 0, 2 * Plane.WIDE, x, 0, 0, y, 0, 2 * Plane.WIDE, rows, 2 * Plane.WIDE);
    f.rows(x, 0, 4 * Plane.WIDE, x, 0, 0, y, 0, 4 * Plane.WIDE, rows / 2, 4 * Plane.WIDE);
    f.rows(x, 0, 8 * Plane.WIDE, x, 0, 0, y, 0, 8 * Plane.WIDE, rows / 4, 8 * Plane.WIDE);
  }

  private static void pass(BinaryLoop f, float[] x, int xo, float[] y, int n) {
    f.both(x, xo, x, xo, y, 0, n);
    f.scalarLeft(x[xo], x, xo, y, 0, n);
    f.scalarRight(x, xo, x[xo], y, 0, n);
  }

  @Override
  void walk(BinaryLoop f, Walk walk, int n, float[] a, float[] b, float[] y) {
    StepLoop s = walk.stepped() ? steps.ready(n) : null;
    if (s != null) {
      share(walk, n, t -> stepped(s, t, a, b, y));
      return;
    }
    if (!(f instanceof AnyOffset)) {
      walk.level();
    }
    super.walk(f, walk, n, a, b, y);
  }

  private static void stepped(StepLoop s, Walk t, float[] a, float[] b, float[] y) {
    t.whole();
    while (t.next()) {
      for (int r = 0; r < t.h; r++) {
        int i = t.o0 + r * t.r0;
        int j = t.o1 + r * t.r1;
        s.run(a, i, t.c0, b, j, t.c1, y, t.o2 + r * t.r2, t.c2, t.w);
      }
    }
  }
}
