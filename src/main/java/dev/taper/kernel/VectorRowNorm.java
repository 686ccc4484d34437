package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link RowNorm} with the Vector API, bit for bit those in plain Java, to which goes
 * what is left of a row. They call nothing that C2 need not inline: see {@link VectorSoftmax}.
 */
final class VectorRowNorm {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  /** Whether a write mostly goes across lines, which is dearer than to go down columns. */
  private static final boolean WIDE = WIDTH >= 16;

  /** Lanes that are summed at a time. */
  private static final int STRIP = 4 * WIDTH;

  /** Where lanes are kept behind two sums. */
  private static final int KEEP = 2;

  private VectorRowNorm() {}

  static void normalize(
      float[] x,
      int xo,
      float mean,
      float scale,
      float[] w,
      int wo,
      float[] b,
      int bo,
      float[] y,
      int yo,
      int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector h = FloatVector.fromArray(SPECIES, x, xo + i).sub(mean).mul(scale);
      FloatVector weight = FloatVector.fromArray(SPECIES, w, wo + i);
      h.fma(weight, FloatVector.fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
    }
    PlainRowNorm.normalize(x, xo + i, mean, scale, w, wo + i, b, bo + i, y, yo + i, n - i);
  }

  /** The same of all rows from {@code from} on; what is behind whole vectors is masked. */
  static void normalizeRows(
      float[] x,
      int xo,
      int from,
      int to,
      int n,
      float[] means,
      float[] scales,
      float[] w,
      int wo,
      float[] b,
      int bo,
      float[] y,
      int yo) {
    int bound = SPECIES.loopBound(n);
    for (int r = from; r < to; r++) {
      FloatVector mean = FloatVector.broadcast(SPECIES, means[r]);
      FloatVector scale = FloatVector.broadcast(SPECIES, scales[r]);
      int at = r * n;
      for (int i = 0; i < bound; i += WIDTH) {
        FloatVector h = FloatVector.fromArray(SPECIES, x, xo + at + i).sub(mean).mul(scale);
        FloatVector weight = FloatVector.fromArray(SPECIES, w, wo + i);
        h.fma(weight, FloatVector.fromArray(SPECIES, b, bo + i)).intoArray(y, yo + at + i);
      }
    }
    if (bound == n) {
      return;
    }
    VectorMask<Float> left = SPECIES.indexInRange(bound, n);
    FloatVector weight = FloatVector.fromArray(SPECIES, w, wo + bound, left);
    FloatVector bias = FloatVector.fromArray(SPECIES, b, bo + bound, left);
    for (int r = from; r < to; r++) {
      int at = r * n + bound;
      FloatVector h = FloatVector.fromArray(SPECIES, x, xo + at, left);
      h = h.sub(means[r]).mul(scales[r]);
      h.fma(weight, bias).intoArray(y, yo + at, left);
    }
  }

  /** Whether a row, rounded up to 64 elements, can be read and lanes are kept in registers. */
  static boolean fit(float[] dy, int dyo, float[] x, int xo, int n) {
    return n <= Fold.BLOCK && VectorLanes.fit(dy, dyo, n) && VectorLanes.fit(x, xo, n);
  }

  /** {@code Σ g / n} and {@code Σ g·h / n} as {@link VectorLanes} takes sums. */
  static void sums(
      float[] dy,
      int dyo,
      float[] w,
      float[] x,
      int xo,
      float mean,
      float scale,
      float[] sums,
      int n) {
    if (STRIP < PlainReduce.LANES) {
      strip(dy, dyo, w, x, xo, mean, scale, 0, sums, n);
    }
    strip(dy, dyo, w, x, xo, mean, scale, PlainReduce.LANES - STRIP, sums, n);
  }

