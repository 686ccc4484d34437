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
    for (int row = 0; row < n / w; row++) {
      int i = ao;
      int j = bo;
      int o = yo;
      for (int d = last - 1, rest = row; d >= 0; d--) {
        int at = rest % sizes[d];
        rest /= sizes[d];
        i += at * as[d];
        j += at * bs[d];
        o += at * ys[d];
      }
      for (int c = 0; c < w; c++) {
        y[o + c * ys[last]] = f.apply(a[i + c * as[last]], b[j + c * bs[last]]);
      }
    }
  }
}
