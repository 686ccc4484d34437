package dev.taper.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Copies operands into what the micro-kernels with vectors read. */
final class VectorPacking {
  private VectorPacking() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();

  private static final int PANEL = GemmWay.panel(VL);

  /**
   * Most steps of k between two visits of C. With as few registers as come with short vectors a
   * panel of B is narrow, and is to stay in L1 beside a tile's rows of A.
   */
  static final int STEPS = VL < 16 ? 256 : 512;

  /** How far the rows of a block of A lie apart: not a power of two, so that they share no sets. */
  static final int ROW = STEPS + 16;

  /**
   * Copies m rows of k elements of A into rows {@link #ROW} apart, and the last row up to count.
   */
  static void block(int m, int k, float[] x, int xo, int rs, int ks, float[] y, int count) {
    if (ks == 1) {
      for (int r = 0; r < m; r++) {
        if (k < VL) {
          System.arraycopy(x, xo + r * rs, y, r * ROW, k);
        } else {
          line(k, x, xo + r * rs, y, r * ROW);
        }
      }
    } else if (rs == 1) {
      VectorTranspose.floats(x, xo, ks, y, 0, ROW, m, k);
    } else {
      for (int r = 0; r < m; r++) {
        GemmPacking.copyColumn(k, x, xo + r * rs, ks, y, r * ROW, 1);
      }
    }
    for (int r = m; r < count; r++) {
      System.arraycopy(y, (m - 1) * ROW, y, r * ROW, k);
    }
  }

  /**
   * Copies a panel of B: n columns of k elements, {@code x[xo + p·rs + j·cs]}, into vectors of VL
   * side by side, {@code [p][vectors·VL]}. The last vector holds the last VL columns, with some of
   * the one before if need be, or all columns and zeros.
   */
  static void vectors(int k, int n, float[] x, int xo, int rs, int cs, float[] y, int yo) {
    int vectors = (n + VL - 1) / VL;
    int width = vectors * VL;
    int last = Math.max(0, n - VL);
    for (int v = 0; v < vectors; v++) {
      int from = xo + Math.min(v * VL, last) * cs;
      int to = yo + v * VL;
      if (rs == 1 && n >= VL) {
        VectorTranspose.floats(x, from, cs, y, to, width, k, VL);
      } else {
        GemmPacking.panel(Math.min(n, VL), k, x, from, cs, rs, y, to, VL, width);
      }
    }
  }

  /** As {@link #vectors} for k rows of contiguous columns. */
  static void rows(int k, int n, float[] x, int xo, int rs, float[] y, int yo) {
    if (n == PANEL) {
      for (int p = 0; p < k; p++) {
        int o = xo + p * rs;
        int to = yo + p * PANEL;
        FloatVector.fromArray(S, x, o).intoArray(y, to);
        FloatVector.fromArray(S, x, o + VL).intoArray(y, to + VL);
        if (PANEL == 4 * VL) {
          FloatVector.fromArray(S, x, o + 2 * VL).intoArray(y, to + 2 * VL);
          FloatVector.fromArray(S, x, o + 3 * VL).intoArray(y, to + 3 * VL);
        }
      }
    } else if (n < VL) {
      for (int p = 0; p < k; p++) {
        System.arraycopy(x, xo + p * rs, y, yo + p * VL, n);
        Arrays.fill(y, yo + p * VL + n, yo + p * VL + VL, 0f);
      }
    } else {
      int width = (n + VL - 1) / VL * VL;
      for (int p = 0; p < k; p++) {
        row(n, x, xo + p * rs, y, yo + p * width);
      }
    }
  }

  /** Copies n ≥ VL elements by vectors, of which the last two may overlap. */
  private static void line(int n, float[] x, int xo, float[] y, int yo) {
    for (int j = 0; j <= n - VL; j += VL) {
      FloatVector.fromArray(S, x, xo + j).intoArray(y, yo + j);
    }
    FloatVector.fromArray(S, x, xo + n - VL).intoArray(y, yo + n - VL);
  }

  /** As {@link #line}, but side by side what overlaps in the source. */
  private static void row(int n, float[] x, int xo, float[] y, int yo) {
    for (int j = 0; j < n; j += VL) {
      FloatVector.fromArray(S, x, xo + Math.min(j, n - VL)).intoArray(y, yo + j);
    }
  }
}
