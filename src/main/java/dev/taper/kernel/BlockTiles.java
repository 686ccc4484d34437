package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Covers a block of C with tiles, whose packed rows of A and panels of B are at hand. */
final class BlockTiles {
  private BlockTiles() {}

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  static final int VL = S.length();

  /** Sixteen lanes come with 32 registers, fewer (on x86) with 16. */
  static final boolean WIDE = VL >= 16;

  /** Rows of a tile, of a lower one for what is left over, and columns. */
  static final int MR = 6;

  static final int LOW = 4;

  static final int NR = GemmWay.panel(VL);

  // Constants, each called by itself, so that C2 knows which code it calls.
  private static final Tile HIGH_1 = Tile.packed(MR, 1);
  private static final Tile HIGH_2 = Tile.packed(MR, 2);
  private static final Tile HIGH_3 = WIDE ? Tile.packed(MR, 3) : HIGH_2;
  private static final Tile HIGH_4 = WIDE ? Tile.packed(MR, 4) : HIGH_2;
  private static final Tile LOW_1 = Tile.packed(LOW, 1);
  private static final Tile LOW_2 = Tile.packed(LOW, 2);
  private static final Tile LOW_3 = WIDE ? Tile.packed(LOW, 3) : LOW_2;
  private static final Tile LOW_4 = WIDE ? Tile.packed(LOW, 4) : LOW_2;

  /** What a product begins as that adds to nothing. */
  static final float[] ZEROS = new float[NR];

  /** Where panel t of nc columns starts: a last one of one vector takes another from before. */
  static int start(int t, int nc) {
    int j = t * NR;
    return nc - j > 0 && nc - j <= VL && t > 0 ? j - VL : j;
  }

  /** Rows of the tiles that cover so many. */
  static int tiled(int rows) {
    int high = high(rows);
    return high + VectorGemm.pieces(rows - high, LOW) * LOW;
  }

  /** How many of so many rows, or more, high tiles take, such that few rows are computed twice. */
  private static int high(int rows) {
    int high = rows / MR * MR;
    return switch (rows % MR) {
      case 0, 3, 4 -> high;
      case 5 -> high + MR;
      default -> Math.max(0, high - MR);
    };
  }

  /** Adds the product of a packed block of A and the panels of B from first to last to C. */
  static void rows(
      int mc,
      int nc,
      int first,
      int last,
      int kc,
      float[] a,
      float[] b,
      int bo,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs) {
    boolean zero = z == ZEROS;
    float[] edge = GemmScratch.get().c(MR * NR);
    int high = high(mc);
    for (int i = 0; i < mc; ) {
      int tall = i < high ? MR : LOW;
      int left = Math.min(tall, mc - i);
      int ap = i * VectorPacking.ROW;
      int ci = co + i * crs;
      int zi = zo + i * zrs;
      for (int t = first; t < last; t++) {
        int j = start(t, nc);
        int columns = Math.min(start(t + 1, nc), nc) - j;
        int bp = bo + j * kc;
        int cp = ci + j;
        if (columns >= VL && left == tall) {
          tile(tall, columns, kc, a, ap, b, bp, z, zi + j, zrs, c, cp, crs);
        } else {
          float[] y = zero ? ZEROS : edge;
          if (!zero) {
            VectorGemm.copy(left, columns, z, zi + j, zrs, edge, 0, NR);
          }
          tile(tall, Math.max(columns, VL), kc, a, ap, b, bp, y, 0, NR, edge, 0, NR);
          VectorGemm.copy(left, columns, edge, 0, NR, c, cp, crs);
        }
      }
      i += tall;
    }
  }

  private static void tile(
      int rows,
      int columns,
      int k,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs) {
    int d = columns - VL;
    int vectors = VectorGemm.pieces(columns, VL);
    int z0 = z == ZEROS ? 0 : zo;
    int zs = z == ZEROS ? 0 : zrs;
    Tile tile = rows == MR ? highTile(vectors) : lowTile(vectors);
    tile.run(k, a, ao, 0, 1, b, bo, 0, d, z, z0, zs, c, co, crs, 0);
  }

  private static Tile highTile(int vectors) {
    return switch (vectors) {
      case 1 -> HIGH_1;
      case 2 -> HIGH_2;
      case 3 -> HIGH_3;
      default -> HIGH_4;
    };
  }

  private static Tile lowTile(int vectors) {
    return switch (vectors) {
      case 1 -> LOW_1;
      case 2 -> LOW_2;
      case 3 -> LOW_3;
      default -> LOW_4;
    };
  }
}
