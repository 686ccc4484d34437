package dev.taper.kernel;

/** What a pair of sizes and strides says about memory. */
final class Layout {
  private Layout() {}

  /** The number of elements; 1 where there are no dimensions. */
  static int count(int[] sizes) {
    int n = 1;
    for (int size : sizes) {
      n *= size;
    }
    return n;
  }

  /** 1 where the elements lie in memory in order without gaps, 0 where all are one, else -1. */
  static int step(int[] sizes, int[] strides) {
    boolean one = true;
    boolean run = true;
    int expected = 1;
    for (int d = sizes.length - 1; d >= 0; d--) {
      int size = sizes[d];
      if (size != 1) {
        int stride = strides[d];
        one &= stride == 0;
        run &= stride == expected;
        if (!one && !run) {
          return -1;
        }
        expected *= size;
      }
    }
    return run ? 1 : one ? 0 : -1;
  }
}
