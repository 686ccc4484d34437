package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of one block of a row where its 64 lanes are four vectors, which then stay in registers from
 * the first element to the result; bit for bit those of {@link PlainReduce}.
 *
 * <p>The last 64 elements or fewer are read as 64 and masked.
 */
final class VectorLanes {
  private static final VectorSpecies<Float> SPECIES = VectorReduce.SPECIES;
  private static final int WIDTH = VectorReduce.WIDTH;
  private static final int LANES = PlainReduce.LANES;
  private static final boolean FOUR = 4 * WIDTH == LANES;

  // The upper half of a vector, of its lower half, and so on, brought to its beginning.
  static final VectorShuffle<Float> HALF = upper(WIDTH / 2);
  static final VectorShuffle<Float> QUARTER = upper(WIDTH / 4);
  static final VectorShuffle<Float> EIGHTH = upper(WIDTH / 8);
  static final VectorShuffle<Float> SIXTEENTH = upper(WIDTH / 16);

  private VectorLanes() {}

  private static VectorShuffle<Float> upper(int by) {
    return VectorShuffle.fromOp(SPECIES, i -> (i + by) % WIDTH);
  }

  /** Whether the elements of a block, rounded up to 64, can be read. */
  static boolean fit(float[] x, int xo, int n) {
    return FOUR && n >= PlainReduce.SHORT && ((n + LANES - 1) & -LANES) <= x.length - xo;
  }

  // A method for each: what four vectors make together is written out, for a vector that crosses
  // a call may be boxed.

  /** {@code Σ x}. */
  static float sum(float[] x, int xo, int n) {
    int whole = (n - 1) & -LANES;
    int left = n - whole;
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int p = xo;
    for (int end = xo + whole; p < end; p += LANES) {
      a = a.add(FloatVector.fromArray(SPECIES, x, p));
      b = b.add(FloatVector.fromArray(SPECIES, x, p + WIDTH));
      c = c.add(FloatVector.fromArray(SPECIES, x, p + 2 * WIDTH));
      d = d.add(FloatVector.fromArray(SPECIES, x, p + 3 * WIDTH));
    }
    a = a.add(FloatVector.fromArray(SPECIES, x, p), SPECIES.indexInRange(0, left));
    b = b.add(FloatVector.fromArray(SPECIES, x, p + WIDTH), SPECIES.indexInRange(WIDTH, left));
    c =
        c.add(
            FloatVector.fromArray(SPECIES, x, p + 2 * WIDTH),
            SPECIES.indexInRange(2 * WIDTH, left));
    d =
        d.add(
            FloatVector.fromArray(SPECIES, x, p + 3 * WIDTH),
            SPECIES.indexInRange(3 * WIDTH, left));
    FloatVector v = a.add(c).add(b.add(d));
    v = v.add(v.rearrange(HALF));
    v = v.add(v.rearrange(QUARTER));
    v = v.add(v.rearrange(EIGHTH));
    return v.add(v.rearrange(SIXTEENTH)).lane(0);
  }

  /** {@code Σ (x − mean)²}. */
  static float sumSquares(float[] x, int xo, int n, float mean) {
    int whole = (n - 1) & -LANES;
    int left = n - whole;
    FloatVector m = FloatVector.broadcast(SPECIES, mean);
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int p = xo;
    for (int end = xo + whole; p < end; p += LANES) {
      FloatVector e = FloatVector.fromArray(SPECIES, x, p).sub(m);
      a = e.fma(e, a);
      FloatVector f = FloatVector.fromArray(SPECIES, x, p + WIDTH).sub(m);
      b = f.fma(f, b);
      FloatVector g = FloatVector.fromArray(SPECIES, x, p + 2 * WIDTH).sub(m);
      c = g.fma(g, c);
      FloatVector h = FloatVector.fromArray(SPECIES, x, p + 3 * WIDTH).sub(m);
      d = h.fma(h, d);
    }
    FloatVector e = FloatVector.fromArray(SPECIES, x, p).sub(m);
    a = a.blend(e.fma(e, a), SPECIES.indexInRange(0, left));
    FloatVector f = FloatVector.fromArray(SPECIES, x, p + WIDTH).sub(m);
    b = b.blend(f.fma(f, b), SPECIES.indexInRange(WIDTH, left));
    FloatVector g = FloatVector.fromArray(SPECIES, x, p + 2 * WIDTH).sub(m);
    c = c.blend(g.fma(g, c), SPECIES.indexInRange(2 * WIDTH, left));
    FloatVector h = FloatVector.fromArray(SPECIES, x, p + 3 * WIDTH).sub(m);
    d = d.blend(h.fma(h, d), SPECIES.indexInRange(3 * WIDTH, left));
    FloatVector v = a.add(c).add(b.add(d));
    v = v.add(v.rearrange(HALF));
    v = v.add(v.rearrange(QUARTER));
    v = v.add(v.rearrange(EIGHTH));
    return v.add(v.rearrange(SIXTEENTH)).lane(0);
  }

  /** {@code Σ x·z}. */
  static float dot(float[] x, int xo, float[] z, int zo, int n) {
    int whole = (n - 1) & -LANES;
    int left = n - whole;
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = 0;
    for (; i < whole; i += LANES) {
      int p = xo + i;
      int q = zo + i;
      a = FloatVector.fromArray(SPECIES, x, p).fma(FloatVector.fromArray(SPECIES, z, q), a);
      b =
          FloatVector.fromArray(SPECIES, x, p + WIDTH)
              .fma(FloatVector.fromArray(SPECIES, z, q + WIDTH), b);
      c =
          FloatVector.fromArray(SPECIES, x, p + 2 * WIDTH)
              .fma(FloatVector.fromArray(SPECIES, z, q + 2 * WIDTH), c);
      d =
          FloatVector.fromArray(SPECIES, x, p + 3 * WIDTH)
              .fma(FloatVector.fromArray(SPECIES, z, q + 3 * WIDTH), d);
    }
    int p = xo + i;
    int q = zo + i;
    FloatVector e = FloatVector.fromArray(SPECIES, z, q);
    a = a.blend(FloatVector.fromArray(SPECIES, x, p).fma(e, a), SPECIES.indexInRange(0, left));
    FloatVector f = FloatVector.fromArray(SPECIES, z, q + WIDTH);
    VectorMask<Float> second = SPECIES.indexInRange(WIDTH, left);
    b = b.blend(FloatVector.fromArray(SPECIES, x, p + WIDTH).fma(f, b), second);
    FloatVector g = FloatVector.fromArray(SPECIES, z, q + 2 * WIDTH);
    VectorMask<Float> third = SPECIES.indexInRange(2 * WIDTH, left);
    c = c.blend(FloatVector.fromArray(SPECIES, x, p + 2 * WIDTH).fma(g, c), third);
    FloatVector h = FloatVector.fromArray(SPECIES, z, q + 3 * WIDTH);
    VectorMask<Float> fourth = SPECIES.indexInRange(3 * WIDTH, left);
    d = d.blend(FloatVector.fromArray(SPECIES, x, p + 3 * WIDTH).fma(h, d), fourth);
    FloatVector v = a.add(c).add(b.add(d));
    v = v.add(v.rearrange(HALF));
    v = v.add(v.rearrange(QUARTER));
    v = v.add(v.rearrange(EIGHTH));
    return v.add(v.rearrange(SIXTEENTH)).lane(0);
  }
}
