package dev.taper.kernel;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with at most half as many columns as a vector has lanes, in 32 registers of 16 lanes.
 *
 * <p>One fma serves two rows: rows 2r and 2r + 1 of A lie interleaved, so that one broadcast of 64
 * bits, which costs no more than one of 32, gives both rows' elements to alternate lanes, and each
 * element of B stands in two lanes. The pair of floats passes for a double, which nothing computes
 * with.
 */
final class PairTiles {
  private PairTiles() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;
  private static final VectorSpecies<Double> SD = DoubleVector.SPECIES_512;
  private static final int VL = 16;

  /** Most columns. */
  static final int COLUMNS = VL / 2;

  /** Rows of a tile. */
  static final int ROWS = 32;

  /** Most steps of k of a tile: its block of A stays in L1. */
  private static final int STEPS = 128;

  /** Most and least steps of k that are packed at once: whole rows, for memory likes them long. */
  static final int MOST_STEPS = 4 * STEPS;

  static final int LEAST_STEPS = VL;

  /** How far the pairs of rows of A lie apart. */
  private static final int ROW = STEPS + 8;

  private static final int BLOCK = ROWS / 2 * ROW;

  /** Elements of packed rows of A. */
  static final int PACKED = MOST_STEPS / STEPS * BLOCK;

  private static final int[] LOW = new int[VL];
  private static final int[] HIGH = new int[VL];

  static {
    for (int l = 0; l < VL; l++) {
      LOW[l] = l / 2 + (l % 2) * VL;
      HIGH[l] = LOW[l] + VL / 2;
    }
  }

  /**
   * For each number of columns: lane l/2 where there is a column, and zero from a second vector.
   */
  private static final int[] TWICE = new int[(COLUMNS + 1) * VL];

  static {
    for (int i = 0; i < TWICE.length; i++) {
      int column = i % VL / 2;
      TWICE[i] = column < i / VL ? column : VL;
    }
  }

  private static final IntVector LOW_HALVES = IntVector.fromArray(IntVector.SPECIES_512, LOW, 0);
  private static final IntVector HIGH_HALVES = IntVector.fromArray(IntVector.SPECIES_512, HIGH, 0);

  /** Copies k rows of n elements of B, each element twice; what is left of a vector is zero. */
  static void packB(int n, int k, float[] b, int bo, int brs, int bcs, float[] y) {
    int whole = bcs == 1 ? Math.min(k, vectors(b.length - bo, brs)) : 0;
    var twice = IntVector.fromArray(IntVector.SPECIES_512, TWICE, n * VL);
    var zero = IntVector.zero(IntVector.SPECIES_512);
    for (int p = 0; p < whole; p++) {
      var row = FloatVector.fromArray(S, b, bo + p * brs).reinterpretAsInts();
      twice.selectFrom(row, zero).reinterpretAsFloats().intoArray(y, p * VL);
    }
    Arrays.fill(y, whole * VL, k * VL, 0f);
    for (int p = whole; p < k; p++) {
      for (int j = 0; j < n; j++) {
        float x = b[bo + p * brs + j * bcs];
        y[p * VL + 2 * j] = x;
        y[p * VL + 2 * j + 1] = x;
      }
    }
  }

  /** How many rows so far apart begin with a whole vector in so many elements. */
  private static int vectors(int elements, int rs) {
    if (elements < VL) {
      return 0;
    }
    return rs == 0 ? Integer.MAX_VALUE : (elements - VL) / rs + 1;
  }

  /** Steps of each tile, so that none but the last takes fewer, and that one hardly. */
  static int steps(int k) {
    int tiles = (k + STEPS - 1) / STEPS;
    return (k + tiles - 1) / tiles;
  }

  /**
   * Copies m rows of k contiguous elements of A, LEAST_STEPS to MOST_STEPS, in pairs and tile by
   * tile; the last row stands for those that are missing.
   */
  static void packA(int m, int k, float[] a, int ao, int ars, double[] y) {
    int steps = steps(k);
    for (int r = 0; r < ROWS; r += 2) {
      int x0 = ao + Math.min(r, m - 1) * ars;
      int x1 = ao + Math.min(r + 1, m - 1) * ars;
      int yo = r / 2 * ROW;
      for (int from = 0; from < k; from += steps) {
        int n = Math.min(steps, k - from);
        for (int p = 0; p < n; p += VL) {
          // The last vectors may overlap those before.
          int q = Math.min(p, n - VL);
          pair(a, x0 + from + q, x1 + from + q, y, yo + q);
        }
        yo += BLOCK;
      }
    }
  }

  private static void pair(float[] a, int x0, int x1, double[] y, int yo) {
    var v0 = FloatVector.fromArray(S, a, x0).reinterpretAsInts();
    var v1 = FloatVector.fromArray(S, a, x1).reinterpretAsInts();
    LOW_HALVES.selectFrom(v0, v1).reinterpretAsDoubles().intoArray(y, yo);
    HIGH_HALVES.selectFrom(v0, v1).reinterpretAsDoubles().intoArray(y, yo + VL / 2);
  }

