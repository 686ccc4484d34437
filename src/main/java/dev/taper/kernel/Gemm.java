package dev.taper.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Matrix multiplication {@code C (+)= A·B} of float arrays with any strides.
 *
 * <p>Each element of C is one chain of {@link Math#fma}, in the order of k, from 0 or from C's old
 * value. Tiles, vector widths, backends and threads therefore all give the same bits. The one
 * exception depends on the arguments alone: see {@link #inLanes}.
 */
public final class Gemm {
  private Gemm() {}

  /** How many partial sums a long dot product keeps; see {@link #inLanes}. */
  static final int LANES = 32;

  /** Multiply-adds below which plain loops are faster than any vector code. */
  static final long TINY = 256;

  /** The same of products of fewer columns than a vector has lanes, which must be packed for it. */
  private static final long TINY_NARROW = 1024;

  /**
   * Multiplies (m, k) by (k, n): {@code c[co + i·crs + j] (+)= Σ a[ao + i·ars + p·acs] · b[bo +
   * p·brs + j·bcs]}. With k = 0 the sum is 0. C must not overlap A or B.
   */
  public static void gemm(
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] b,
      int bo,
      int brs,
      int bcs,
      float[] c,
      int co,
      int crs,
      boolean accumulate) {
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0) {
      if (!accumulate) {
        for (int i = 0; i < m; i++) {
          Arrays.fill(c, co + i * crs, co + i * crs + n, 0f);
        }
      }
      return;
    }
    long work = (long) m * n * k;
    if (work >= tiny(m, n) && GemmWay.ready(m, n, k, ars, acs, brs, bcs, work)) {
      VectorGemm.gemm(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, c, co, crs, accumulate);
    } else {
      ScalarGemm.gemm(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, c, co, crs, accumulate);
    }
  }

  /**
   * {@code C = Z + A·B}, each element one chain that begins with Z's, where {@code Z[i, j]} is
   * {@code z[zo + i·zrs + j]}: with a row stride of 0 a row for all. The rest is as for {@link
   * #gemm}, and C must not overlap Z.
   */
  public static void addmm(
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] b,
      int bo,
      int brs,
      int bcs,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs) {
    product(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, z, zo, zrs, c, co, crs, null);
  }

  /**
   * {@code C = f(Z + A·B)}: as {@link #addmm}, or where Z is null as {@link #gemm}, and then f of
   * each element, block by block while the thread that has computed one has it in its cache.
   */
  public static void product(
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] b,
      int bo,
      int brs,
      int bcs,
      float @Nullable [] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs,
      @Nullable UnaryKernel f) {
    long work = (long) m * n * k;
    if (work >= tiny(m, n) && GemmWay.ready(m, n, k, ars, acs, brs, bcs, work)) {
      VectorGemm.product(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, z, zo, zrs, c, co, crs, f);
      return;
    }
    if (z != null) {
      begin(m, n, z, zo, zrs, c, co, crs);
    }
    if (work > 0) {
      ScalarGemm.gemm(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, c, co, crs, z != null, f);
    } else {
      gemm(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, c, co, crs, z != null);
      each(f, m, n, c, co, crs);
    }
  }

  /** Applies f, where there is one, to m rows of n elements of C. */
  static void each(@Nullable UnaryKernel f, int m, int n, float[] c, int co, int crs) {
    if (f == null) {
      return;
    }
    if (crs == n) {
      f.apply(c, co, c, co, m * n);
      return;
    }
    for (int i = 0; i < m; i++) {
      f.apply(c, co + i * crs, c, co + i * crs, n);
    }
  }

  /**
   * Whether f is to be applied to each block of C, given whether the team shares the blocks. If it
   * does not, but would share all of C for f, C is better left to that.
   */
  static boolean byBlocks(@Nullable UnaryKernel f, boolean parallel, int m, int n) {
    return f != null && (parallel || Team.threads() == 1 || !f.forks(m * n));
  }

  private static long tiny(int m, int n) {
    return m > 1 && n > 1 && n < GemmWay.lanes() ? TINY_NARROW : TINY;
  }

  /** Copies m rows of n elements of Z to C. */
  static void begin(int m, int n, float[] z, int zo, int zrs, float[] c, int co, int crs) {
    if (zrs == 0 && crs == n && n > 0) {
      Repeat.rows(z, zo, n, c, co, m * n);
      return;
    }
    for (int i = 0; i < m; i++) {
      System.arraycopy(z, zo + i * zrs, c, co + i * crs, n);
    }
  }

  /** Multiply-adds of a batch that are one piece of work, and from which threads are worth it. */
  private static final long BATCH_PIECE = 1L << 18;

  private static final long BATCH_PARALLEL = 1L << 21;

  /**
   * Multiplies count pairs of matrices as {@link #gemm} does; pair number q begins {@code q·abs},
   * {@code q·bbs} and {@code q·cbs} behind the first.
   */
  public static void batch(
      int count,
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int abs,
      int ars,
      int acs,
      float[] b,
      int bo,
      int bbs,
      int brs,
      int bcs,
      float[] c,
      int co,
      int cbs,
      int crs,
      boolean accumulate) {
    long work = (long) m * n * k;
    int size = (int) Math.max(1, Math.min(count, BATCH_PIECE / Math.max(1, work)));
    forEach(
        work * count >= BATCH_PARALLEL && count > size,
        (count + size - 1) / size,
        t -> {
          for (int q = t * size; q < Math.min(count, (t + 1) * size); q++) {
            int ap = ao + q * abs;
            int bp = bo + q * bbs;
            gemm(m, n, k, a, ap, ars, acs, b, bp, brs, bcs, c, co + q * cbs, crs, accumulate);
          }
        });
  }

  /**
   * Whether the products of a vector and a matrix are summed in {@link #LANES} partial sums: where
   * the matrix lies contiguous along k and k is long, one chain would run at scalar speed. Element
   * p belongs to lane p mod LANES, each lane is a chain of fma in order, and {@link #sumLanes} adds
   * the lanes.
   */
  static boolean inLanes(int k, int kStride, int otherStride) {
    return k >= 4 * LANES && kStride == 1 && otherStride != 1;
  }

  /** Adds the lanes at {@code s[o]} by halves: 16 pairs, 8 pairs of sums and so on. */
  static float sumLanes(float[] s, int o) {
    return (sumEighth(s, o) + sumEighth(s, o + 2)) + (sumEighth(s, o + 1) + sumEighth(s, o + 3));
  }

  private static float sumEighth(float[] s, int o) {
    return ((s[o] + s[o + 16]) + (s[o + 8] + s[o + 24]))
        + ((s[o + 4] + s[o + 20]) + (s[o + 12] + s[o + 28]));
  }

  /** Runs the chunks of a task, shared with the team where the work is worth it. */
  static void forEach(boolean parallel, int chunks, IntConsumer task) {
    if (parallel) {
      Team.run(chunks, task);
    } else {
      for (int t = 0; t < chunks; t++) {
        task.accept(t);
      }
    }
  }
}
