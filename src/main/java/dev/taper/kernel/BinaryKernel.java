package dev.taper.kernel;

/** A float formula of two arguments, run over arrays. */
public final class BinaryKernel {
  private final String name;
  private final FloatBinary formula;

  BinaryKernel(String name, FloatBinary formula) {
    this.name = name;
    this.formula = formula;
  }

  /**
   * {@code y[yo + i] = f(a[ao + i * as], b[bo + i * bs])} for {@code i < n}, where {@code as} and
   * {@code bs} are 1, or 0 for one scalar.
   */
  public void apply(
      float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = formula.apply(a[ao + i * as], b[bo + i * bs]);
    }
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
    Walk w = new Walk(sizes, as, bs, ys, null).from(ao, bo, yo, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o2 + i * w.i2] = formula.apply(a[w.o0 + i * w.i0], b[w.o1 + i * w.i1]);
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
