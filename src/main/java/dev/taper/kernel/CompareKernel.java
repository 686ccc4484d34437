package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/** A comparison of floats, run over arrays. */
public final class CompareKernel extends PairKernel<CompareLoop, boolean[]> {
  private final FloatCompare formula;

  CompareKernel(String name, FloatCompare formula) {
    super(name, new PlainCompareLoop(formula));
    this.formula = formula;
  }

  @Override
  CompareLoop shared() {
    return new PlainCompareLoop(formula);
  }

  @Override
  @Nullable CompareLoop own(CompareLoop loop) {
    return Clones.loop(PlainCompareLoop.class, formula, FloatCompare.class, formula);
  }

  @Override
  @Nullable CompareLoop vectors(CompareLoop loop) {
    return VectorLoops.compare(name(), loop);
  }

  @Override
  boolean[] room(int n) {
    return new boolean[n];
  }

  @Override
  boolean[] scratch(Block block) {
    return block.mask;
  }

  @Override
  void scatter(boolean[] from, boolean[] y, int yo, int rs, int cs, int h, int w) {
    Block.scatter(from, y, yo, rs, cs, h, w);
  }

  @Override
  void run(
      CompareLoop f,
      float[] a,
      int ao,
      int as,
      float[] b,
      int bo,
      int bs,
      boolean[] y,
      int yo,
      int n) {
    f.run(a, ao, as, b, bo, bs, y, yo, n);
  }

  @Override
  void rows(
      CompareLoop f,
      float[] a,
      int ao,
      int ar,
      float[] b,
      int bo,
      int br,
      boolean[] y,
      int yo,
      int yr,
      int h,
      int w) {
    for (int r = 0; r < h; r++) {
      f.both(a, ao + r * ar, b, bo + r * br, y, yo + r * yr, w);
    }
  }

  @Override
  void few(
      CompareLoop f,
      int n,
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
    f.few(n, sizes, a, ao, as, b, bo, bs, y, yo, ys);
  }

  @Override
  void tour(CompareLoop f, float[] x, boolean[] y, int n) {
    f.both(x, 0, x, 0, y, 0, n);
    f.scalarLeft(x[0], x, 0, y, 0, n);
    f.scalarRight(x, 0, x[0], y, 0, n);
  }
}
