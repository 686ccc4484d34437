package dev.taper.nnf;

import dev.taper.Custom;
import dev.taper.DType;
import dev.taper.Floats;
import dev.taper.Generator;
import dev.taper.Tensor;
import dev.taper.kernel.Keep;

/** Leaving out parts of the numbers at random while a network trains. */
public final class Dropouts {
  /** Which numbers stay, and what they are multiplied by. */
  private record Kept(long[] bits, float factor) {}

  /** {@code x} times a factor where it is kept, times 0 elsewhere. */
  private static final Custom<Kept> DROPOUT =
      Custom.pure(
          "dropout",
          (call, x) -> {
            Tensor y = Tensor.empty(x[0].shape());
            Floats from = call.floats(x[0]);
            Floats to = call.floats(y);
            Kept kept = call.parameter();
            Keep.apply(
                kept.bits,
                kept.factor,
                from.array(),
                from.offset(),
                to.array(),
                to.offset(),
                to.count());
            return y;
          },
          (call, dy) -> new Tensor[] {Dropouts.DROPOUT.apply(call.parameter(), dy)});

  private Dropouts() {}

  /** As {@link #dropout(Tensor, double, boolean)} while training. */
  public static Tensor dropout(Tensor x, double p) {
    return dropout(x, p, true);
  }

  /** As {@link #dropout(Tensor, double, boolean, Generator)} with the default generator. */
  public static Tensor dropout(Tensor x, double p, boolean training) {
    return dropout(x, p, training, Generator.getDefault());
  }

  /**
   * {@code x / (1 − p)}, but each number 0 with probability {@code p}; {@code x} itself where not
   * training.
   *
   * <p>Shape: any; the result has the same. Draws 64 bits for each number, in the order of memory;
   * none where {@code p} is 0 or 1. torch: {@code nn.functional.dropout}, with its bits.
   *
   * @throws IllegalArgumentException if {@code p} is not from 0 to 1 or {@code x} is not FLOAT32
   */
  public static Tensor dropout(Tensor x, double p, boolean training, Generator generator) {
    checkProbability("dropout", p);
    Checks.dtype("dropout", "input", x, DType.FLOAT32);
    if (!training || p == 0 || x.numel() == 0) {
      return x;
    }
    if (p == 1) {
      return x.mul(0);
    }
    int[] order = memoryOrder(x);
    Kept kept = new Kept(generator.bernoulliBits(x.numel(), 1 - p), 1 / (float) (1 - p));
    if (order.length == 0) {
      return DROPOUT.apply(kept, x);
    }
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return DROPOUT.apply(kept, x.permute(order)).permute(inverse);
  }

  /** Refuses what is not a probability. */
  static void checkProbability(String op, double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(op + ": p is " + p + ": must be from 0 to 1");
    }
  }

  /** The dimensions from the one whose elements are farthest apart on; none if they are sorted. */
  private static int[] memoryOrder(Tensor x) {
    int[] order = new int[x.dim()];
    boolean sorted = true;
    for (int d = 0; d < order.length; d++) {
      int i = d;
      for (; i > 0 && x.stride(order[i - 1]) < x.stride(d); i--) {
        order[i] = order[i - 1];
        sorted = false;
      }
      order[i] = d;
    }
    return sorted || x.isContiguous() ? new int[0] : order;
  }
}
