package dev.taper.kernel;

/**
 * A matrix times a vector, or with the matrix's strides swapped a vector times a matrix, by vectors
 * or in plain Java, shared with the team where the matrix is large.
 */
final class MatVec {
  private MatVec() {}

  /** {@code c[co + i·cs] (+)= Σ a[ao + i·ars + p·acs] · x[xo + p·xs]} for i < m, p < k. */
  static void run(
      boolean vector,
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
    int unit = Gemm.inLanes(k, acs, ars) ? Stripes.LOW : Stripes.LONG;
    int stripes = Stripes.count(m, k, unit, vector ? Stripes.LEAST : Stripes.LEAST_PLAIN);
    if (stripes == 1) {
      stripe(vector, m, k, a, ao, ars, acs, x, xo, xs, c, co, cs, accumulate);
    } else {
      share(vector, stripes, unit, m, k, a, ao, ars, acs, x, xo, xs, c, co, cs, accumulate);
    }
  }

  /** Apart, so that small work makes no object of the task. */
  private static void share(
      boolean vector,
      int stripes,
      int unit,
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
    Team.run(
        stripes,
        t -> {
          int i = Stripes.start(t, stripes, m, unit);
          int rows = Stripes.start(t + 1, stripes, m, unit) - i;
          int ap = ao + i * ars;
          stripe(vector, rows, k, a, ap, ars, acs, x, xo, xs, c, co + i * cs, cs, accumulate);
        });
  }

  private static void stripe(
      boolean vector,
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
    if (vector) {
      VectorMatVec.run(m, k, a, ao, ars, acs, x, xo, xs, c, co, cs, accumulate);
    } else {
      ScalarMatVec.run(m, k, a, ao, ars, acs, x, xo, xs, c, co, cs, accumulate);
    }
  }
}
