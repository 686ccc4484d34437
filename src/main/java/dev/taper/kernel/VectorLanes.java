package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of one block of a row where its 64 lanes are four or eight vectors, which then stay in
 * registers from the first element to the result; bit for bit those of {@link PlainReduce}.
 *
 * <p>The last 64 elements or fewer are read as 64 and masked. What stands behind {@code EIGHT} is
 * nothing to C2 where there are four vectors.
 */
final class VectorLanes {
  private static final VectorSpecies<Float> SPECIES = VectorReduce.SPECIES;
  private static final int WIDTH = VectorReduce.WIDTH;
  private static final int LANES = PlainReduce.LANES;
  private static final int HALF_LANES = LANES / 2;
  private static final boolean EIGHT = 8 * WIDTH == LANES;
  private static final boolean KEPT = EIGHT || 4 * WIDTH == LANES;

  /** Rows that eight vectors are the lanes of. */
  private static final int ROWS = EIGHT ? 1 : 2;

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
    return KEPT && n >= PlainReduce.SHORT && ((n + LANES - 1) & -LANES) <= x.length - xo;
  }

  /**
   * Reduces rows of a whole number of 64 neighbours with eight vectors where there is a loop for
   * it; returns how many rows are done. Where four are the lanes of a row these are two rows: one
   * at a time, memory waits while its 64 lanes become one.
   */
  static int wholeRows(
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
    if (!KEPT || n % LANES != 0) {
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
    FloatVector e = a;
    FloatVector f = a;
    FloatVector g = a;
    FloatVector h = a;
    int p = xo;
    for (int end = xo + whole; p < end; p += LANES) {
      a = a.add(FloatVector.fromArray(SPECIES, x, p));
      b = b.add(FloatVector.fromArray(SPECIES, x, p + WIDTH));
      c = c.add(FloatVector.fromArray(SPECIES, x, p + 2 * WIDTH));
      d = d.add(FloatVector.fromArray(SPECIES, x, p + 3 * WIDTH));
      if (EIGHT) {
        e = e.add(FloatVector.fromArray(SPECIES, x, p + 4 * WIDTH));
        f = f.add(FloatVector.fromArray(SPECIES, x, p + 5 * WIDTH));
        g = g.add(FloatVector.fromArray(SPECIES, x, p + 6 * WIDTH));
        h = h.add(FloatVector.fromArray(SPECIES, x, p + 7 * WIDTH));
      }
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
    if (EIGHT) {
      e =
          e.add(
              FloatVector.fromArray(SPECIES, x, p + 4 * WIDTH),
              SPECIES.indexInRange(4 * WIDTH, left));
      f =
          f.add(
              FloatVector.fromArray(SPECIES, x, p + 5 * WIDTH),
              SPECIES.indexInRange(5 * WIDTH, left));
      g =
          g.add(
              FloatVector.fromArray(SPECIES, x, p + 6 * WIDTH),
              SPECIES.indexInRange(6 * WIDTH, left));
      h =
          h.add(
              FloatVector.fromArray(SPECIES, x, p + 7 * WIDTH),
              SPECIES.indexInRange(7 * WIDTH, left));
      a = a.add(e);
      b = b.add(f);
      c = c.add(g);
      d = d.add(h);
    }
    FloatVector v = a.add(c).add(b.add(d));
    v = v.add(v.rearrange(HALF));
    v = v.add(v.rearrange(QUARTER));
    v = v.add(v.rearrange(EIGHTH));
    return (EIGHT ? v : v.add(v.rearrange(SIXTEENTH))).lane(0);
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
    FloatVector e = a;
    FloatVector f = a;
    FloatVector g = a;
    FloatVector h = a;
    int p = xo;
    for (int end = xo + whole; p < end; p += LANES) {
      FloatVector da = FloatVector.fromArray(SPECIES, x, p).sub(m);
      a = da.fma(da, a);
      FloatVector db = FloatVector.fromArray(SPECIES, x, p + WIDTH).sub(m);
      b = db.fma(db, b);
      FloatVector dc = FloatVector.fromArray(SPECIES, x, p + 2 * WIDTH).sub(m);
      c = dc.fma(dc, c);
      FloatVector dd = FloatVector.fromArray(SPECIES, x, p + 3 * WIDTH).sub(m);
      d = dd.fma(dd, d);
      if (EIGHT) {
        FloatVector de = FloatVector.fromArray(SPECIES, x, p + 4 * WIDTH).sub(m);
        e = de.fma(de, e);
        FloatVector df = FloatVector.fromArray(SPECIES, x, p + 5 * WIDTH).sub(m);
        f = df.fma(df, f);
        FloatVector dg = FloatVector.fromArray(SPECIES, x, p + 6 * WIDTH).sub(m);
        g = dg.fma(dg, g);
        FloatVector dh = FloatVector.fromArray(SPECIES, x, p + 7 * WIDTH).sub(m);
        h = dh.fma(dh, h);
      }
    }
    FloatVector da = FloatVector.fromArray(SPECIES, x, p).sub(m);
    a = a.blend(da.fma(da, a), SPECIES.indexInRange(0, left));
    FloatVector db = FloatVector.fromArray(SPECIES, x, p + WIDTH).sub(m);
    b = b.blend(db.fma(db, b), SPECIES.indexInRange(WIDTH, left));
    FloatVector dc = FloatVector.fromArray(SPECIES, x, p + 2 * WIDTH).sub(m);
    c = c.blend(dc.fma(dc, c), SPECIES.indexInRange(2 * WIDTH, left));
    FloatVector dd = FloatVector.fromArray(SPECIES, x, p + 3 * WIDTH).sub(m);
    d = d.blend(dd.fma(dd, d), SPECIES.indexInRange(3 * WIDTH, left));
    if (EIGHT) {
      FloatVector de = FloatVector.fromArray(SPECIES, x, p + 4 * WIDTH).sub(m);
      e = e.blend(de.fma(de, e), SPECIES.indexInRange(4 * WIDTH, left));
      FloatVector df = FloatVector.fromArray(SPECIES, x, p + 5 * WIDTH).sub(m);
      f = f.blend(df.fma(df, f), SPECIES.indexInRange(5 * WIDTH, left));
      FloatVector dg = FloatVector.fromArray(SPECIES, x, p + 6 * WIDTH).sub(m);
      g = g.blend(dg.fma(dg, g), SPECIES.indexInRange(6 * WIDTH, left));
      FloatVector dh = FloatVector.fromArray(SPECIES, x, p + 7 * WIDTH).sub(m);
      h = h.blend(dh.fma(dh, h), SPECIES.indexInRange(7 * WIDTH, left));
      a = a.add(e);
      b = b.add(f);
      c = c.add(g);
      d = d.add(h);
    }
    FloatVector v = a.add(c).add(b.add(d));
    v = v.add(v.rearrange(HALF));
    v = v.add(v.rearrange(QUARTER));
    v = v.add(v.rearrange(EIGHTH));
    return (EIGHT ? v : v.add(v.rearrange(SIXTEENTH))).lane(0);
  }

  /** {@code Σ x} of rows of whole lanes. */
  private static int sums(float[] x, int xo, int rows, int n, float[] y, int yo) {
    int r = 0;
    for (; r <= rows - ROWS; r += ROWS) {
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector d = a;
      FloatVector e = a;
      FloatVector f = a;
      FloatVector g = a;
      FloatVector h = a;
      int p = xo + r * n;
      int q = EIGHT ? p + HALF_LANES : p + n;
      for (int end = p + n; p < end; p += LANES, q += LANES) {
        a = a.add(FloatVector.fromArray(SPECIES, x, p));
        b = b.add(FloatVector.fromArray(SPECIES, x, p + WIDTH));
        c = c.add(FloatVector.fromArray(SPECIES, x, p + 2 * WIDTH));
        d = d.add(FloatVector.fromArray(SPECIES, x, p + 3 * WIDTH));
        e = e.add(FloatVector.fromArray(SPECIES, x, q));
        f = f.add(FloatVector.fromArray(SPECIES, x, q + WIDTH));
        g = g.add(FloatVector.fromArray(SPECIES, x, q + 2 * WIDTH));
        h = h.add(FloatVector.fromArray(SPECIES, x, q + 3 * WIDTH));
      }
      if (EIGHT) {
        a = a.add(e).add(c.add(g)).add(b.add(f).add(d.add(h)));
        a = a.add(a.rearrange(HALF));
        a = a.add(a.rearrange(QUARTER));
        y[yo + r] = a.add(a.rearrange(EIGHTH)).lane(0);
        continue;
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

  /** {@code Σ (x − mean)²} of rows of whole lanes, the means being {@code ms} apart. */
  private static int sumsOfSquares(
      float[] x, int xo, int rows, int n, float[] means, int mo, int ms, float[] y, int yo) {
    int r = 0;
    for (; r <= rows - ROWS; r += ROWS) {
      FloatVector first = FloatVector.broadcast(SPECIES, means[mo + r * ms]);
      FloatVector second = EIGHT ? first : FloatVector.broadcast(SPECIES, means[mo + (r + 1) * ms]);
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector d = a;
      FloatVector e = a;
      FloatVector f = a;
      FloatVector g = a;
      FloatVector h = a;
      int p = xo + r * n;
      int q = EIGHT ? p + HALF_LANES : p + n;
      for (int end = p + n; p < end; p += LANES, q += LANES) {
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
      if (EIGHT) {
        a = a.add(e).add(c.add(g)).add(b.add(f).add(d.add(h)));
        a = a.add(a.rearrange(HALF));
        a = a.add(a.rearrange(QUARTER));
        y[yo + r] = a.add(a.rearrange(EIGHTH)).lane(0);
        continue;
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
    FloatVector e = a;
    FloatVector f = a;
    FloatVector g = a;
    FloatVector h = a;
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
      if (EIGHT) {
        e =
            FloatVector.fromArray(SPECIES, x, p + 4 * WIDTH)
                .fma(FloatVector.fromArray(SPECIES, z, q + 4 * WIDTH), e);
        f =
            FloatVector.fromArray(SPECIES, x, p + 5 * WIDTH)
                .fma(FloatVector.fromArray(SPECIES, z, q + 5 * WIDTH), f);
        g =
            FloatVector.fromArray(SPECIES, x, p + 6 * WIDTH)
                .fma(FloatVector.fromArray(SPECIES, z, q + 6 * WIDTH), g);
        h =
            FloatVector.fromArray(SPECIES, x, p + 7 * WIDTH)
                .fma(FloatVector.fromArray(SPECIES, z, q + 7 * WIDTH), h);
      }
    }
    int p = xo + i;
    int q = zo + i;
    FloatVector za = FloatVector.fromArray(SPECIES, z, q);
    a = a.blend(FloatVector.fromArray(SPECIES, x, p).fma(za, a), SPECIES.indexInRange(0, left));
    FloatVector zb = FloatVector.fromArray(SPECIES, z, q + WIDTH);
    b =
        b.blend(
            FloatVector.fromArray(SPECIES, x, p + WIDTH).fma(zb, b),
            SPECIES.indexInRange(WIDTH, left));
    FloatVector zc = FloatVector.fromArray(SPECIES, z, q + 2 * WIDTH);
    c =
        c.blend(
            FloatVector.fromArray(SPECIES, x, p + 2 * WIDTH).fma(zc, c),
            SPECIES.indexInRange(2 * WIDTH, left));
    FloatVector zd = FloatVector.fromArray(SPECIES, z, q + 3 * WIDTH);
    d =
        d.blend(
            FloatVector.fromArray(SPECIES, x, p + 3 * WIDTH).fma(zd, d),
            SPECIES.indexInRange(3 * WIDTH, left));
    if (EIGHT) {
      FloatVector ze = FloatVector.fromArray(SPECIES, z, q + 4 * WIDTH);
      e =
          e.blend(
              FloatVector.fromArray(SPECIES, x, p + 4 * WIDTH).fma(ze, e),
              SPECIES.indexInRange(4 * WIDTH, left));
      FloatVector zf = FloatVector.fromArray(SPECIES, z, q + 5 * WIDTH);
      f =
          f.blend(
              FloatVector.fromArray(SPECIES, x, p + 5 * WIDTH).fma(zf, f),
              SPECIES.indexInRange(5 * WIDTH, left));
      FloatVector zg = FloatVector.fromArray(SPECIES, z, q + 6 * WIDTH);
      g =
          g.blend(
              FloatVector.fromArray(SPECIES, x, p + 6 * WIDTH).fma(zg, g),
              SPECIES.indexInRange(6 * WIDTH, left));
      FloatVector zh = FloatVector.fromArray(SPECIES, z, q + 7 * WIDTH);
      h =
          h.blend(
              FloatVector.fromArray(SPECIES, x, p + 7 * WIDTH).fma(zh, h),
              SPECIES.indexInRange(7 * WIDTH, left));
      a = a.add(e);
      b = b.add(f);
      c = c.add(g);
      d = d.add(h);
    }
    FloatVector v = a.add(c).add(b.add(d));
    v = v.add(v.rearrange(HALF));
    v = v.add(v.rearrange(QUARTER));
    v = v.add(v.rearrange(EIGHTH));
    return (EIGHT ? v : v.add(v.rearrange(SIXTEENTH))).lane(0);
  }
}
