package dev.taper.kernel;

/**
 * Calls of the products' micro-kernels that do nothing: without a step of k, or for {@link
 * VectorOuter} without a row, they return at once. So the compiler takes notice of each of them
 * thousands of calls earlier than by work.
 */
final class GemmCalls {
  private GemmCalls() {}

  private static final int COUNT = 2_000;
  private static final float[] X = {};
  private static final double[] PAIRS = {};

  /** Those of blocked products. */
  static void large() {
    for (int i = 0; i < COUNT; i++) {
      if (BlockTiles.WIDE) {
        WideTiles.tile6x4(0, X, 0, X, 0, X, 0, 0, X, 0, 0, 0);
        WideTiles.tile6x3(0, X, 0, X, 0, X, 0, 0, X, 0, 0, 0);
        WideTiles.tile6x2(0, X, 0, X, 0, X, 0, 0, X, 0, 0, 0);
        WideTiles.tile6x1(0, X, 0, X, 0, X, 0, 0, X, 0, 0);
        WideLowTiles.tile4x4(0, X, 0, X, 0, X, 0, 0, X, 0, 0, 0);
        WideLowTiles.tile4x3(0, X, 0, X, 0, X, 0, 0, X, 0, 0, 0);
        WideLowTiles.tile4x2(0, X, 0, X, 0, X, 0, 0, X, 0, 0, 0);
        WideLowTiles.tile4x1(0, X, 0, X, 0, X, 0, 0, X, 0, 0);
      } else {
        NarrowTiles.tile3x3(0, X, 0, X, 0, X, 0, 0, X, 0, 0, 0);
        NarrowTiles.tile3x2(0, X, 0, X, 0, X, 0, 0, X, 0, 0, 0);
        NarrowTiles.tile3x1(0, X, 0, X, 0, X, 0, 0, X, 0, 0);
      }
    }
  }

  /** Those of small and thin products. */
  static void small() {
    for (int i = 0; i < COUNT; i++) {
      VectorDirect.tile4x2(0, X, 0, 0, 0, 0, 0, X, 0, 0, 0, X, X, 0, 0, 0, 0);
      VectorDirect.tile4x1(0, X, 0, 0, 0, 0, 0, X, 0, 0, X, X, 0, 0, 0, 0);
      VectorOuter.one(0, X, 0, 0, X, 0, 0, X, 0, 0, X, 0, 0);
      VectorOuter.two(0, X, 0, 0, 0, X, 0, 0, 0, X, 0, 0, X, 0, 0);
      VectorOuter.three(0, X, 0, 0, 0, X, 0, 0, 0, X, 0, 0, X, 0, 0);
      VectorOuter.four(0, X, 0, 0, 0, X, 0, 0, 0, X, 0, 0, X, 0, 0);
      if (BlockTiles.WIDE) {
        DirectTiles.tile8x2(0, X, 0, 0, X, 0, 0, 0, X, X, 0, 0, 0);
        DirectTiles.tile8x1(0, X, 0, 0, X, 0, 0, X, X, 0, 0, 0);
        ThinTiles.tile8x3(0, X, 0, X, 0, 0, 0, X, 0, 0, X, 0, 0, 0);
        ThinTiles.tile8x2(0, X, 0, X, 0, 0, 0, X, 0, 0, X, 0, 0, 0);
        ThinTiles.tile8x1(0, X, 0, X, 0, 0, X, 0, 0, X, 0, 0, 0);
        ThinLowTiles.tile4x6(0, X, 0, X, 0, 0, X, 0, 0, X, 0, 0, 0);
        ThinLowTiles.tile4x4(0, X, 0, X, 0, 0, X, 0, 0, X, 0, 0, 0);
        ThinLowTiles.tile4x2(0, X, 0, X, 0, 0, 0, X, 0, 0, X, 0, 0, 0);
        ThinLowTiles.tile4x1(0, X, 0, X, 0, 0, X, 0, 0, X, 0, 0, 0);
        PairTiles.tile(0, PAIRS, 0, X, 0, X, 0, X);
      }
    }
  }

  /** Those of products with a vector. */
  static void vector() {
    for (int i = 0; i < COUNT; i++) {
      VectorMatVec.columns16(0, X, 0, 0, X, 0, 0, X, X, 0);
      VectorMatVec.columns4(0, X, 0, 0, 0, 0, 0, X, 0, 0, X, X, 0);
      VectorMatVec.lanes4x32(0, X, 0, 0, 0, 0, X, 0, X);
      VectorMatVec.lanes4x2(0, X, 0, 0, 0, 0, X, 0, X, 0);
    }
  }
}
