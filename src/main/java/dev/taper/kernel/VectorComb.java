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
 *
 * <p>The constants are not private as {@link Splice} copies what uses them into other classes.
 */
final class VectorComb {
  static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  static final int L = S.length();

  /** Whether {@link VectorBlends} reads faster, and no stores under masks are fast. */
  static final boolean NARROW = L < 16;

  /** Of two vectors every second, or fourth, of three every third: of the first two, then all. */
  static final IntVector TWO = indices(i -> 2 * i);

  static final IntVector THREE = indices(i -> 3 * i < 2 * L ? 3 * i : 0);
  static final IntVector THIRD = indices(i -> 3 * i < 2 * L ? i : 3 * i - L);
  static final IntVector FOUR = indices(i -> 4 * i % (2 * L));
  static final IntVector HALVES = indices(i -> 4 * i < 2 * L ? i : L + i);

  /** Where each part of a spread vector comes from, and which of its lanes are written. */
  static final VectorShuffle<Float> S20 = part(2, 0);

  static final VectorShuffle<Float> S21 = part(2, 1);
  static final VectorShuffle<Float> S30 = part(3, 0);
  static final VectorShuffle<Float> S31 = part(3, 1);
  static final VectorShuffle<Float> S32 = part(3, 2);
  static final VectorShuffle<Float> S40 = part(4, 0);
  static final VectorShuffle<Float> S41 = part(4, 1);
  static final VectorShuffle<Float> S42 = part(4, 2);
  static final VectorShuffle<Float> S43 = part(4, 3);
  static final VectorMask<Float> M2 = lanes(2, 0);
  static final VectorMask<Float> M30 = lanes(3, 0);
  static final VectorMask<Float> M31 = lanes(3, 1);
  static final VectorMask<Float> M32 = lanes(3, 2);
  static final VectorMask<Float> M4 = lanes(4, 0);

  /** The largest step for which vectors read less than they are worth. */
  private static final int WIDEST = NARROW ? VectorBlends.WIDEST : 8;

  /** For each vector of the source which lanes are taken from it, and which stay. */
  private static final int[] T5 = turns(5);

  private static final int[] T6 = turns(6);
  private static final int[] T7 = turns(7);
  private static final int[] T8 = turns(8);

  private VectorComb() {}

  private static int[] turns(int step) {
    int[] turns = new int[step * L];
    for (int i = 0; i < turns.length; i++) {
      int lane = i % L;
      int from = lane * step;
      boolean first = i < L && from < L;
      turns[i] = first ? from : from / L == Math.max(1, i / L) ? L + from % L : lane;
    }
    return turns;
  }

  private static IntVector indices(IntUnaryOperator f) {
    int[] indices = new int[L];
    for (int i = 0; i < L; i++) {
      indices[i] = f.applyAsInt(i);
    }
    return IntVector.fromArray(INTS, indices, 0);
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
  static int bound(int length, int offset, int step, int n) {
    if (step == 0) {
      return S.loopBound(n);
    }
    return S.loopBound(
        offset + (long) step * n <= length ? n : Math.min(n, (length - offset) / step));
  }

  static void gather(float[] x, int xo, int step, float[] y, int yo, int n) {
    int bound = step < 2 || step > WIDEST ? 0 : bound(x.length, xo, step, n);
    if (NARROW) {
      if (bound > 0) {
        VectorBlends.gather(x, xo, step, y, yo, bound);
      }
    } else {
      select(x, xo, step, y, yo, bound);
    }
    if (bound < n) {
      Comb.gatherPlain(x, xo + step * bound, step, y, yo + bound, n - bound);
    }
  }

  private static void select(float[] x, int xo, int step, float[] y, int yo, int bound) {
    switch (step) {
      case 2 -> two(x, xo, y, yo, bound);
      case 3 -> three(x, xo, y, yo, bound);
      case 4 -> four(x, xo, y, yo, bound);
      case 5 -> five(x, xo, y, yo, bound);
      case 6 -> six(x, xo, y, yo, bound);
      case 7 -> seven(x, xo, y, yo, bound);
      default -> eight(x, xo, y, yo, bound);
    }
  }

  private static IntVector load(float[] x, int at) {
    return FloatVector.fromArray(S, x, at).reinterpretAsInts();
  }

  /** A vector of every second element from {@code at} on; reads to the end of the last gap. */
  static FloatVector read2(float[] x, int at) {
    return TWO.selectFrom(load(x, at), load(x, at + L)).reinterpretAsFloats();
  }

  static FloatVector read3(float[] x, int at) {
    IntVector v = THREE.selectFrom(load(x, at), load(x, at + L));
    return THIRD.selectFrom(v, load(x, at + 2 * L)).reinterpretAsFloats();
  }

  static FloatVector read4(float[] x, int at) {
    IntVector v = FOUR.selectFrom(load(x, at), load(x, at + L));
    IntVector w = FOUR.selectFrom(load(x, at + 2 * L), load(x, at + 3 * L));
    return HALVES.selectFrom(v, w).reinterpretAsFloats();
  }

  private static void two(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      read2(x, xo + 2 * i).intoArray(y, yo + i);
    }
  }

