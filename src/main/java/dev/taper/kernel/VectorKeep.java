package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The loop of {@link Keep} with the Vector API; what is left of it goes to plain Java. */
final class VectorKeep {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();
  private static final long LOW = WIDTH == Long.SIZE ? -1L : (1L << WIDTH) - 1;

  private VectorKeep() {}

  static void apply(
      long[] bits, int bo, float factor, float[] x, int xo, float[] y, int yo, int n) {
    FloatVector none = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      long kept = (bits[bo + (i >> 6)] >>> i) & LOW;
      FloatVector noise = none.blend(factor, VectorMask.fromLong(SPECIES, kept));
      FloatVector.fromArray(SPECIES, x, xo + i).mul(noise).intoArray(y, yo + i);
    }
    Keep.plain(bits, bo, i, factor, x, xo + i, y, yo + i, n - i);
  }
}
