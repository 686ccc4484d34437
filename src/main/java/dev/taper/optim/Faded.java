package dev.taper.optim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Running means and squares that have faded to subnormal numbers, as those of units do that no
 * longer learn, and never become 0: half a unit in the last place is rounded away each time. A
 * multiplication of such a number takes a processor some 150 cycles, and its whole vector with it;
 * so where the gradient is 0 they take their step as integers, and 0 takes part in their place.
 */
final class Faded {
  /** The most elements that are looked through: more take longer than what is found saves. */
  static final int MOST = 512;

  private static final int MAGNITUDE = 0x7fffffff;

  /** Between this and 0 are the magnitudes of subnormal numbers. */
  private static final int NORMAL = 0x00800000;

  /** From here on floats are integers that follow each other. */
  private static final float INTEGERS = 0x1p23f;

  private int[] places = new int[16];
  private float[] means = new float[16];
  private float[] squares = new float[16];
  private int count;

  private Faded() {}

  /**
   * Sets aside what has faded and is not to move its parameter, those of less than {@code least}
   * being counted as moved; null where there is none.
   */
  static @Nullable Faded of(
      float[] p,
      float[] m,
      float[] v,
      float[] g,
      int from,
      int to,
      float least,
      float weight,
      float beta2) {
    Faded faded = null;
    for (int i = from; i < to; i++) {
      int mean = Float.floatToRawIntBits(m[i]) & MAGNITUDE;
      int square = Float.floatToRawIntBits(v[i]);
      if (mean < NORMAL && (mean != 0 || isSubnormal(square)) && stays(g[i], p[i], least)) {
        faded = faded == null ? new Faded() : faded;
        faded.add(i, m, v, weight, beta2);
      }
    }
    return faded;
  }

  private static boolean isSubnormal(int bits) {
    return bits > 0 && bits < NORMAL;
  }

  private static boolean stays(float g, float p, float least) {
    return g == 0 && Math.abs(p) >= least;
  }

  private void add(int i, float[] m, float[] v, float weight, float beta2) {
    if (count == places.length) {
      places = Arrays.copyOf(places, 2 * count);
      means = Arrays.copyOf(means, 2 * count);
      squares = Arrays.copyOf(squares, 2 * count);
    }
    int bits = Float.floatToRawIntBits(m[i]);
    float mean = bits & MAGNITUDE;
    // Rounded once, to an integer, as a sum of subnormal numbers is to their unit.
    int next = integer(Math.fma(-weight, mean, INTEGERS + mean));
    places[count] = i;
    means[count] = Float.intBitsToFloat((bits & ~MAGNITUDE) | next);
    m[i] = 0;
    int square = Float.floatToRawIntBits(v[i]);
    if (isSubnormal(square)) {
      squares[count] = Float.intBitsToFloat(integer(Math.fma(beta2, (float) square, INTEGERS)));
      v[i] = 0;
    } else {
      squares[count] = Float.NaN;
    }
    count++;
  }

  private static int integer(float sum) {
    return Float.floatToRawIntBits(sum) - Float.floatToRawIntBits(INTEGERS);
  }

  /** Puts back what was set aside, after its step. */
  void putBack(float[] m, float[] v) {
    for (int i = 0; i < count; i++) {
      m[places[i]] = means[i];
      if (!Float.isNaN(squares[i])) {
        v[places[i]] = squares[i];
      }
    }
  }
}
