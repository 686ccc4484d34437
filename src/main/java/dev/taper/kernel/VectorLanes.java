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

  /**
   * Reduces rows of a whole number of 64 neighbours two at a time where there is a loop for it;
   * returns how many rows are done. One row at a time, memory waits while its 64 lanes become one.
   */
  static int pairs(
      Fold fold,
      float[] x,
      int xo,
      int rows,
      int n,
      float[] means,
      int mo,
      int ms,
      float[] y,
      int yo) {
    if (!FOUR || n % LANES != 0) {
      return 0;
    }
    return switch (fold) {
      case SUM -> sums(x, xo, rows, n, y, yo);
      case SUM_SQUARES -> sumsOfSquares(x, xo, rows, n, means, mo, ms, y, yo);
      default -> 0;
    };
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

  /** {@code Σ x} of pairs of rows. */
  private static int sums(float[] x, int xo, int rows, int n, float[] y, int yo) {
    int r = 0;
    for (; r <= rows - 2; r += 2) {
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector d = a;
      FloatVector e = a;
      FloatVector f = a;
      FloatVector g = a;
      FloatVector h = a;
      int p = xo + r * n;
      int q = p + n;
      for (int end = q; p < end; p += LANES, q += LANES) {
        a = a.add(FloatVector.fromArray(SPECIES, x, p));
        b = b.add(FloatVector.fromArray(SPECIES, x, p + WIDTH));
        c = c.add(FloatVector.fromArray(SPECIES, x, p + 2 * WIDTH));
        d = d.add(FloatVector.fromArray(SPECIES, x, p + 3 * WIDTH));
        e = e.add(FloatVector.fromArray(SPECIES, x, q));
        f = f.add(FloatVector.fromArray(SPECIES, x, q + WIDTH));
        g = g.add(FloatVector.fromArray(SPECIES, x, q + 2 * WIDTH));
        h = h.add(FloatVector.fromArray(SPECIES, x, q + 3 * WIDTH));
      }
      a = a.add(c).add(b.add(d));
      e = e.add(g).add(f.add(h));
      a = a.add(a.rearrange(HALF));
      e = e.add(e.rearrange(HALF));
      a = a.add(a.rearrange(QUARTER));
      e = e.add(e.rearrange(QUARTER));
      a = a.add(a.rearrange(EIGHTH));
      e = e.add(e.rearrange(EIGHTH));
      y[yo + r] = a.add(a.rearrange(SIXTEENTH)).lane(0);
      y[yo + r + 1] = e.add(e.rearrange(SIXTEENTH)).lane(0);
    }
    return r;
  }

  /** {@code Σ (x − mean)²} of pairs of rows, the means being {@code ms} apart. */
  private static int sumsOfSquares(
      float[] x, int xo, int rows, int n, float[] means, int mo, int ms, float[] y, int yo) {
    int r = 0;
    for (; r <= rows - 2; r += 2) {
      FloatVector first = FloatVector.broadcast(SPECIES, means[mo + r * ms]);
      FloatVector second = FloatVector.broadcast(SPECIES, means[mo + (r + 1) * ms]);
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector d = a;
      FloatVector e = a;
      FloatVector f = a;
      FloatVector g = a;
      FloatVector h = a;
      int p = xo + r * n;
      int q = p + n;
      for (int end = q; p < end; p += LANES, q += LANES) {
        FloatVector da = FloatVector.fromArray(SPECIES, x, p).sub(first);
        a = da.fma(da, a);
        FloatVector db = FloatVector.fromArray(SPECIES, x, p + WIDTH).sub(first);
        b = db.fma(db, b);
        FloatVector dc = FloatVector.fromArray(SPECIES, x, p + 2 * WIDTH).sub(first);
        c = dc.fma(dc, c);
        FloatVector dd = FloatVector.fromArray(SPECIES, x, p + 3 * WIDTH).sub(first);
        d = dd.fma(dd, d);
        FloatVector de = FloatVector.fromArray(SPECIES, x, q).sub(second);
        e = de.fma(de, e);
        FloatVector df = FloatVector.fromArray(SPECIES, x, q + WIDTH).sub(second);
        f = df.fma(df, f);
        FloatVector dg = FloatVector.fromArray(SPECIES, x, q + 2 * WIDTH).sub(second);
        g = dg.fma(dg, g);
        FloatVector dh = FloatVector.fromArray(SPECIES, x, q + 3 * WIDTH).sub(second);
        h = dh.fma(dh, h);
      }
      a = a.add(c).add(b.add(d));
      e = e.add(g).add(f.add(h));
      a = a.add(a.rearrange(HALF));
      e = e.add(e.rearrange(HALF));
      a = a.add(a.rearrange(QUARTER));
      e = e.add(e.rearrange(QUARTER));
      a = a.add(a.rearrange(EIGHTH));
      e = e.add(e.rearrange(EIGHTH));
      y[yo + r] = a.add(a.rearrange(SIXTEENTH)).lane(0);
      y[yo + r + 1] = e.add(e.rearrange(SIXTEENTH)).lane(0);
    }
    return r;
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
