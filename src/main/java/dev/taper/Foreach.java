package dev.taper;

import dev.taper.kernel.Team;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * What goes once over many FLOAT32 tensors of any shapes, without a tensor for each and not
 * recorded; torch's {@code _foreach} ops.
 */
public final class Foreach {
  /** The work on elements {@code from} to before {@code to}, on each by itself. */
  @FunctionalInterface
  public interface Loop {
    /** Works on these elements. */
    void apply(float[] x, int from, int to);
  }

  /** Elements that a thread should get at a time, and from which threads are worth their start. */
  private static final int GRAIN = 32_768;

  private static final int PARALLEL = 4 * GRAIN;

  private Foreach() {}

  /**
   * The norms of order {@code p} of these tensors, as {@link Tensor#norm(double)} of each.
   *
   * <p>Shape of the result: {@code (tensors)}. torch: {@code _foreach_norm}.
   *
   * @throws IllegalArgumentException if a tensor is not FLOAT32, or has no elements where {@code p}
   *     is infinite
   */
  public static Tensor norm(List<Tensor> tensors, double p) {
    Tensor[] x = tensors.toArray(new Tensor[0]);
    for (Tensor each : x) {
      Checks.dtype("norm", each, DType.FLOAT32);
    }
    float[][] arrays = arrays(x);
    float[] norms = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      if (!inOrder(x[i])) {
        norms[i] = (float) x[i].detach().norm(p).item();
      }
    }
    run(
        x,
        true,
        i -> {
          if (inOrder(x[i])) {
            Reductions.pNorm(arrays[i], x[i].offset, 1, x[i].numel(), 1, norms, i, p);
          }
        });
    return Tensor.of(norms);
  }

  private static boolean inOrder(Tensor x) {
    return x.contiguous && x.numel() > 0;
  }

  /**
   * Lets {@code loop} write over each of these tensors; twice over one that is given twice.
   *
   * @param op the name that an error gives to who changed a saved tensor
   * @throws IllegalArgumentException if a tensor is not FLOAT32; nothing is changed then
   */
  public static void apply(String op, List<Tensor> tensors, Loop loop) {
    Tensor[] x = tensors.toArray(new Tensor[0]);
    for (Tensor each : x) {
      Checks.dtype(op, each, DType.FLOAT32);
    }
    float[][] arrays = arrays(x);
    Update gaps = new Update(op, 1);
    run(
        x,
        false,
        i -> {
          if (!x[i].contiguous) {
            gaps.apply((a, from, to) -> loop.apply(a[0], from, to), x[i]);
            return;
          }
          each(loop, arrays[i], x[i].offset, x[i].numel());
          x[i].storage.written(op);
        });
  }

  private static void each(Loop loop, float[] x, int xo, int n) {
    if (n < PARALLEL) {
      loop.apply(x, xo, xo + n);
    } else {
      Team.run(
          (n - 1) / GRAIN + 1,
          t -> loop.apply(x, xo + t * GRAIN, xo + Math.min(n, (t + 1) * GRAIN)));
    }
  }

  /** All of them before the first is worked on: one whose memory is gone is an error. */
  private static float[][] arrays(Tensor[] x) {
    float[][] arrays = new float[x.length][];
    for (int i = 0; i < x.length; i++) {
      arrays[i] = x[i].floats();
    }
    return arrays;
  }

  /** Runs {@code work} for each: large ones by themselves, others in groups cut by size alone. */
  private static void run(Tensor[] x, boolean reads, IntConsumer work) {
    int[] ends = new int[x.length];
    int groups = 0;
    long total = 0;
    long group = 0;
    for (int i = 0; i < x.length; i++) {
      int n = x[i].numel();
      if (n >= PARALLEL) {
        work.accept(i);
      } else {
        group += n;
        total += n;
      }
      if (group >= GRAIN || i == x.length - 1) {
        ends[groups++] = i + 1;
        group = 0;
      }
    }
    if (total < PARALLEL || !(reads || apart(x))) {
      groups(x, 0, x.length, work);
      return;
    }
    Team.run(groups, g -> groups(x, g == 0 ? 0 : ends[g - 1], ends[g], work));
  }

  private static void groups(Tensor[] x, int from, int to, IntConsumer work) {
    for (int i = from; i < to; i++) {
      if (x[i].numel() < PARALLEL) {
        work.accept(i);
      }
    }
  }

  /** Whether no two share memory, so that threads may write to all of them at once. */
  private static boolean apart(Tensor[] x) {
    Set<Storage> seen = Collections.newSetFromMap(new IdentityHashMap<>(2 * x.length));
    for (Tensor each : x) {
      if (!seen.add(each.storage)) {
        return false;
      }
    }
    return true;
  }
}
