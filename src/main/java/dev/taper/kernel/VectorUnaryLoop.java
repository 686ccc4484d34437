package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Template of the loops written with the Vector API; only copies with a formula ({@link Splice})
 * run.
 *
 * <p>Calls without an element, of which a {@linkplain UnaryKernel#trial trial} makes many, go past
 * the loop: C2 unrolls it as far as it has been seen to turn.
 */
final class VectorUnaryLoop extends UnaryLoop implements AnyOffset {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private final UnaryLoop tail;

  /** What is left over at the end goes to {@code tail}. */
  VectorUnaryLoop(UnaryLoop tail) {
    this.tail = tail;
  }

  @Override
  void run(float[] x, int xo, float[] y, int yo, int n) {
    int bound = SPECIES.loopBound(n);
    if (bound > 0) {
      for (int i = 0; i < bound; i += SPECIES.length()) {
        Splice.unary(FloatVector.fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
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
