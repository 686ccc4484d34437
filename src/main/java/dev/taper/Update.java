package dev.taper;

import dev.taper.kernel.Team;

/**
 * An in-place op that goes once over several tensors of one shape, such as the step of an
 * optimizer; not recorded.
 */
public final class Update {
  /**
   * The work on elements {@code from} to before {@code to} of each array, in the order of the
   * tensors. Each element must be worked on by itself.
   */
  @FunctionalInterface
  public interface Loop {
    /** Works on these elements. */
    void apply(float[][] arrays, int from, int to);
  }

  // About 30 µs of an Adam step: less is not worth waking a worker for.
  private static final int GRAIN = 65_536;

  private final String name;
  private final int written;

  /** An op of this name that writes to the first {@code written} of its tensors. */
  public Update(String name, int written) {
    this.name = name;
    this.written = written;
  }

  /**
   * Runs {@code loop} over {@code tensors}.
   *
   * @throws IllegalArgumentException if the shapes differ or a tensor is not FLOAT32
   */
  public void apply(Loop loop, Tensor... tensors) {
    float[][] arrays = new float[tensors.length][];
    for (int i = 0; i < tensors.length; i++) {
      Tensor x = tensors[i];
      Checks.dtype(name, x, DType.FLOAT32);
      if (x.shape != tensors[0].shape) {
        Checks.sameShape(name, tensors[0], x);
      }
      // From index 0 on in each array: with different offsets C2 does not vectorise the loop.
      arrays[i] = x.contiguous && x.offset == 0 ? (float[]) x.array(name) : x.toFloatArray();
    }
    int n = tensors[0].numel();
    if (n < 2 * GRAIN) {
      loop.apply(arrays, 0, n);
    } else {
      Team.run(
          (n + GRAIN - 1) / GRAIN,
          chunk -> loop.apply(arrays, chunk * GRAIN, Math.min(n, (chunk + 1) * GRAIN)));
    }
    for (int i = 0; i < written; i++) {
      Tensor x = tensors[i];
      if (arrays[i] != x.storage.array) {
        Tensor.copyData(Tensor.wrap(DType.FLOAT32, arrays[i], x.shape), x);
      }
      x.storage.written(name);
    }
  }
}