  /**
   * The lanes from {@code lane} on: four vectors, twice, with which all registers are in use where
   * there are 16. The first half of the lanes waits behind the sums.
   */
  private static void strip(
      float[] dy,
      int dyo,
      float[] w,
      float[] x,
      int xo,
      float mean,
      float scale,
      int lane,
      float[] sums,
      int n) {
    int whole = (n - 1) & -PlainReduce.LANES;
    int left = n - whole;
    FloatVector m = FloatVector.broadcast(SPECIES, mean);
    FloatVector t = FloatVector.broadcast(SPECIES, scale);
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    FloatVector p = a;
    FloatVector q = a;
    FloatVector r = a;
    FloatVector s = a;
    int first = STRIP < PlainReduce.LANES ? lane : 0;
    int i = first;
    for (; i < whole; i += PlainReduce.LANES) {
      int j = dyo + i;
      int k = xo + i;
      FloatVector g0 = FloatVector.fromArray(SPECIES, dy, j);
      g0 = g0.mul(FloatVector.fromArray(SPECIES, w, i));
      FloatVector h0 = FloatVector.fromArray(SPECIES, x, k).sub(m).mul(t);
      a = a.add(g0);
      p = g0.fma(h0, p);
      FloatVector g1 = FloatVector.fromArray(SPECIES, dy, j + WIDTH);
      g1 = g1.mul(FloatVector.fromArray(SPECIES, w, i + WIDTH));
      FloatVector h1 = FloatVector.fromArray(SPECIES, x, k + WIDTH).sub(m).mul(t);
      b = b.add(g1);
      q = g1.fma(h1, q);
      FloatVector g2 = FloatVector.fromArray(SPECIES, dy, j + 2 * WIDTH);
      g2 = g2.mul(FloatVector.fromArray(SPECIES, w, i + 2 * WIDTH));
      FloatVector h2 = FloatVector.fromArray(SPECIES, x, k + 2 * WIDTH).sub(m).mul(t);
      c = c.add(g2);
      r = g2.fma(h2, r);
      FloatVector g3 = FloatVector.fromArray(SPECIES, dy, j + 3 * WIDTH);
      g3 = g3.mul(FloatVector.fromArray(SPECIES, w, i + 3 * WIDTH));
      FloatVector h3 = FloatVector.fromArray(SPECIES, x, k + 3 * WIDTH).sub(m).mul(t);
      d = d.add(g3);
      s = g3.fma(h3, s);
    }
    int j = dyo + i;
    int k = xo + i;
    FloatVector g0 = FloatVector.fromArray(SPECIES, dy, j);
    g0 = g0.mul(FloatVector.fromArray(SPECIES, w, i));
    FloatVector h0 = FloatVector.fromArray(SPECIES, x, k).sub(m).mul(t);
    VectorMask<Float> m0 = SPECIES.indexInRange(first, left);
    a = a.add(g0, m0);
    p = p.blend(g0.fma(h0, p), m0);
    FloatVector g1 = FloatVector.fromArray(SPECIES, dy, j + WIDTH);
    g1 = g1.mul(FloatVector.fromArray(SPECIES, w, i + WIDTH));
    FloatVector h1 = FloatVector.fromArray(SPECIES, x, k + WIDTH).sub(m).mul(t);
    VectorMask<Float> m1 = SPECIES.indexInRange(first + WIDTH, left);
    b = b.add(g1, m1);
    q = q.blend(g1.fma(h1, q), m1);
    FloatVector g2 = FloatVector.fromArray(SPECIES, dy, j + 2 * WIDTH);
    g2 = g2.mul(FloatVector.fromArray(SPECIES, w, i + 2 * WIDTH));
    FloatVector h2 = FloatVector.fromArray(SPECIES, x, k + 2 * WIDTH).sub(m).mul(t);
    VectorMask<Float> m2 = SPECIES.indexInRange(first + 2 * WIDTH, left);
    c = c.add(g2, m2);
    r = r.blend(g2.fma(h2, r), m2);
    FloatVector g3 = FloatVector.fromArray(SPECIES, dy, j + 3 * WIDTH);
    g3 = g3.mul(FloatVector.fromArray(SPECIES, w, i + 3 * WIDTH));
    FloatVector h3 = FloatVector.fromArray(SPECIES, x, k + 3 * WIDTH).sub(m).mul(t);
    VectorMask<Float> m3 = SPECIES.indexInRange(first + 3 * WIDTH, left);
    d = d.add(g3, m3);
    s = s.blend(g3.fma(h3, s), m3);
    if (STRIP < PlainReduce.LANES) {
      if (lane == 0) {
        a.intoArray(sums, KEEP);
        b.intoArray(sums, KEEP + WIDTH);
        c.intoArray(sums, KEEP + 2 * WIDTH);
        d.intoArray(sums, KEEP + 3 * WIDTH);
        p.intoArray(sums, KEEP + STRIP);
        q.intoArray(sums, KEEP + STRIP + WIDTH);
        r.intoArray(sums, KEEP + STRIP + 2 * WIDTH);
        s.intoArray(sums, KEEP + STRIP + 3 * WIDTH);
        return;
      }
      a = a.add(FloatVector.fromArray(SPECIES, sums, KEEP));
      b = b.add(FloatVector.fromArray(SPECIES, sums, KEEP + WIDTH));
      c = c.add(FloatVector.fromArray(SPECIES, sums, KEEP + 2 * WIDTH));
      d = d.add(FloatVector.fromArray(SPECIES, sums, KEEP + 3 * WIDTH));
      p = p.add(FloatVector.fromArray(SPECIES, sums, KEEP + STRIP));
      q = q.add(FloatVector.fromArray(SPECIES, sums, KEEP + STRIP + WIDTH));
      r = r.add(FloatVector.fromArray(SPECIES, sums, KEEP + STRIP + 2 * WIDTH));
      s = s.add(FloatVector.fromArray(SPECIES, sums, KEEP + STRIP + 3 * WIDTH));
    }
    FloatVector v = a.add(c).add(b.add(d));
    v = v.add(v.rearrange(VectorLanes.HALF));
    v = v.add(v.rearrange(VectorLanes.QUARTER));
    v = v.add(v.rearrange(VectorLanes.EIGHTH));
    v = STRIP < PlainReduce.LANES ? v : v.add(v.rearrange(VectorLanes.SIXTEENTH));
    sums[0] = v.lane(0) / n;
    FloatVector u = p.add(r).add(q.add(s));
    u = u.add(u.rearrange(VectorLanes.HALF));
    u = u.add(u.rearrange(VectorLanes.QUARTER));
    u = u.add(u.rearrange(VectorLanes.EIGHTH));
    u = STRIP < PlainReduce.LANES ? u : u.add(u.rearrange(VectorLanes.SIXTEENTH));
    sums[1] = u.lane(0) / n;
  }

