package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import java.util.function.BiFunction;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every shape of tile gives the chains of fma that it stands for and touches nothing beside it. */
@Tag("vector")
class TileTest {
  private static final int VL = FloatVector.SPECIES_PREFERRED.length();
  private static final int K = 11;
  private static final int MOST_ROWS = 8;
  private static final int MOST_VECTORS = 6;

  private final Random random = new Random(7);

  @Test
  void packed() {
    // The last vector overlaps the one before in C; in B's panel it has a place of its own.
    check(Tile::packed, VectorPacking.ROW, 1, 0, MOST_VECTORS);
  }

  @Test
  void thin() {
    check(Tile::thin, VectorPacking.ROW, 1, 29 * VL + 3, 3);
  }

  @Test
  void direct() {
    check(Tile::direct, K + 2, 1, 29 * VL + 3, 4);
  }

  @Test
  void strided() {
    check(Tile::strided, 2, 2 * MOST_ROWS + 1, 29 * VL + 3, 4);
  }

  @Test
  void outer() {
    for (int k = 1; k <= VectorOuter.STEPS; k++) {
      Tile tile = Tile.outer(k);
      for (int d : new int[] {0, 1, VL - 1, VL}) {
        for (int last = 0; last < MOST_ROWS; last++) {
          check(tile, 2, k, K + 2, 1, 7 * VL + 3, false, d, last, true);
          check(tile, 2, k, 2, 2 * MOST_ROWS + 1, 7 * VL + 3, false, d, last, false);
        }
      }
    }
  }

  /** Up to so many vectors the last one overlaps the one before. */
  private void check(
      BiFunction<Integer, Integer, Tile> maker, int ars, int acs, int brs, int overlapping) {
    boolean repeats = brs != 0;
    for (int rows = 1; rows <= MOST_ROWS; rows++) {
      for (int vectors = 1; vectors <= MOST_VECTORS; vectors++) {
        Tile tile = maker.apply(rows, vectors);
        int whole = (vectors - 1) * VL;
        int row = brs == 0 ? vectors * VL : brs;
        int less = vectors == 1 || vectors > overlapping ? 0 : 1 + random.nextInt(VL - 1);
        for (int last = repeats ? 0 : rows - 1; last < rows; last++) {
          check(tile, vectors, K, ars, acs, row, brs == 0, whole - less, last, true);
          check(tile, vectors, K, ars, acs, row, brs == 0, whole - less, last, false);
        }
      }
    }
  }

  private void check(
      Tile tile,
      int vectors,
      int k,
      int ars,
      int acs,
      int brs,
      boolean panel,
      int d,
      int last,
      boolean accumulate) {
    int ao = 3;
    int bo = 5;
    int co = 2;
    int crs = Math.max(vectors, MOST_VECTORS) * VL + 1;
    float[] a = floats(ao + MOST_ROWS * ars + k * acs);
    for (int r = last + 1; ars == VectorPacking.ROW && r < MOST_ROWS; r++) {
      // As packing does, for tiles do not look where A's rows end.
      System.arraycopy(a, ao + last * ars, a, ao + r * ars, K);
    }
    float[] b = floats(bo + k * brs + vectors * VL);
    float[] c = floats(co + (last + 1) * crs);
    float[] expected = c.clone();
    for (int r = 0; r <= last; r++) {
      for (int v = 0; v < vectors; v++) {
        int column = v == vectors - 1 ? d : v * VL;
        int from = panel ? v * VL : column;
        for (int l = 0; l < VL; l++) {
          float sum = accumulate ? c[co + r * crs + column + l] : 0;
          for (int p = 0; p < k; p++) {
            sum = Math.fma(a[ao + r * ars + p * acs], b[bo + p * brs + from + l], sum);
          }
          expected[co + r * crs + column + l] = sum;
        }
      }
    }
    float[] zeros = new float[vectors * VL];
    float[] z = accumulate ? c : zeros;
    int zo = accumulate ? co : 0;
    int zrs = accumulate ? crs : 0;
    tile.run(k, a, ao, ars, acs, b, bo, brs, d, z, zo, zrs, c, co, crs, last);
    assertArrayEquals(expected, c);
    assertArrayEquals(new float[zeros.length], zeros);
  }

  private float[] floats(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return x;
  }
}
