package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Template of the loops written with the Vector API; only copies with a formula ({@link Splice})
 * run.
 */
final class VectorCompareLoop extends CompareLoop implements AnyOffset {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private final CompareLoop tail;

  /** What is left over at the end goes to {@code tail}. */
  VectorCompareLoop(CompareLoop tail) {
    this.tail = tail;
  }

  @Override
  void both(float[] a, int ao, float[] b, int bo, boolean[] y, int yo, int n) {
    int bound = SPECIES.loopBound(n);
    if (bound > 0) {
      for (int i = 0; i < bound; i += SPECIES.length()) {
        FloatVector v = FloatVector.fromArray(SPECIES, a, ao + i);
        FloatVector w = FloatVector.fromArray(SPECIES, b, bo + i);
        Splice.compare(v, w).intoArray(y, yo + i);
      }
    }
    if (bound < n) {
      tail.both(a, ao + bound, b, bo + bound, y, yo + bound, n - bound);
    }
  }

  @Override
  void scalarLeft(float a, float[] b, int bo, boolean[] y, int yo, int n) {
    FloatVector v = FloatVector.broadcast(SPECIES, a);
    int bound = SPECIES.loopBound(n);
    if (bound > 0) {
      for (int i = 0; i < bound; i += SPECIES.length()) {
        Splice.compare(v, FloatVector.fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
      }
    }
    if (bound < n) {
      tail.scalarLeft(a, b, bo + bound, y, yo + bound, n - bound);
    }
  }

  @Override
  void scalarRight(float[] a, int ao, float b, boolean[] y, int yo, int n) {
    FloatVector w = FloatVector.broadcast(SPECIES, b);
    int bound = SPECIES.loopBound(n);
    if (bound > 0) {
      for (int i = 0; i < bound; i += SPECIES.length()) {
        Splice.compare(FloatVector.fromArray(SPECIES, a, ao + i), w).intoArray(y, yo + i);
      }
    }
    if (bound < n) {
      tail.scalarRight(a, ao + bound, b, y, yo + bound, n - bound);
    }
  }

  @Override
  void scalars(float a, float b, boolean[] y, int yo, int n) {
    tail.scalars(a, b, y, yo, n);
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
      boolean[] y,
      int yo,
      int[] ys) {
    tail.few(n, sizes, a, ao, as, b, bo, bs, y, yo, ys);
  }
}
