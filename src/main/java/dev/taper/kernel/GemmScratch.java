package dev.taper.kernel;

import java.util.Arrays;

/** The buffers in which one thread packs operands; they grow to what was needed and are reused. */
final class GemmScratch {
  private static final ThreadLocal<GemmScratch> LOCAL = ThreadLocal.withInitial(GemmScratch::new);

  private float[] a = new float[0];
  private float[] b = new float[0];
  private float[] c = new float[0];
  private float[][] panel = new float[0][];
  private float[][] rows = new float[0][];

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
    }
    return b;
  }

  /** A buffer of at least n floats for a piece of C. */
  float[] c(int n) {
    if (c.length < n) {
      c = new float[n];
    }
    return c;
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
