package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/**
 * An odometer over the elements of up to four strided operands, one rectangular tile at a time.
 *
 * <p>The order of the loops is that of {@link Nest}. {@link #plan} says whether a tile of two
 * inputs at most is one run, or one a row, and which operands take part where they lie.
 */
final class Walk {
  /** The most elements in a tile whose columns do not lie side by side. */
  static final int TILE = 4096;

  /** The most where gaps are taken out, so that scratch stays in L1 beside what is read. */
  static final int SMALL = 1024;

  /** Shorter rows than this are worth copying together into one run. */
  private static final int SHORT = 32;

  /** Shorter rows than this are worth writing many times over where all of them are the same. */
  private static final int SAME_SHORT = 1024;

  /** Columns of a tile with a transposed operand: long enough runs, few enough cache lines. */
  static final int WIDE = 128;

  /** The same where blocks take less than whole lines, so that the next rows find the rest. */
  private static final int LESS_WIDE = 64;

  /** Rows that are transposed together. */
  private static final int BLOCK = 16;

  /** Floats of a cache line. */
  static final int LINE = 16;

  /**
   * Where the first line begins in an array so large that it has a place of its own: G1 puts its
   * header of 16 bytes on a line. A wrong guess costs one more block to each column of tiles.
   */
  private static final int FIRST_LINE = 12;

  /** Elements of an array that may be taken for as large. */
  private static final int LARGE = 1 << 17;

  /** An operand's tile is one run of memory. */
  static final int RUN = 1;

  /** It is one element. */
  static final int ONE = 2;

  /** Its rows are runs. */
  static final int ROWS = 4;

  /** Its rows are all the same run. */
  static final int SAME = 8;

  /** Each of its rows is one element. */
  static final int REPEATS = 16;

  /** Its elements have gaps between them. */
  static final int GAPS = 32;

  private static final int[] NONE = {};

  private final Nest nest;

  /** Rows and columns of the present tile. */
  int h;

  int w;

  /** Strides from row to row. */
  int r0;

  int r1;
  int r2;
  int r3;

  /** Strides from column to column. */
  int c0;

  int c1;
  int c2;
  int c3;

  /** Offsets of the tile's first element. */
  int o0;

  int o1;
  int o2;
  int o3;

  /** How the operands of the present tile lie in memory; as all that follows set by a plan. */
  int k0;

  int k1;
  int k2;

  /** Whether the tile is computed row by row, not as a single run. */
  boolean byRows;

  /** Whether runs are copied too, and the result computed in scratch. */
  private boolean copied;

  /** Whether only runs at one common offset are fast. */
  private boolean level;

  private int plannedH;
  private int plannedW;
  private int rows;
  private int cols;
  private int tileRows;
  private int tileCols;
  private int row;
  private int col;
  private boolean started;
  private int[] position = NONE;

  /** Operands that are not there are null; the last one that is there is the output. */
  Walk(int[] shape, int[] s0, int @Nullable [] s1, int @Nullable [] s2, int @Nullable [] s3) {
    nest = new Nest(shape, s0, s1, s2, s3);
    cut();
  }

  /** The part of {@code whole} from {@code from} on along {@code dim}. */
  private Walk(Walk whole, int dim, int from, int count) {
    nest = new Nest(whole.nest, dim, count);
    level = whole.level;
    from(whole.o0, whole.o1, whole.o2, whole.o3);
    move(4 * dim, from);
    cut();
  }

  private void cut() {
    int last = nest.rank - 1;
    int[] strides = nest.strides;
    int c = 4 * last;
    cols = nest.sizes[last];
    c0 = strides[c];
    c1 = strides[c + 1];
    c2 = strides[c + 2];
    c3 = strides[c + 3];
    rows = 1;
    if (last > 0) {
      rows = nest.sizes[last - 1];
      r0 = strides[c - 4];
      r1 = strides[c - 3];
      r2 = strides[c - 2];
      r3 = strides[c - 1];
    }
    if (nest.transposed) {
      int wide = Transpose.byLines() ? WIDE : LESS_WIDE;
      int most = Math.max(wide, TILE / Math.max(1, rows));
      int parts = (cols + most - 1) / most;
      tileCols = cols < 2 * most ? (cols + parts - 1) / Math.max(1, parts) : most;
      int fit = TILE / Math.max(1, tileCols);
      tileRows = Math.min(rows, fit > BLOCK ? fit / BLOCK * BLOCK : fit);
    } else {
      int most = level || nest.gaps() ? SMALL : TILE;
      tileCols = Math.min(cols, most);
      tileRows = Math.min(rows, most / Math.max(1, tileCols));
    }
  }

  /**
   * Says that only runs at one common offset are fast, so that it pays to copy them all; called
   * before {@link #parts} and {@link #next}.
   */
  void level() {
    level = true;
    cut();
  }

  /** Whether {@link StepLoop} serves for this walk of two inputs. */
  boolean stepped() {
    return nest.operands == 3
        && !nest.transposed
        && cols >= StepLoop.LEAST
        && StepLoop.serves(c0, c1, c2);
  }

  /** Makes each tile as large as rows and columns are, where the order of them is no matter. */
  void whole() {
    if (!nest.transposed) {
      tileCols = cols;
      tileRows = rows;
    }
  }

  /** Sets the offsets of the operands' first elements. */
  Walk from(int p0, int p1, int p2, int p3) {
    o0 = p0;
    o1 = p1;
    o2 = p2;
    o3 = p3;
    return this;
  }

