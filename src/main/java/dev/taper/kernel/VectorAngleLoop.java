package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@code VectorUnaryLoop}, for formulas of angles: vectors in which there is a very large one go
 * to the plain loop.
 */
final class VectorAngleLoop extends UnaryLoop {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private final UnaryLoop tail;

  /** What is left over at the end goes to {@code tail}. */
  VectorAngleLoop(UnaryLoop tail) {
    this.tail = tail;
  }

  @Override
  void run(float[] x, int xo, float[] y, int yo, int n) {
    int bound = SPECIES.loopBound(n);
    if (bound > 0) {
      for (int i = 0; i < bound; i += SPECIES.length()) {
        FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
        // The ways must not meet in a vector: C2 would box it.
        if (VectorAngles.fits(v)) {
          Splice.unary(v).intoArray(y, yo + i);
        } else {
          tail.run(x, xo + i, y, yo + i, SPECIES.length());
        }
      }
    }
    if (bound < n) {
      tail.run(x, xo + bound, y, yo + bound, n - bound);
    }
  }

  @Override
  void few(int n, int[] sizes, float[] x, int xo, int[] xs, float[] y, int yo, int[] ys) {
    tail.few(n, sizes, x, xo, xs, y, yo, ys);
  }
}
