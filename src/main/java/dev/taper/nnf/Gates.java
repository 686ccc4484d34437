package dev.taper.nnf;

import dev.taper.Binary;
import dev.taper.Binary.Partial;
import dev.taper.Tensor;
import dev.taper.Unary;
import dev.taper.kernel.FloatActivations;
import dev.taper.kernel.Kernels;

/** What the sigmoid is a part or the slope of. */
final class Gates {
  private Gates() {}

  /** {@code x s(x)}, where s is the sigmoid. */
  static final Unary SILU =
      Unary.ofInput(
          "silu",
          Kernels.unary("silu", FloatActivations::silu),
          (dy, x) -> Gates.SILU_BACKWARD.apply(dy, x));

  /** {@code dy s (1 + x (1 - s))}. */
  static final Binary SILU_BACKWARD =
      Binary.of(
          "siluBackward",
          Kernels.binary("siluBackward", FloatActivations::siluBackward),
          Partial.ofOther((ddx, x) -> Gates.SILU_BACKWARD.apply(ddx, x)),
          Partial.ofBoth((ddx, dy, x) -> ddx.mul(dy).mul(bend(x))));

  /** {@code s (1 - s) (2 + x (1 - 2 s))}. */
  private static Tensor bend(Tensor x) {
    Tensor s = x.sigmoid();
    return s.mul(s.rsub(1)).mul(x.mul(s.mul(-2).add(1)).add(2));
  }

  /** {@code log(1 + eˣ)}. */
  static final Unary SOFTPLUS =
      Unary.ofInput(
          "softplus",
          Kernels.unary("softplus", FloatActivations::softplus),
          (dy, x) -> Gates.SOFTPLUS_BACKWARD.apply(dy, x));

  /** {@code dy s(x)}. */
  static final Binary SOFTPLUS_BACKWARD =
      Binary.of(
          "softplusBackward",
          Kernels.binary("softplusBackward", FloatActivations::softplusBackward),
          Partial.ofOther((ddx, x) -> Gates.SOFTPLUS_BACKWARD.apply(ddx, x)),
          Partial.ofBoth((ddx, dy, x) -> ddx.mul(dy).mul(slope(x.sigmoid()))));

  private static Tensor slope(Tensor s) {
    return s.mul(s.rsub(1));
  }

  /** {@code log s(x)}. */
  static final Unary LOG_SIGMOID =
      Unary.ofInput(
          "logSigmoid",
          Kernels.unary("logSigmoid", FloatActivations::logSigmoid),
          (dy, x) -> Gates.SOFTPLUS_BACKWARD.apply(dy, x.neg()));
}
