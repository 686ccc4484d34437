package dev.taper.kernel;

/** A matrix times a vector in plain Java, or with the matrix's strides swapped a vector times a matrix. */
final class ScalarMatVec {
  private ScalarMatVec() {}

  /** {@code c[co + i·cs] (+)= Σ a[ao + i·ars + p·acs] · x[xo + p·xs]} for i < m, p < k. */
  static void run(
      int m, int k,
      float[] a, int ao, int ars, int acs,
      float[] x, int xo, int xs,
      float[] c, int co, int cs,
      boolean accumulate) {
    if (Gemm.inLanes(k, acs, ars)) {
      float[] s = GemmScratch.get().c(Gemm.LANES);
      for (int i = 0; i < m; i++) {
        float sum = lanes(k, a, ao + i * ars, x, xo, xs, s);
        int cp = co + i * cs;
        c[cp] = accumulate ? c[cp] + sum : sum;
      }
    } else {
      chains(m, k, a, ao, ars, acs, x, xo, xs, c, co, cs, accumulate);
    }
  }

  /** One dot product, {@link Gemm#LANES} partial sums, eight at a time. */
  private static float lanes(int k, float[] a, int ao, float[] x, int xo, int xs, float[] s) {
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
        int ap = ao + p;
        int xp = xo + p * xs;
        s0 = Math.fma(a[ap], x[xp], s0);
        s1 = Math.fma(a[ap + 1], x[xp + xs], s1);
        s2 = Math.fma(a[ap + 2], x[xp + 2 * xs], s2);
        s3 = Math.fma(a[ap + 3], x[xp + 3 * xs], s3);
        s4 = Math.fma(a[ap + 4], x[xp + 4 * xs], s4);
        s5 = Math.fma(a[ap + 5], x[xp + 5 * xs], s5);
        s6 = Math.fma(a[ap + 6], x[xp + 6 * xs], s6);
        s7 = Math.fma(a[ap + 7], x[xp + 7 * xs], s7);
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
      s[p - full] = Math.fma(a[ao + p], x[xo + p * xs], s[p - full]);
    }
    return Gemm.sumLanes(s, 0);
  }

  /** One chain for each result, eight results side by side to hide the latency of fma. */
  static void chains(
      int m, int k,
      float[] a, int ao, int ars, int acs,
      float[] x, int xo, int xs,
      float[] c, int co, int cs,
      boolean accumulate) {
    int i = 0;
    for (; i + 8 <= m; i += 8) {
      chains8(k, a, ao + i * ars, ars, acs, x, xo, xs, c, co + i * cs, cs, accumulate);
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

  private static void chains8(
      int k,
      float[] a, int ao, int ars, int acs,
      float[] x, int xo, int xs,
      float[] c, int co, int cs,
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
