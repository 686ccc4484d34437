package dev.taper.kernel;

/** Products of matrices of longs, which wrap around as sums and products of {@code long} do. */
public final class LongProduct {
  private LongProduct() {}

  /**
   * Adds A·B to C, (m, k) by (k, n), whose rows are contiguous: {@code c[co + i·crs + j] += Σ a[ao
   * + i·ars + p·acs] · b[bo + p·brs + j·bcs]}. C must not overlap A or B.
   */
  public static void add(
      int m,
      int n,
      int k,
      long[] a,
      int ao,
      int ars,
      int acs,
      long[] b,
      int bo,
      int brs,
      int bcs,
      long[] c,
      int co,
      int crs) {
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        addRow(a[ao + i * ars + p * acs], b, bo + p * brs, bcs, c, co + i * crs, n);
      }
    }
  }

  private static void addRow(long x, long[] b, int bo, int bs, long[] c, int co, int n) {
    if (bs == 1) {
      for (int j = 0; j < n; j++) {
        c[co + j] += x * b[bo + j];
      }
    } else {
      for (int j = 0; j < n; j++) {
        c[co + j] += x * b[bo + j * bs];
      }
    }
  }
}
