package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vectors of every few-th element, for processors that select from one vector at a time only.
 *
 * <p>A vector of such elements lies in as many vectors as the step says. These are read so that no
 * two elements are in the same lane: one after the other where the step is odd; where it has a
 * factor in common with the number of lanes, each further group of so many begins one element
 * earlier. Blends bring them together, and one shuffle in order.
 *
 * <p>The constants are not private as {@link Splice} copies what uses them into other classes.
 */
final class VectorBlends {
  static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** The largest step. */
  static final int WIDEST = Math.min(8, L);

  static final int A21 = start(2, 1);
  static final int A31 = start(3, 1);
  static final int A32 = start(3, 2);
  static final int A41 = start(4, 1);
  static final int A42 = start(4, 2);
  static final int A43 = start(4, 3);

  static final VectorMask<Float> M21 = lanes(2, 1);
  static final VectorMask<Float> M31 = lanes(3, 1);
  static final VectorMask<Float> M32 = lanes(3, 2);
  static final VectorMask<Float> M41 = lanes(4, 1);
  static final VectorMask<Float> M42 = lanes(4, 2);
  static final VectorMask<Float> M43 = lanes(4, 3);
  static final VectorMask<Float> M51 = lanes(5, 1);
  static final VectorMask<Float> M52 = lanes(5, 2);
  static final VectorMask<Float> M53 = lanes(5, 3);
  static final VectorMask<Float> M54 = lanes(5, 4);
  static final VectorMask<Float> M61 = lanes(6, 1);
  static final VectorMask<Float> M62 = lanes(6, 2);
  static final VectorMask<Float> M63 = lanes(6, 3);
  static final VectorMask<Float> M64 = lanes(6, 4);
  static final VectorMask<Float> M65 = lanes(6, 5);
  static final VectorMask<Float> M71 = lanes(7, 1);
  static final VectorMask<Float> M72 = lanes(7, 2);
  static final VectorMask<Float> M73 = lanes(7, 3);
  static final VectorMask<Float> M74 = lanes(7, 4);
  static final VectorMask<Float> M75 = lanes(7, 5);
  static final VectorMask<Float> M76 = lanes(7, 6);
  static final VectorMask<Float> M81 = lanes(8, 1);
  static final VectorMask<Float> M82 = lanes(8, 2);
  static final VectorMask<Float> M83 = lanes(8, 3);
  static final VectorMask<Float> M84 = lanes(8, 4);
  static final VectorMask<Float> M85 = lanes(8, 5);
  static final VectorMask<Float> M86 = lanes(8, 6);
  static final VectorMask<Float> M87 = lanes(8, 7);

  static final VectorShuffle<Float> P2 = places(2);
  static final VectorShuffle<Float> P3 = places(3);
  static final VectorShuffle<Float> P4 = places(4);
  static final VectorShuffle<Float> P5 = places(5);
  static final VectorShuffle<Float> P6 = places(6);
  static final VectorShuffle<Float> P7 = places(7);
  static final VectorShuffle<Float> P8 = places(8);

  private VectorBlends() {}

  /** How many elements of one vector come from vectors that follow each other. */
  private static int group(int step) {
    return L / Math.min(L, Integer.lowestOneBit(step));
  }

  /** From the first element to the first lane of the m-th vector that is read. */
  private static int start(int step, int m) {
    int group = group(step);
    int each = Math.max(1, step * group / L);
    return m / each * (step * group - 1) + m % each * L;
  }

  /** From the beginning of its group's first vector to element i. */
  private static int place(int step, int i) {
    int group = group(step);
    return i % group * step + i / group;
  }

  private static VectorMask<Float> lanes(int step, int m) {
    boolean[] lanes = new boolean[L];
    for (int i = 0; i < L; i++) {
      int first = start(step, m);
      int at = i * step - first;
      if (at >= 0 && at < L && at % L == place(step, i) % L) {
        lanes[at] = true;
      }
    }
    return VectorMask.fromArray(S, lanes, 0);
  }

  private static VectorShuffle<Float> places(int step) {
    return VectorShuffle.fromOp(S, i -> place(step, i) % L);
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(S, x, at);
  }

  /** A vector of every second element from {@code at} on; reads to the end of the last gap. */
  static FloatVector read2(float[] x, int at) {
    FloatVector v = load(x, at).blend(load(x, at + A21), M21);
    return v.rearrange(P2);
  }

  static FloatVector read3(float[] x, int at) {
    FloatVector v = load(x, at).blend(load(x, at + A31), M31);
    v = v.blend(load(x, at + A32), M32);
    return v.rearrange(P3);
  }

  static FloatVector read4(float[] x, int at) {
    FloatVector v = load(x, at).blend(load(x, at + A41), M41);
    v = v.blend(load(x, at + A42), M42);
    v = v.blend(load(x, at + A43), M43);
    return v.rearrange(P4);
  }

  /** {@code y[yo + i] = x[xo + i * step]} for {@code i < n}, a multiple of the lanes. */
  static void gather(float[] x, int xo, int step, float[] y, int yo, int n) {
    switch (step) {
      case 2 -> two(x, xo, y, yo, n);
      case 3 -> three(x, xo, y, yo, n);
      case 4 -> four(x, xo, y, yo, n);
      case 5 -> five(x, xo, y, yo, n);
      case 6 -> six(x, xo, y, yo, n);
      case 7 -> seven(x, xo, y, yo, n);
      default -> eight(x, xo, y, yo, n);
    }
  }

  private static void two(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += L) {
      read2(x, xo + 2 * i).intoArray(y, yo + i);
    }
  }

  private static void three(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += L) {
      read3(x, xo + 3 * i).intoArray(y, yo + i);
    }
  }

  private static void four(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += L) {
      read4(x, xo + 4 * i).intoArray(y, yo + i);
    }
  }

  private static void five(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += L) {
      int at = xo + 5 * i;
      FloatVector v = load(x, at).blend(load(x, at + 8), M51);
      v = v.blend(load(x, at + 16), M52);
      v = v.blend(load(x, at + 24), M53);
      v = v.blend(load(x, at + 32), M54);
      v.rearrange(P5).intoArray(y, yo + i);
    }
  }

  private static void six(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += L) {
      int at = xo + 6 * i;
      FloatVector v = load(x, at).blend(load(x, at + 8), M61);
      v = v.blend(load(x, at + 16), M62);
      v = v.blend(load(x, at + 23), M63);
      v = v.blend(load(x, at + 31), M64);
      v = v.blend(load(x, at + 39), M65);
      v.rearrange(P6).intoArray(y, yo + i);
    }
  }

  private static void seven(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += L) {
      int at = xo + 7 * i;
      FloatVector v = load(x, at).blend(load(x, at + 8), M71);
      v = v.blend(load(x, at + 16), M72);
      v = v.blend(load(x, at + 24), M73);
      v = v.blend(load(x, at + 32), M74);
      v = v.blend(load(x, at + 40), M75);
      v = v.blend(load(x, at + 48), M76);
      v.rearrange(P7).intoArray(y, yo + i);
    }
  }

  private static void eight(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += L) {
      int at = xo + 8 * i;
      FloatVector v = load(x, at).blend(load(x, at + 7), M81);
      v = v.blend(load(x, at + 14), M82);
      v = v.blend(load(x, at + 21), M83);
      v = v.blend(load(x, at + 28), M84);
      v = v.blend(load(x, at + 35), M85);
      v = v.blend(load(x, at + 42), M86);
      v = v.blend(load(x, at + 49), M87);
      v.rearrange(P8).intoArray(y, yo + i);
    }
  }
}
