package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@code VectorUnaryLoop}, for logarithms: vectors in which all is positive, normal and finite
 * take a shorter way than the others.
 */
final class VectorLogLoop extends UnaryLoop implements AnyOffset {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private final UnaryLoop any;

  /** The other vectors, and what is left over at the end, go to {@code any}. */
  VectorLogLoop(UnaryLoop any) {
    this.any = any;
  }

  @Override
  void run(float[] x, int xo, float[] y, int yo, int n) {
    int bound = SPECIES.loopBound(n);
    for (int i = 0; i < bound; i += SPECIES.length()) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      // The ways must not meet in a vector: C2 would box it.
      if (VectorMath.ordinary(v)) {
        Splice.unary(v).intoArray(y, yo + i);
      } else {
        any.run(x, xo + i, y, yo + i, SPECIES.length());
      }
    }
    if (bound < n) {
      any.run(x, xo + bound, y, yo + bound, n - bound);
    }
  }

  @Override
  void few(int n, int[] sizes, float[] x, int xo, int[] xs, float[] y, int yo, int[] ys) {
    any.few(n, sizes, x, xo, xs, y, yo, ys);
  }
}
