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

  /** Prepares a tile to be read as {@code h} runs, or as a single one. */
  void read(int h, int w, int o, int rs, int cs, boolean byRows) {
    data = source;
    offset = o;
    next = rs;
    if (byRows && (cs == 0 || cs == 1)) {
      step = cs;
    } else if (Block.scalar(h, w, rs, cs)) {
      step = 0;
    } else if (Block.dense(h, w, rs, cs)) {
      step = 1;
    } else {
      // A repeated tile (a bias along the rows) is still there.
      if (at != o || rows < h || columns != w) {
        Block.gather(source, o, rs, cs, h, w, scratch);
        at = o;
        rows = h;
        columns = w;
      }
      data = scratch;
      offset = 0;
      step = 1;
      next = w;
    }
  }
}
