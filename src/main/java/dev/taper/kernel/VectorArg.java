package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Where extremes are, with the Vector API; the same as in {@link PlainReduce} and ArgFold. */
final class VectorArg {
  private static final VectorSpecies<Float> SPECIES = VectorReduce.SPECIES;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int WIDTH = VectorReduce.WIDTH;

  private VectorArg() {}

  /** The first index from {@code from} on of a number that is there, or of a NaN. */
  static int find(float[] x, int xo, int from, int n, float wanted) {
    int i = from;
    if (Float.isNaN(wanted)) {
      for (; i <= n - WIDTH; i += WIDTH) {
        FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
        VectorMask<Float> found = v.compare(VectorOperators.NE, v);
        if (found.anyTrue()) {
          return i + found.firstTrue();
        }
      }
    } else {
      for (; i <= n - WIDTH; i += WIDTH) {
        FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
        VectorMask<Float> found = v.compare(VectorOperators.EQ, wanted);
        if (found.anyTrue()) {
          return i + found.firstTrue();
        }
      }
    }
    return PlainReduce.find(x, xo, i, wanted);
  }

  /**
   * Holds one row against the largest elements of those before it, and their rows, for as many
   * columns as go into vectors; returns how many these are. Mostly a vector changes nothing.
   */
  static int largest(float[] x, int xo, int row, int n, float[] best, int[] at) {
    int j = 0;
    for (; j <= n - WIDTH; j += WIDTH) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + j);
      FloatVector b = FloatVector.fromArray(SPECIES, best, j);
      VectorMask<Float> better = v.compare(VectorOperators.LE, b).not();
      if (better.anyTrue()) {
        VectorMask<Float> first = better.and(b.compare(VectorOperators.EQ, b));
        v.intoArray(best, j, first);
        IntVector.broadcast(INTS, row).intoArray(at, j, first.cast(INTS));
      }
    }
    return j;
  }

  /** The same with the smallest. */
  static int smallest(float[] x, int xo, int row, int n, float[] best, int[] at) {
    int j = 0;
    for (; j <= n - WIDTH; j += WIDTH) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + j);
      FloatVector b = FloatVector.fromArray(SPECIES, best, j);
      VectorMask<Float> better = v.compare(VectorOperators.GE, b).not();
      if (better.anyTrue()) {
        VectorMask<Float> first = better.and(b.compare(VectorOperators.EQ, b));
        v.intoArray(best, j, first);
        IntVector.broadcast(INTS, row).intoArray(at, j, first.cast(INTS));
      }
    }
    return j;
  }
}
