package dev.taper.kernel;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * The loop in plain Java.
 *
 * <p>The class itself serves every formula that has done little work. It is also the template that
 * is defined again for each formula in use ({@link Clones}): there {@link #OWN} is a constant,
 * which the compiler inlines, where a call through the field would become megamorphic.
 */
final class PlainUnaryLoop extends UnaryLoop {
  private static final @Nullable FloatUnary OWN =
      Clones.data(MethodHandles.lookup(), FloatUnary.class);

  private final FloatUnary formula;

  PlainUnaryLoop(FloatUnary formula) {
    this.formula = formula;
  }

  @Override
  void run(float[] x, int xo, float[] y, int yo, int n) {
    FloatUnary f = OWN != null ? OWN : formula;
    // C2 vectorises the loop when one index serves both arrays, and only then.
    if (xo == yo) {
      int end = xo + n;
      for (int i = xo; i < end; i++) {
        y[i] = f.apply(x[i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        y[yo + i] = f.apply(x[xo + i]);
      }
    }
  }

  @Override
  void few(int n, int[] sizes, float[] x, int xo, int[] xs, float[] y, int yo, int[] ys) {
    FloatUnary f = OWN != null ? OWN : formula;
    int last = sizes.length - 1;
    int w = sizes[last];
    int h = last == 0 ? 1 : sizes[last - 1];
    int ic = xs[last];
    int ir = last == 0 ? 0 : xs[last - 1];
    int oc = ys[last];
    int or = last == 0 ? 0 : ys[last - 1];
    for (int part = 0; part < n / (h * w); part++) {
      int ip = xo;
      int op = yo;
      for (int d = last - 2, rest = part; d >= 0; d--) {
        int at = rest % sizes[d];
        rest /= sizes[d];
        ip += at * xs[d];
        op += at * ys[d];
      }
      for (int r = 0; r < h; r++) {
        int i = ip + r * ir;
        int o = op + r * or;
        for (int c = 0; c < w; c++, i += ic, o += oc) {
          y[o] = f.apply(x[i]);
        }
      }
    }
  }
}