  static void prepare(
      float[] dy,
      int dyo,
      float[] w,
      float[] x,
      int xo,
      float mean,
      float scale,
      float[] g,
      float[] h,
      int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
      FloatVector.fromArray(SPECIES, dy, dyo + i).mul(weight).intoArray(g, i);
      FloatVector.fromArray(SPECIES, x, xo + i).sub(mean).mul(scale).intoArray(h, i);
    }
    PlainRowNorm.prepare(dy, dyo, w, x, xo, mean, scale, g, h, i, n);
  }

  static void combine(
      float[] dy,
      int dyo,
      float[] w,
      float[] x,
      int xo,
      float mean,
      float scale,
      float[] sums,
      float[] dx,
      int dxo,
      int n) {
    FloatVector middle = FloatVector.broadcast(SPECIES, sums[0]);
    FloatVector slope = FloatVector.broadcast(SPECIES, -sums[1]);
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector h = FloatVector.fromArray(SPECIES, x, xo + i).sub(mean).mul(scale);
      FloatVector v = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector g = v.mul(FloatVector.fromArray(SPECIES, w, i));
      h.fma(slope, g.sub(middle)).mul(scale).intoArray(dx, dxo + i);
    }
    PlainRowNorm.combine(dy, dyo, w, x, xo, mean, scale, sums, dx, dxo, i, n);
  }

  /** Adds {@code dy·h} and {@code dy} of some rows to sums. */
  static void accumulate(
      float[] dy,
      int dyo,
      float[] x,
      int xo,
      int rows,
      int n,
      float[] means,
      float[] scales,
      int first,
      float[] toWeight,
      float[] toBias,
      int to) {
    int i =
        WIDE
            ? downColumns(dy, dyo, x, xo, rows, n, means, scales, first, toWeight, toBias, to)
            : alongRows(dy, dyo, x, xo, rows, n, means, scales, first, toWeight, toBias, to);
    PlainRowNorm.accumulate(dy, dyo, x, xo, rows, n, means, scales, first, toWeight, toBias, to, i);
  }

  /** Two vectors of columns at a time, over all rows. */
  private static int downColumns(
      float[] dy,
      int dyo,
      float[] x,
      int xo,
      int rows,
      int n,
      float[] means,
      float[] scales,
      int first,
      float[] toWeight,
      float[] toBias,
      int to) {
    int i = 0;
    for (; i <= n - 2 * WIDTH; i += 2 * WIDTH) {
      FloatVector a = FloatVector.fromArray(SPECIES, toWeight, to + i);
      FloatVector b = FloatVector.fromArray(SPECIES, toWeight, to + i + WIDTH);
      FloatVector c = FloatVector.fromArray(SPECIES, toBias, to + i);
      FloatVector d = FloatVector.fromArray(SPECIES, toBias, to + i + WIDTH);
      int p = dyo + i;
      int q = xo + i;
      for (int r = first; r < first + rows; r++) {
        float m = means[r];
        float s = scales[r];
        FloatVector v = FloatVector.fromArray(SPECIES, dy, p);
        FloatVector w = FloatVector.fromArray(SPECIES, dy, p + WIDTH);
        a = v.fma(FloatVector.fromArray(SPECIES, x, q).sub(m).mul(s), a);
        b = w.fma(FloatVector.fromArray(SPECIES, x, q + WIDTH).sub(m).mul(s), b);
        c = c.add(v);
        d = d.add(w);
        p += n;
        q += n;
      }
      a.intoArray(toWeight, to + i);
      b.intoArray(toWeight, to + i + WIDTH);
      c.intoArray(toBias, to + i);
      d.intoArray(toBias, to + i + WIDTH);
    }
    return i;
  }

  /**
   * Four rows at a time, along them: rows of 1024 elements, one below the other, have their place
   * in the same eight lines of L1, and a loop down eight of them is over before it pays.
   */
  private static int alongRows(
      float[] dy,
      int dyo,
      float[] x,
      int xo,
      int rows,
      int n,
      float[] means,
      float[] scales,
      int first,
      float[] toWeight,
      float[] toBias,
      int to) {
    int bound = SPECIES.loopBound(n);
    int r = 0;
    for (; r <= rows - 4; r += 4) {
      int p = dyo + r * n;
      int q = xo + r * n;
      FloatVector ma = FloatVector.broadcast(SPECIES, means[first + r]);
      FloatVector mb = FloatVector.broadcast(SPECIES, means[first + r + 1]);
      FloatVector mc = FloatVector.broadcast(SPECIES, means[first + r + 2]);
      FloatVector md = FloatVector.broadcast(SPECIES, means[first + r + 3]);
      FloatVector sa = FloatVector.broadcast(SPECIES, scales[first + r]);
      FloatVector sb = FloatVector.broadcast(SPECIES, scales[first + r + 1]);
      FloatVector sc = FloatVector.broadcast(SPECIES, scales[first + r + 2]);
      FloatVector sd = FloatVector.broadcast(SPECIES, scales[first + r + 3]);
      for (int i = 0; i < bound; i += WIDTH) {
        FloatVector w = FloatVector.fromArray(SPECIES, toWeight, to + i);
        FloatVector b = FloatVector.fromArray(SPECIES, toBias, to + i);
        FloatVector v = FloatVector.fromArray(SPECIES, dy, p + i);
        w = v.fma(FloatVector.fromArray(SPECIES, x, q + i).sub(ma).mul(sa), w);
        b = b.add(v);
        v = FloatVector.fromArray(SPECIES, dy, p + n + i);
        w = v.fma(FloatVector.fromArray(SPECIES, x, q + n + i).sub(mb).mul(sb), w);
        b = b.add(v);
        v = FloatVector.fromArray(SPECIES, dy, p + 2 * n + i);
        w = v.fma(FloatVector.fromArray(SPECIES, x, q + 2 * n + i).sub(mc).mul(sc), w);
        b = b.add(v);
        v = FloatVector.fromArray(SPECIES, dy, p + 3 * n + i);
        w = v.fma(FloatVector.fromArray(SPECIES, x, q + 3 * n + i).sub(md).mul(sd), w);
        b.add(v).intoArray(toBias, to + i);
        w.intoArray(toWeight, to + i);
      }
    }
    for (; r < rows; r++) {
      int p = dyo + r * n;
      int q = xo + r * n;
      FloatVector m = FloatVector.broadcast(SPECIES, means[first + r]);
      FloatVector s = FloatVector.broadcast(SPECIES, scales[first + r]);
      for (int i = 0; i < bound; i += WIDTH) {
        FloatVector w = FloatVector.fromArray(SPECIES, toWeight, to + i);
        FloatVector b = FloatVector.fromArray(SPECIES, toBias, to + i);
        FloatVector v = FloatVector.fromArray(SPECIES, dy, p + i);
        v.fma(FloatVector.fromArray(SPECIES, x, q + i).sub(m).mul(s), w)
            .intoArray(toWeight, to + i);
        b.add(v).intoArray(toBias, to + i);
      }
    }
    return bound;
  }
}
