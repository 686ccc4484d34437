package dev.taper.kernel;

import java.util.Arrays;

/** The buffers in which one thread packs operands; they grow to what was needed and are reused. */
final class GemmScratch {
  private static final ThreadLocal<GemmScratch> LOCAL = ThreadLocal.withInitial(GemmScratch::new);

  /** Multiply-adds after which the place of a buffer is looked at again: collections move it. */
  private static final long CHECK_WORK = 1L << 29;

  private float[] a = new float[0];
  private float[] b = new float[0];
  private float[] c = new float[0];
  private double[] pairs = new double[0];
  private float[][] panel = new float[0][];
  private float[][] rows = new float[0][];

  /**
   * At least so long is a buffer for packed B: most collectors leave large arrays where they are.
   */
  static final int LARGE = 1 << 19;

  /**
   * Where in b vectors lie within cache lines, and the work done since that was found out. G1 puts
   * large arrays on its regions' starts, so that their elements begin 16 bytes behind a line.
   */
  private int origin = 12;

  private long work = CHECK_WORK;

  private GemmScratch() {}

  static GemmScratch get() {
    return LOCAL.get();
  }

  /** A buffer of at least n floats for packed A. */
  float[] a(int n) {
    if (a.length < n) {
      a = new float[n];
    }
    return a;
  }

  /** A buffer of at least n floats for packed B. */
  float[] b(int n) {
    if (b.length < n) {
      b = new float[n];
      work = CHECK_WORK;
    }
    return b;
  }

  /** The element of b from which vectors lie within cache lines, before so many multiply-adds. */
  int origin(long more) {
    if (work >= CHECK_WORK) {
      work = 0;
      int place = VectorAlignment.find(b, origin);
      // One look in thirty is wrong on a busy machine, and a wrong place costs a fifth.
      if (place != origin && VectorAlignment.find(b, origin) == place) {
        origin = place;
      }
    }
    work += more;
    return origin;
  }

  /** A buffer of at least n floats for a piece of C. */
  float[] c(int n) {
    if (c.length < n) {
      c = new float[n];
    }
    return c;
  }

  /** A buffer of at least n pairs of floats for packed A. */
  double[] pairs(int n) {
    if (pairs.length < n) {
      pairs = new double[n];
    }
    return pairs;
  }

  /** At least count arrays of the given length, which must be the same in every call, for B. */
  float[][] panel(int count, int length) {
    panel = grown(panel, count, length);
    return panel;
  }

  /** At least count arrays of the given length, which must be the same in every call, for C. */
  float[][] rows(int count, int length) {
    rows = grown(rows, count, length);
    return rows;
  }

  private static float[][] grown(float[][] rows, int count, int length) {
    if (rows.length >= count) {
      return rows;
    }
    float[][] more = Arrays.copyOf(rows, count);
    for (int i = rows.length; i < count; i++) {
      more[i] = new float[length];
    }
    return more;
  }
}