  /** How {@code h} rows of {@code w} columns lie in memory. */
  private static int kind(int h, int w, int rs, int cs) {
    if (h == 1) {
      return cs == 1 || w == 1 ? RUN : cs == 0 ? ONE : GAPS;
    }
    if (w == 1) {
      return rs == 1 ? RUN : rs == 0 ? ONE : GAPS;
    }
    if (cs == 1) {
      return rs == w ? RUN : rs == 0 ? SAME : ROWS;
    }
    return cs != 0 ? GAPS : rs == 0 ? ONE : REPEATS;
  }

  /** Finds out how the present tile is to be computed. */
  void plan() {
    if (h == plannedH && w == plannedW && !level) {
      return;
    }
    plannedH = h;
    plannedW = w;
    int operands = nest.operands;
    k0 = kind(h, w, r0, c0);
    if (operands < 3 && k0 == REPEATS) {
      // Loops of one argument know no repetition.
      k0 = GAPS;
    }
    k1 = kind(h, w, r1, c1);
    k2 = operands < 3 ? k1 : kind(h, w, r2, c2);
    int all = k0 | k1 | k2;
    byRows =
        w >= SHORT && ((all & (ROWS | REPEATS)) != 0 || ((all & SAME) != 0 && w >= SAME_SHORT));
    copied = level && !levelled(all);
    byRows &= !copied || (all & REPEATS) != 0;
  }

  /** Whether all operands that are read or written as runs begin at the same offsets. */
  private boolean levelled(int all) {
    int operands = nest.operands;
    int output = operands < 3 ? o1 : o2;
    int next = operands < 3 ? r1 : r2;
    int scratch = byRows ? GAPS : GAPS | ROWS | SAME | REPEATS;
    return (all & scratch) == 0
        && levelled(k0, o0, r0, output, next)
        && (operands < 3 || levelled(k1, o1, r1, output, next));
  }

  private boolean levelled(int kind, int o, int r, int output, int next) {
    return (kind & (ONE | REPEATS)) != 0 || (o == output && (!byRows || h == 1 || r == next));
  }

  /** Whether an operand of this kind is used where it lies. */
  boolean inPlace(int kind) {
    return !copied && (kind == RUN || (byRows && (kind & (ROWS | SAME)) != 0));
  }

  /** The number of elements. */
  long count() {
    return nest.count();
  }

  /** Cuts the walk into parts of about {@code grain} elements; called before {@link #next}. */
  Walk[] parts(int grain) {
    int dim = nest.longest();
    int size = nest.sizes[dim];
    int per = (int) Math.max(1, Math.min(size, grain * (long) size / Math.max(1, count())));
    Walk[] parts = new Walk[(size + per - 1) / per];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new Walk(this, dim, i * per, Math.min(per, size - i * per));
    }
    return parts;
  }

  /** Moves to the next tile (the first one at the first call); false when there is none. */
  boolean next() {
    if (!started) {
      started = true;
      if (nest.empty) {
        return false;
      }
    } else {
      moveRowsAndColumns(-1);
      if (!(nest.transposed ? down() || right() : right() || down()) && !turn()) {
        return false;
      }
      moveRowsAndColumns(1);
    }
    h = Math.min(row == 0 ? firstRows() : tileRows, rows - row);
    w = Math.min(tileCols, cols - col);
    return true;
  }

  /**
   * Rows of the topmost tiles: as many as let all below begin where a transposed operand's cache
   * lines do, so that a block's columns are a line each and not two.
   */
  private int firstRows() {
    if (!nest.transposed || tileRows < 2 * BLOCK || rows < 4 * tileRows) {
      return tileRows;
    }
    boolean first = r0 == 1 && c0 != 1;
    int offset = first ? o0 : o1;
    int step = first ? c0 : c1;
    int lead = (FIRST_LINE - offset) & (LINE - 1);
    boolean worth =
        (first || r1 == 1) && step % LINE == 0 && (long) step * cols >= LARGE && lead > 0;
    return worth && Transpose.byLines() ? BLOCK + lead : tileRows;
  }

  /** To the tile on the right; false, and back to the left, where there is none. */
  private boolean right() {
    col += tileCols;
    if (col < cols) {
      return true;
    }
    col = 0;
    return false;
  }

  /**
   * To the tile below, which a transposed operand has in the cache lines of this one; false, and
   * back to the top, where there is none.
   */
  private boolean down() {
    row += h;
    if (row < rows) {
      return true;
    }
    row = 0;
    return false;
  }

  private void moveRowsAndColumns(int sign) {
    move(4 * (nest.rank - 1), sign * col);
    if (row > 0) {
      move(4 * (nest.rank - 2), sign * row);
    }
  }

  /** Moves on by one outside rows and columns. */
  private boolean turn() {
    int outer = nest.rank - 2;
    if (outer <= 0) {
      return false;
    }
    if (position.length == 0) {
      position = new int[outer];
    }
    for (int d = outer - 1; d >= 0; d--) {
      if (++position[d] < nest.sizes[d]) {
        move(4 * d, 1);
        return true;
      }
      move(4 * d, 1 - nest.sizes[d]);
      position[d] = 0;
    }
    return false;
  }

  private void move(int s, int times) {
    int[] strides = nest.strides;
    o0 += times * strides[s];
    o1 += times * strides[s + 1];
    o2 += times * strides[s + 2];
    o3 += times * strides[s + 3];
  }
}
