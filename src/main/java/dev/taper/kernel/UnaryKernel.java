package dev.taper.kernel;

/** A float formula of one argument, run over arrays. */
public final class UnaryKernel {
  private final String name;
  private final FloatUnary formula;

  UnaryKernel(String name, FloatUnary formula) {
    this.name = name;
    this.formula = formula;
  }

  /** {@code y[yo + i] = f(x[xo + i])} for {@code i < n}; {@code y} may be {@code x} at the same offset. */
  public void apply(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = formula.apply(x[xo + i]);
    }
  }

  /** The same over strided operands; a stride of 0 repeats an element. */
  public void apply(int[] sizes, float[] x, int xo, int[] xs, float[] y, int yo, int[] ys) {
    Walk w = new Walk(sizes, xs, ys, null, null).from(xo, yo, 0, 0);
    while (w.next()) {
      for (int i = 0; i < w.n; i++) {
        y[w.o1 + i * w.i1] = formula.apply(x[w.o0 + i * w.i0]);
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
