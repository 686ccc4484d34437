package dev.taper.kernel;

/**
 * One operand of a tile: where its elements lie as runs, or repeat, or a copy where they do
 * neither.
 */
final class Input {
  private final float[] source;
  private final float[] scratch;
  float[] data;

  /** Where the first run begins. */
  int offset;

  /** 1, or 0 where one element serves the whole run. */
  int step;

  /** From the beginning of one run to that of the next. */
  int next;

  private int at = -1;
  private int rows;
  private int columns;

  Input(float[] source, float[] scratch) {
    this.source = source;
    this.scratch = scratch;
    data = source;
  }

  /** Prepares the operand of this kind, offset and strides in the present tile of {@code t}. */
  void read(Walk t, int kind, int o, int rs, int cs) {
    data = source;
    offset = o;
    step = 1;
    next = rs;
    if (t.inPlace(kind)) {
      return;
    }
    if (kind == Walk.ONE || (t.byRows && kind == Walk.REPEATS)) {
      step = 0;
      return;
    }
    // A repeated tile (a bias along the rows) is still there.
    if (at != o || rows < t.h || columns != t.w) {
      Block.gather(source, o, rs, cs, t.h, t.w, scratch);
      at = o;
      rows = t.h;
      columns = t.w;
    }
    data = scratch;
    offset = 0;
    next = t.w;
  }
}