  private static void three(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      read3(x, xo + 3 * i).intoArray(y, yo + i);
    }
  }

  private static void four(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      read4(x, xo + 4 * i).intoArray(y, yo + i);
    }
  }

  /** The lanes that come from the first two vectors of the source. */
  private static IntVector first(int[] turns, float[] x, int from) {
    return IntVector.fromArray(INTS, turns, 0).selectFrom(load(x, from), load(x, from + L));
  }

  /** The same with the lanes that come from a later one. */
  private static IntVector turn(IntVector v, int[] turns, int part, float[] x, int from) {
    return IntVector.fromArray(INTS, turns, part * L).selectFrom(v, load(x, from + part * L));
  }

  private static void five(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      int from = xo + 5 * i;
      IntVector v = first(T5, x, from);
      v = turn(v, T5, 2, x, from);
      v = turn(v, T5, 3, x, from);
      turn(v, T5, 4, x, from).reinterpretAsFloats().intoArray(y, yo + i);
    }
  }

  private static void six(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      int from = xo + 6 * i;
      IntVector v = first(T6, x, from);
      v = turn(v, T6, 2, x, from);
      v = turn(v, T6, 3, x, from);
      v = turn(v, T6, 4, x, from);
      turn(v, T6, 5, x, from).reinterpretAsFloats().intoArray(y, yo + i);
    }
  }

  private static void seven(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      int from = xo + 7 * i;
      IntVector v = first(T7, x, from);
      v = turn(v, T7, 2, x, from);
      v = turn(v, T7, 3, x, from);
      v = turn(v, T7, 4, x, from);
      v = turn(v, T7, 5, x, from);
      turn(v, T7, 6, x, from).reinterpretAsFloats().intoArray(y, yo + i);
    }
  }

  private static void eight(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      int from = xo + 8 * i;
      IntVector v = first(T8, x, from);
      v = turn(v, T8, 2, x, from);
      v = turn(v, T8, 3, x, from);
      v = turn(v, T8, 4, x, from);
      v = turn(v, T8, 5, x, from);
      v = turn(v, T8, 6, x, from);
      turn(v, T8, 7, x, from).reinterpretAsFloats().intoArray(y, yo + i);
    }
  }

  static void scatter(float[] x, int xo, float[] y, int yo, int step, int n) {
    int bound = NARROW ? 0 : bound(y.length, yo, step, n);
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

  /** Writes the vector to every second place from {@code to} on. */
  static void write2(FloatVector v, float[] y, int to) {
    v.rearrange(S20).intoArray(y, to, M2);
    v.rearrange(S21).intoArray(y, to + L, M2);
  }

  static void write3(FloatVector v, float[] y, int to) {
    v.rearrange(S30).intoArray(y, to, M30);
    v.rearrange(S31).intoArray(y, to + L, M31);
    v.rearrange(S32).intoArray(y, to + 2 * L, M32);
  }

  static void write4(FloatVector v, float[] y, int to) {
    v.rearrange(S40).intoArray(y, to, M4);
    v.rearrange(S41).intoArray(y, to + L, M4);
    v.rearrange(S42).intoArray(y, to + 2 * L, M4);
    v.rearrange(S43).intoArray(y, to + 3 * L, M4);
  }

  private static void twos(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      write2(FloatVector.fromArray(S, x, xo + i), y, yo + 2 * i);
    }
  }

  private static void threes(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      write3(FloatVector.fromArray(S, x, xo + i), y, yo + 3 * i);
    }
  }

  private static void fours(float[] x, int xo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      write4(FloatVector.fromArray(S, x, xo + i), y, yo + 4 * i);
    }
  }
}
