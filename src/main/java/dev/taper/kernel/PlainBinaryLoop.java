package dev.taper.kernel;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The loop in plain Java; shared by all formulas and template of their own loops as {@link
 * PlainUnaryLoop} is.
 */
final class PlainBinaryLoop extends BinaryLoop {
  private static final @Nullable FloatBinary OWN =
      Clones.data(MethodHandles.lookup(), FloatBinary.class);

  private final FloatBinary formula;

  PlainBinaryLoop(FloatBinary formula) {
    this.formula = formula;
  }

  @Override
  void both(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    FloatBinary f = OWN != null ? OWN : formula;
    if (ao == yo && bo == yo) {
      int end = yo + n;
      for (int i = yo; i < end; i++) {
        y[i] = f.apply(a[i], b[i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        y[yo + i] = f.apply(a[ao + i], b[bo + i]);
      }
    }
  }

  @Override
  void scalarLeft(float a, float[] b, int bo, float[] y, int yo, int n) {
    FloatBinary f = OWN != null ? OWN : formula;
    if (bo == yo) {
      int end = yo + n;
      for (int i = yo; i < end; i++) {
        y[i] = f.apply(a, b[i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        y[yo + i] = f.apply(a, b[bo + i]);
      }
    }
  }

  @Override
  void scalarRight(float[] a, int ao, float b, float[] y, int yo, int n) {
    FloatBinary f = OWN != null ? OWN : formula;
    if (ao == yo) {
      int end = yo + n;
      for (int i = yo; i < end; i++) {
        y[i] = f.apply(a[i], b);
      }
    } else {
      for (int i = 0; i < n; i++) {
        y[yo + i] = f.apply(a[ao + i], b);
      }
    }
  }

  @Override
  void scalars(float a, float b, float[] y, int yo, int n) {
    Arrays.fill(y, yo, yo + n, (OWN != null ? OWN : formula).apply(a, b));
  }

  @Override
  void few(
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
    FloatBinary f = OWN != null ? OWN : formula;
    int last = sizes.length - 1;
    int w = sizes[last];
    int h = last == 0 ? 1 : sizes[last - 1];
    int ic = as[last];
    int ir = last == 0 ? 0 : as[last - 1];
    int jc = bs[last];
    int jr = last == 0 ? 0 : bs[last - 1];
    int oc = ys[last];
    int or = last == 0 ? 0 : ys[last - 1];
    for (int part = 0; part < n / (h * w); part++) {
      int ip = ao;
      int jp = bo;
      int op = yo;
      for (int d = last - 2, rest = part; d >= 0; d--) {
        int at = rest % sizes[d];
        rest /= sizes[d];
        ip += at * as[d];
        jp += at * bs[d];
        op += at * ys[d];
      }
      for (int r = 0; r < h; r++) {
        int i = ip + r * ir;
        int j = jp + r * jr;
        int o = op + r * or;
        for (int c = 0; c < w; c++, i += ic, j += jc, o += oc) {
          y[o] = f.apply(a[i], b[j]);
        }
      }
    }
  }

  @Override
  void steps(
      float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int ys, int n) {
    FloatBinary f = OWN != null ? OWN : formula;
    for (int k = 0, i = ao, j = bo, o = yo; k < n; k++, i += as, j += bs, o += ys) {
      y[o] = f.apply(a[i], b[j]);
    }
  }
}
