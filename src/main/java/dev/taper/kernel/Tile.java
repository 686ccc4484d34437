package dev.taper.kernel;

/** A micro-kernel: a tile of C, held in vector registers, takes k rank-one updates. */
interface Tile {
  /**
   * Adds the product of A's rows and B's columns to what the tile begins as; its last vector lies d
   * columns from the first and may overlap the one before, and rows after {@code last} repeat that
   * row: they are computed again, to the same values.
   *
   * @param k the number of updates
   * @param ao where the element of A's first row and first update lies
   * @param ars from row to row of A; unused where A is packed
   * @param acs from update to update of A; unused where that is 1
   * @param bo where B's first row begins
   * @param brs from row to row of B; unused where B is packed
   * @param z what the tile begins as: C itself, zeros or a bias with a row stride of 0
   */
  void run(
      int k,
      float[] a,
      int ao,
      int ars,
      int acs,
      float[] b,
      int bo,
      int brs,
      int d,
      float[] z,
      int zo,
      int zrs,
      float[] c,
      int co,
      int crs,
      int last);

  /** A packed, its rows {@link VectorPacking#ROW} apart; B a panel {@code [k][vectors·VL]}. */
  static Tile packed(int rows, int vectors) {
    return TileCode.of(rows, vectors, TileCode.Operands.PACKED);
  }

  /** A packed likewise, B where it lies; from four vectors on they do not overlap. */
  static Tile thin(int rows, int vectors) {
    return TileCode.of(rows, vectors, TileCode.Operands.A_PACKED);
  }

  /** Both where they lie, A's columns side by side; from five vectors on they do not overlap. */
  static Tile direct(int rows, int vectors) {
    return TileCode.of(rows, vectors, TileCode.Operands.IN_PLACE);
  }

  /** Both where they lie, A with any strides; from five vectors on they do not overlap. */
  static Tile strided(int rows, int vectors) {
    return TileCode.of(rows, vectors, TileCode.Operands.STRIDED);
  }

  /**
   * Both where they lie, two vectors; k must be {@code updates}, and any number of rows is taken.
   */
  static Tile outer(int updates) {
    return OuterCode.of(updates);
  }
}
