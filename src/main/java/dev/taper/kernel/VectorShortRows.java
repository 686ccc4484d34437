package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link ShortRows} with the Vector API. */
final class VectorShortRows {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  private VectorShortRows() {}

  /** Rows of a vector at least; of others the last vector overlaps the one before. */
  static void copy(float[] x, int xo, int xr, float[] y, int yo, int yr, int h, int w) {
    int from = xo;
    int to = yo;
    if (w == WIDTH) {
      // A loop within the loop costs several times what a row does.
      for (int r = 0; r < h; r++) {
        FloatVector.fromArray(SPECIES, x, from).intoArray(y, to);
        from += xr;
        to += yr;
      }
      return;
    }
    int last = w - WIDTH;
    // Two vectors a row, all of rows of 16 where vectors have 8 lanes.
    if (last <= WIDTH) {
      for (int r = 0; r < h; r++) {
        FloatVector.fromArray(SPECIES, x, from).intoArray(y, to);
        FloatVector.fromArray(SPECIES, x, from + last).intoArray(y, to + last);
        from += xr;
        to += yr;
      }
      return;
    }
    for (int r = 0; r < h; r++) {
      for (int i = 0; i < last; i += WIDTH) {
        FloatVector.fromArray(SPECIES, x, from + i).intoArray(y, to + i);
      }
      FloatVector.fromArray(SPECIES, x, from + last).intoArray(y, to + last);
      from += xr;
      to += yr;
    }
  }
}
