package dev.taper.kernel;

/** One operand of a tile: where it lies, as a run or as one scalar, gathered where it is neither. */
final class Input {
  private final float[] source;
  private final float[] scratch;
  float[] data;
  int offset;
  int step;
  private int at = -1;
  private int rows;
  private int columns;

  Input(float[] source, float[] scratch) {
    this.source = source;
    this.scratch = scratch;
    data = source;
  }

  void read(int h, int w, int o, int rs, int cs) {
    if (Block.scalar(h, w, rs, cs)) {
      data = source;
      offset = o;
      step = 0;
    } else if (Block.dense(h, w, rs, cs)) {
      data = source;
      offset = o;
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
    }
  }
}