  /** Copies m rows of n elements of C to where a tile holds them. */
  static void begin(int m, int n, float[] c, int co, int crs, float[] y) {
    for (int i = 0; i < m; i++) {
      int o = (i >> 1) * VL + (i & 1);
      for (int j = 0; j < n; j++) {
        y[o + 2 * j] = c[co + i * crs + j];
      }
    }
  }

  /** The way back. */
  static void end(int m, int n, float[] y, float[] c, int co, int crs) {
    for (int i = 0; i < m; i++) {
      int o = (i >> 1) * VL + (i & 1);
      for (int j = 0; j < n; j++) {
        c[co + i * crs + j] = y[o + 2 * j];
      }
    }
  }

  /**
   * Takes k steps with the packed A of tile t and the rows of B from bo on; C begins as z, or as
   * zeros where zs is 0.
   */
  static void tile(int k, double[] a, int t, float[] b, int bo, float[] z, int zs, float[] c) {
    var c0 = FloatVector.fromArray(S, z, 0);
    var c1 = FloatVector.fromArray(S, z, zs);
    var c2 = FloatVector.fromArray(S, z, 2 * zs);
    var c3 = FloatVector.fromArray(S, z, 3 * zs);
    var c4 = FloatVector.fromArray(S, z, 4 * zs);
    var c5 = FloatVector.fromArray(S, z, 5 * zs);
    var c6 = FloatVector.fromArray(S, z, 6 * zs);
    var c7 = FloatVector.fromArray(S, z, 7 * zs);
    var c8 = FloatVector.fromArray(S, z, 8 * zs);
    var c9 = FloatVector.fromArray(S, z, 9 * zs);
    var c10 = FloatVector.fromArray(S, z, 10 * zs);
    var c11 = FloatVector.fromArray(S, z, 11 * zs);
    var c12 = FloatVector.fromArray(S, z, 12 * zs);
    var c13 = FloatVector.fromArray(S, z, 13 * zs);
    var c14 = FloatVector.fromArray(S, z, 14 * zs);
    var c15 = FloatVector.fromArray(S, z, 15 * zs);
    int ao = t * BLOCK;
    for (int p = 0; p < k; p++) {
      var x = FloatVector.fromArray(S, b, bo + p * VL);
      c0 = DoubleVector.broadcast(SD, a[ao + p]).reinterpretAsFloats().fma(x, c0);
      c1 = DoubleVector.broadcast(SD, a[ao + p + ROW]).reinterpretAsFloats().fma(x, c1);
      c2 = DoubleVector.broadcast(SD, a[ao + p + 2 * ROW]).reinterpretAsFloats().fma(x, c2);
      c3 = DoubleVector.broadcast(SD, a[ao + p + 3 * ROW]).reinterpretAsFloats().fma(x, c3);
      c4 = DoubleVector.broadcast(SD, a[ao + p + 4 * ROW]).reinterpretAsFloats().fma(x, c4);
      c5 = DoubleVector.broadcast(SD, a[ao + p + 5 * ROW]).reinterpretAsFloats().fma(x, c5);
      c6 = DoubleVector.broadcast(SD, a[ao + p + 6 * ROW]).reinterpretAsFloats().fma(x, c6);
      c7 = DoubleVector.broadcast(SD, a[ao + p + 7 * ROW]).reinterpretAsFloats().fma(x, c7);
      c8 = DoubleVector.broadcast(SD, a[ao + p + 8 * ROW]).reinterpretAsFloats().fma(x, c8);
      c9 = DoubleVector.broadcast(SD, a[ao + p + 9 * ROW]).reinterpretAsFloats().fma(x, c9);
      c10 = DoubleVector.broadcast(SD, a[ao + p + 10 * ROW]).reinterpretAsFloats().fma(x, c10);
      c11 = DoubleVector.broadcast(SD, a[ao + p + 11 * ROW]).reinterpretAsFloats().fma(x, c11);
      c12 = DoubleVector.broadcast(SD, a[ao + p + 12 * ROW]).reinterpretAsFloats().fma(x, c12);
      c13 = DoubleVector.broadcast(SD, a[ao + p + 13 * ROW]).reinterpretAsFloats().fma(x, c13);
      c14 = DoubleVector.broadcast(SD, a[ao + p + 14 * ROW]).reinterpretAsFloats().fma(x, c14);
      c15 = DoubleVector.broadcast(SD, a[ao + p + 15 * ROW]).reinterpretAsFloats().fma(x, c15);
    }
    c0.intoArray(c, 0);
    c1.intoArray(c, VL);
    c2.intoArray(c, 2 * VL);
    c3.intoArray(c, 3 * VL);
    c4.intoArray(c, 4 * VL);
    c5.intoArray(c, 5 * VL);
    c6.intoArray(c, 6 * VL);
    c7.intoArray(c, 7 * VL);
    c8.intoArray(c, 8 * VL);
    c9.intoArray(c, 9 * VL);
    c10.intoArray(c, 10 * VL);
    c11.intoArray(c, 11 * VL);
    c12.intoArray(c, 12 * VL);
    c13.intoArray(c, 13 * VL);
    c14.intoArray(c, 14 * VL);
    c15.intoArray(c, 15 * VL);
  }
}
