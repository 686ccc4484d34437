package dev.taper.kernel;

import org.jspecify.annotations.Nullable;

/**
 * An odometer over the elements of up to four strided operands, one rectangular tile at a time.
 *
 * <p>Dimensions of size 1 are dropped, the others are ordered so that the last operand (the output)
 * runs through memory as evenly as it can, and neighbours that form one run are joined. The last
 * dimension gives the columns of a tile; its rows come from the dimension before it, or from the
 * one that an operand with gaps between its columns runs along. {@link #plan} says whether a tile
 * of two inputs at most is one run, or one a row, and which operands take part where they lie.
 */
final class Walk {
  /** The most elements in a tile whose columns do not lie side by side. */
  static final int TILE = 4096;

  /** Shorter rows than this are worth copying together into one run. */
  private static final int SHORT = 32;

  /** Shorter rows than this are worth writing many times over where all of them are the same. */
  private static final int SAME_SHORT = 1024;

  /** Columns of a tile with a transposed operand: long enough runs, few enough cache lines. */
  private static final int WIDE = 128;

  /** Rows that are transposed together. */
  private static final int BLOCK = 16;

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

  private final int rank;
  private final int[] sizes;

  /** Four a dimension, one for each operand. */
  private final int[] strides;

  private final int operands;
  private final boolean empty;
  private boolean transposed;

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
    operands = s1 == null ? 1 : s2 == null ? 2 : s3 == null ? 3 : 4;
    int kept = 0;
    boolean none = false;
    for (int size : shape) {
      if (size != 1) {
        kept++;
        none |= size == 0;
      }
    }
    empty = none;
    sizes = new int[Math.max(1, kept)];
    strides = new int[4 * sizes.length];
    int r = 0;
    for (int d = 0; d < shape.length; d++) {
      if (shape[d] != 1) {
        sizes[r] = shape[d];
        strides[4 * r] = s0[d];
        strides[4 * r + 1] = s1 == null ? 0 : s1[d];
        strides[4 * r + 2] = s2 == null ? 0 : s2[d];
        strides[4 * r + 3] = s3 == null ? 0 : s3[d];
        r++;
      }
    }
    if (r == 0) {
      sizes[0] = 1;
      strides[operands - 1] = 1;
      r = 1;
    }
    order(r);
    rank = join(r);
    chooseRows();
    cut();
  }

  /** The part of {@code whole} from {@code from} on along {@code dim}. */
  private Walk(Walk whole, int dim, int from, int count) {
    rank = whole.rank;
    sizes = whole.sizes.clone();
    sizes[dim] = count;
    strides = whole.strides;
    operands = whole.operands;
    empty = whole.empty;
    transposed = whole.transposed;
    from(whole.o0, whole.o1, whole.o2, whole.o3);
    move(4 * dim, from);
    cut();
  }

  /** Sorts by the output's stride, then by those of the inputs, large ones first; stable. */
  private void order(int n) {
    for (int d = 1; d < n; d++) {
      for (int e = d; e > 0 && before(e, e - 1); e--) {
        swap(e, e - 1);
      }
    }
  }

  private boolean before(int d, int e) {
    for (int k = operands - 1; k >= 0; k--) {
      int a = strides[4 * d + k];
      int b = strides[4 * e + k];
      if (a != b) {
        return a > b;
      }
    }
    return false;
  }

  private void swap(int d, int e) {
    int t = sizes[d];
    sizes[d] = sizes[e];
    sizes[e] = t;
    for (int k = 0; k < 4; k++) {
      int s = strides[4 * d + k];
      strides[4 * d + k] = strides[4 * e + k];
      strides[4 * e + k] = s;
    }
  }

  /** Joins neighbours that form one run in every operand; returns how many dimensions are left. */
  private int join(int n) {
    int r = 0;
    for (int d = 1; d < n; d++) {
      int size = sizes[d];
      int from = 4 * d;
      int to = 4 * r;
      if (strides[to] == strides[from] * size
          && strides[to + 1] == strides[from + 1] * size
          && strides[to + 2] == strides[from + 2] * size
          && strides[to + 3] == strides[from + 3] * size) {
        sizes[r] *= size;
      } else {
        r++;
        to += 4;
        sizes[r] = size;
      }
      strides[to] = strides[from];
      strides[to + 1] = strides[from + 1];
      strides[to + 2] = strides[from + 2];
      strides[to + 3] = strides[from + 3];
    }
    return r + 1;
  }

  private void chooseRows() {
    int last = rank - 1;
    if (last == 0) {
      return;
    }
    for (int k = 0; k < operands; k++) {
      if (!sideBySide(k)) {
        int best = last;
        for (int d = 0; d < last; d++) {
          int s = strides[4 * d + k];
          if (s > 0 && s < strides[4 * best + k]) {
            best = d;
          }
        }
        if (best < last) {
          for (int e = best; e < last - 1; e++) {
            swap(e, e + 1);
          }
          transposed = true;
          return;
        }
      }
    }
  }

  private boolean sideBySide(int k) {
    int s = strides[4 * (rank - 1) + k];
    return s == 1 || (s == 0 && k < operands - 1);
  }

  private void cut() {
    int c = 4 * (rank - 1);
    cols = sizes[rank - 1];
    c0 = strides[c];
    c1 = strides[c + 1];
    c2 = strides[c + 2];
    c3 = strides[c + 3];
    rows = 1;
    if (rank > 1) {
      rows = sizes[rank - 2];
      r0 = strides[c - 4];
      r1 = strides[c - 3];
      r2 = strides[c - 2];
      r3 = strides[c - 1];
    }
    if (transposed) {
      int most = Math.max(WIDE, TILE / Math.max(1, rows));
      int parts = (cols + most - 1) / most;
      tileCols = (cols + parts - 1) / Math.max(1, parts);
      int fit = TILE / Math.max(1, tileCols);
      tileRows = Math.min(rows, fit > BLOCK ? fit / BLOCK * BLOCK : fit);
    } else {
      tileCols = Math.min(cols, TILE);
      tileRows = Math.min(rows, TILE / Math.max(1, tileCols));
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

  /**
   * Finds out how the present tile is to be computed.
   *
   * @param level whether only runs at one common offset are fast, so that it pays to copy them all
   */
  void plan(boolean level) {
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
    copied = level && !level(all);
    byRows &= !copied || (all & REPEATS) != 0;
  }

  /** Whether all operands that are read or written as runs begin at the same offsets. */
  private boolean level(int all) {
    int output = operands < 3 ? o1 : o2;
    int next = operands < 3 ? r1 : r2;
    int scratch = byRows ? GAPS : GAPS | ROWS | SAME | REPEATS;
    return (all & scratch) == 0
        && level(k0, o0, r0, output, next)
        && (operands < 3 || level(k1, o1, r1, output, next));
  }

  private boolean level(int kind, int o, int r, int output, int next) {
    return (kind & (ONE | REPEATS)) != 0 || (o == output && (!byRows || h == 1 || r == next));
  }

  /** Whether an operand of this kind is used where it lies. */
  boolean inPlace(int kind) {
    return !copied && (kind == RUN || (byRows && (kind & (ROWS | SAME)) != 0));
  }

  /** The number of elements. */
  long count() {
    long n = 1;
    for (int d = 0; d < rank; d++) {
      n *= sizes[d];
    }
    return n;
  }

  /** The dimension along which a walk of many elements is best split among threads. */
  private int longest() {
    int best = rank - 1;
    for (int d = rank - 2; d >= 0; d--) {
      if (sizes[d] > sizes[best] || (sizes[d] > 16 && d < rank - 1)) {
        best = d;
      }
    }
    return best;
  }

  /** Cuts the walk into parts of about {@code grain} elements; called before {@link #next}. */
  Walk[] parts(int grain) {
    int dim = longest();
    int size = sizes[dim];
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
      if (empty) {
        return false;
      }
    } else {
      moveRowsAndColumns(-1);
      col += tileCols;
      if (col >= cols) {
        col = 0;
        row += tileRows;
        if (row >= rows) {
          row = 0;
          if (!turn()) {
            return false;
          }
        }
      }
      moveRowsAndColumns(1);
    }
    h = Math.min(tileRows, rows - row);
    w = Math.min(tileCols, cols - col);
    return true;
  }

  private void moveRowsAndColumns(int sign) {
    move(4 * (rank - 1), sign * col);
    if (row > 0) {
      move(4 * (rank - 2), sign * row);
    }
  }

  /** Moves on by one outside rows and columns. */
  private boolean turn() {
    int outer = rank - 2;
    if (outer <= 0) {
      return false;
    }
    if (position.length == 0) {
      position = new int[outer];
    }
    for (int d = outer - 1; d >= 0; d--) {
      if (++position[d] < sizes[d]) {
        move(4 * d, 1);
        return true;
      }
      move(4 * d, 1 - sizes[d]);
      position[d] = 0;
    }
    return false;
  }

  private void move(int s, int times) {
    o0 += times * strides[s];
    o1 += times * strides[s + 1];
    o2 += times * strides[s + 2];
    o3 += times * strides[s + 3];
  }
}
