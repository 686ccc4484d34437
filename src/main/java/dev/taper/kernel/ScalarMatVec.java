package dev.taper.kernel;

/**
 * A matrix times a vector in plain Java, or with the matrix's strides swapped a vector times a
 * matrix.
 */
final class ScalarMatVec {
  private ScalarMatVec() {}

  /** Results from which a vectorised loop over them is worth its start. */
  private static final int LONG = 32;

  /** {@code c[co + i·cs] (+)= Σ a[ao + i·ars + p·acs] · x[xo + p·xs]} for i < m, p < k. */
  static void run(
      int m,
      int k,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] x,
      int xo,
      int xs,
      float[] c,
      int co,
      int cs,
      boolean accumulate) {
    if (Gemm.inLanes(k, acs, ars)) {
      GemmScratch scratch = GemmScratch.get();
      float[] s = scratch.c(Gemm.LANES);
      float[] v = x;
      int vo = xo;
      if (xs != 1) {
        v = scratch.b(k);
        vo = 0;
        for (int p = 0; p < k; p++) {
          v[p] = x[xo + p * xs];
        }
      }
      for (int i = 0; i < m; i++) {
        float sum = lanes(k, a, ao + i * ars, v, vo, s);
        int cp = co + i * cs;
        c[cp] = accumulate ? c[cp] + sum : sum;
      }
    } else {
      chains(m, k, a, ao, ars, acs, x, xo, xs, c, co, cs, accumulate);
    }
  }

  /** One dot product, {@link Gemm#LANES} partial sums, eight at a time. */
  private static float lanes(int k, float[] a, int ao, float[] x, int xo, float[] s) {
    int full = k - k % Gemm.LANES;
    for (int l = 0; l < Gemm.LANES; l += 8) {
      float s0 = 0f;
      float s1 = 0f;
      float s2 = 0f;
      float s3 = 0f;
      float s4 = 0f;
      float s5 = 0f;
      float s6 = 0f;
      float s7 = 0f;
      for (int p = l; p < full; p += Gemm.LANES) {
        s0 = Math.fma(a[ao + p], x[xo + p], s0);
        s1 = Math.fma(a[ao + p + 1], x[xo + p + 1], s1);
        s2 = Math.fma(a[ao + p + 2], x[xo + p + 2], s2);
        s3 = Math.fma(a[ao + p + 3], x[xo + p + 3], s3);
        s4 = Math.fma(a[ao + p + 4], x[xo + p + 4], s4);
        s5 = Math.fma(a[ao + p + 5], x[xo + p + 5], s5);
        s6 = Math.fma(a[ao + p + 6], x[xo + p + 6], s6);
        s7 = Math.fma(a[ao + p + 7], x[xo + p + 7], s7);
      }
      s[l] = s0;
      s[l + 1] = s1;
      s[l + 2] = s2;
      s[l + 3] = s3;
      s[l + 4] = s4;
      s[l + 5] = s5;
      s[l + 6] = s6;
      s[l + 7] = s7;
    }
    for (int p = full; p < k; p++) {
      s[p - full] = Math.fma(a[ao + p], x[xo + p], s[p - full]);
    }
    return Gemm.sumLanes(s, 0);
  }

  /** One chain for each result, eight results side by side to hide the latency of fma. */
  static void chains(
      int m,
      int k,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] x,
      int xo,
      int xs,
      float[] c,
      int co,
      int cs,
      boolean accumulate) {
    if (ars == 1 && m >= LONG) {
      columns(m, k, a, ao, acs, x, xo, xs, c, co, cs, accumulate);
      return;
    }
    int i = 0;
    for (; i + 8 <= m; i += 8) {
      if (acs == 1 && xs == 1) {
        rows8(k, a, ao + i * ars, ars, x, xo, c, co + i * cs, cs, accumulate);
      } else {
        chains8(k, a, ao + i * ars, ars, acs, x, xo, xs, c, co + i * cs, cs, accumulate);
      }
    }
    for (; i < m; i++) {
      int cp = co + i * cs;
      float s = accumulate ? c[cp] : 0f;
      int ap = ao + i * ars;
      int xp = xo;
      for (int p = 0; p < k; p++) {
        s = Math.fma(a[ap], x[xp], s);
        ap += acs;
        xp += xs;
      }
      c[cp] = s;
    }
  }

  /** As {@link #chains8} where all run along k: C2 then needs no checks in the loop. */
  private static void rows8(
      int k,
      float[] a,
      int ao,
      int ars,
      float[] x,
      int xo,
      float[] c,
      int co,
      int cs,
      boolean accumulate) {
    float s0 = accumulate ? c[co] : 0f;
    float s1 = accumulate ? c[co + cs] : 0f;
    float s2 = accumulate ? c[co + 2 * cs] : 0f;
    float s3 = accumulate ? c[co + 3 * cs] : 0f;
    float s4 = accumulate ? c[co + 4 * cs] : 0f;
    float s5 = accumulate ? c[co + 5 * cs] : 0f;
    float s6 = accumulate ? c[co + 6 * cs] : 0f;
    float s7 = accumulate ? c[co + 7 * cs] : 0f;
    int a1 = ao + ars;
    int a2 = ao + 2 * ars;
    int a3 = ao + 3 * ars;
    int a4 = ao + 4 * ars;
    int a5 = ao + 5 * ars;
    int a6 = ao + 6 * ars;
    int a7 = ao + 7 * ars;
    for (int p = 0; p < k; p++) {
      float v = x[xo + p];
      s0 = Math.fma(a[ao + p], v, s0);
      s1 = Math.fma(a[a1 + p], v, s1);
      s2 = Math.fma(a[a2 + p], v, s2);
      s3 = Math.fma(a[a3 + p], v, s3);
      s4 = Math.fma(a[a4 + p], v, s4);
      s5 = Math.fma(a[a5 + p], v, s5);
      s6 = Math.fma(a[a6 + p], v, s6);
      s7 = Math.fma(a[a7 + p], v, s7);
    }
    c[co] = s0;
    c[co + cs] = s1;
    c[co + 2 * cs] = s2;
    c[co + 3 * cs] = s3;
    c[co + 4 * cs] = s4;
    c[co + 5 * cs] = s5;
    c[co + 6 * cs] = s6;
    c[co + 7 * cs] = s7;
  }

  /** Where a's columns are contiguous: each adds to all results, in a loop that C2 vectorises. */
  private static void columns(
      int m,
      int k,
      float[] a,
      int ao,
      int acs,
      float[] x,
      int xo,
      int xs,
      float[] c,
      int co,
      int cs,
      boolean accumulate) {
    float[] y = GemmScratch.get().c(m);
    for (int i = 0; i < m; i++) {
      y[i] = accumulate ? c[co + i * cs] : 0f;
    }
    for (int p = 0; p < k; p++) {
      add(m, x[xo + p * xs], a, ao + p * acs, y);
    }
    for (int i = 0; i < m; i++) {
      c[co + i * cs] = y[i];
    }
  }

  private static void add(int m, float x, float[] a, int ao, float[] y) {
    for (int i = 0; i < m; i++) {
      y[i] = Math.fma(x, a[ao + i], y[i]);
    }
  }

  private static void chains8(
      int k,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] x,
      int xo,
      int xs,
      float[] c,
      int co,
      int cs,
      boolean accumulate) {
    float s0 = accumulate ? c[co] : 0f;
    float s1 = accumulate ? c[co + cs] : 0f;
    float s2 = accumulate ? c[co + 2 * cs] : 0f;
    float s3 = accumulate ? c[co + 3 * cs] : 0f;
    float s4 = accumulate ? c[co + 4 * cs] : 0f;
    float s5 = accumulate ? c[co + 5 * cs] : 0f;
    float s6 = accumulate ? c[co + 6 * cs] : 0f;
    float s7 = accumulate ? c[co + 7 * cs] : 0f;
    int ap = ao;
    int xp = xo;
    for (int p = 0; p < k; p++) {
      float v = x[xp];
      s0 = Math.fma(a[ap], v, s0);
      s1 = Math.fma(a[ap + ars], v, s1);
      s2 = Math.fma(a[ap + 2 * ars], v, s2);
      s3 = Math.fma(a[ap + 3 * ars], v, s3);
      s4 = Math.fma(a[ap + 4 * ars], v, s4);
      s5 = Math.fma(a[ap + 5 * ars], v, s5);
      s6 = Math.fma(a[ap + 6 * ars], v, s6);
      s7 = Math.fma(a[ap + 7 * ars], v, s7);
      ap += acs;
      xp += xs;
    }
    c[co] = s0;
    c[co + cs] = s1;
    c[co + 2 * cs] = s2;
    c[co + 3 * cs] = s3;
    c[co + 4 * cs] = s4;
    c[co + 5 * cs] = s5;
    c[co + 6 * cs] = s6;
    c[co + 7 * cs] = s7;
  }
}
