package dev.taper.kernel;

import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The same as the plain forms in {@link Comb}, by whole vectors; what lies between the places that
 * are written is not touched.
 */
final class VectorComb {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Of two vectors every second, or fourth, of three every third: of the first two, then all. */
  private static final IntVector TWO = indices(i -> 2 * i);

  private static final IntVector THREE = indices(i -> 3 * i < 2 * L ? 3 * i : 0);
  private static final IntVector THIRD = indices(i -> 3 * i < 2 * L ? i : 3 * i - L);
  private static final IntVector FOUR = indices(i -> 4 * i % (2 * L));
  private static final IntVector HALVES = indices(i -> 4 * i < 2 * L ? i : L + i);

  /** Where each part of a spread vector comes from, and which of its lanes are written. */
  private static final VectorShuffle<Float> S20 = part(2, 0);

  private static final VectorShuffle<Float> S21 = part(2, 1);
  private static final VectorShuffle<Float> S30 = part(3, 0);
  private static final VectorShuffle<Float> S31 = part(3, 1);
  private static final VectorShuffle<Float> S32 = part(3, 2);
  private static final VectorShuffle<Float> S40 = part(4, 0);
  private static final VectorShuffle<Float> S41 = part(4, 1);
  private static final VectorShuffle<Float> S42 = part(4, 2);
  private static final VectorShuffle<Float> S43 = part(4, 3);
  private static final VectorMask<Float> M2 = lanes(2, 0);
  private static final VectorMask<Float> M30 = lanes(3, 0);
  private static final VectorMask<Float> M31 = lanes(3, 1);
  private static final VectorMask<Float> M32 = lanes(3, 2);
  private static final VectorMask<Float> M4 = lanes(4, 0);

  private VectorComb() {}

  private static IntVector indices(IntUnaryOperator f) {
    int[] indices = new int[L];
    for (int i = 0; i < L; i++) {
      indices[i] = f.applyAsInt(i);
    }
    return IntVector.fromArray(IntVector.SPECIES_PREFERRED, indices, 0);
  }

  private static VectorShuffle<Float> part(int step, int part) {
    return VectorShuffle.fromOp(S, i -> (part * L + i) / step);
  }

  private static VectorMask<Float> lanes(int step, int part) {
    boolean[] lanes = new boolean[L];
    for (int i = 0; i < L; i++) {
      lanes[i] = (part * L + i) % step == 0;
    }
    return VectorMask.fromArray(S, lanes, 0);
  }

  /** How many of {@code n} elements whole vectors hold, none of which may end beyond the array. */
  private static int bound(int length, int offset, int step, int n) {
    return S.loopBound(Math.min(n, (length - offset) / step));
  }

  static void gather(float[] x, int xo, int step, float[] y, int yo, int n) {
    int bound = bound(x.length, xo, step, n);
    switch (step) {
      case 2 -> two(x, xo, y, yo, bound);
      case 3 -> three(x, xo, y, yo, bound);
      case 4 -> four(x, xo, y, yo, bound);
      default -> bound = 0;
    }
    if (bound < n) {
      Comb.gatherPlain(x, xo + step * bound, step, y, yo + bound, n - bound);
    }
  }

  private static IntVector load(float[] x, int at) {
    return FloatVector.fromArray(S, x, at).reinterpretAsInts();
  }

  private static void two(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      int from = xo + 2 * i;
      TWO.selectFrom(load(x, from), load(x, from + L)).reinterpretAsFloats().intoArray(y, yo + i);
    }
  }

  private static void three(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      int from = xo + 3 * i;
      IntVector v = THREE.selectFrom(load(x, from), load(x, from + L));
      THIRD.selectFrom(v, load(x, from + 2 * L)).reinterpretAsFloats().intoArray(y, yo + i);
    }
  }

  private static void four(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      int from = xo + 4 * i;
      IntVector v = FOUR.selectFrom(load(x, from), load(x, from + L));
      IntVector w = FOUR.selectFrom(load(x, from + 2 * L), load(x, from + 3 * L));
      HALVES.selectFrom(v, w).reinterpretAsFloats().intoArray(y, yo + i);
    }
  }

  static void scatter(float[] x, int xo, float[] y, int yo, int step, int n) {
    int bound = bound(y.length, yo, step, n);
    switch (step) {
      case 2 -> twos(x, xo, y, yo, bound);
      case 3 -> threes(x, xo, y, yo, bound);
      case 4 -> fours(x, xo, y, yo, bound);
      default -> bound = 0;
    }
    if (bound < n) {
      Comb.scatterPlain(x, xo + bound, y, yo + step * bound, step, n - bound);
    }
  }

  private static void twos(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      int to = yo + 2 * i;
      v.rearrange(S20).intoArray(y, to, M2);
      v.rearrange(S21).intoArray(y, to + L, M2);
    }
  }

  private static void threes(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      int to = yo + 3 * i;
      v.rearrange(S30).intoArray(y, to, M30);
      v.rearrange(S31).intoArray(y, to + L, M31);
      v.rearrange(S32).intoArray(y, to + 2 * L, M32);
    }
  }

  private static void fours(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      int to = yo + 4 * i;
      v.rearrange(S40).intoArray(y, to, M4);
      v.rearrange(S41).intoArray(y, to + L, M4);
      v.rearrange(S42).intoArray(y, to + 2 * L, M4);
      v.rearrange(S43).intoArray(y, to + 3 * L, M4);
    }
  }
}
