package dev.taper.nnf;

import dev.taper.Binary;
import dev.taper.Binary.Partial;
import dev.taper.Custom;
import dev.taper.Tensor;
import dev.taper.kernel.FloatActivations;
import dev.taper.kernel.Kernels;

/** Straight lines with a bend or two. */
final class Bends {
  private Bends() {}

  /** {@code x}, times {@code slope} where it is not positive. */
  static final Binary LEAKY_RELU =
      Binary.of(
          "leakyRelu",
          Kernels.binary("leakyRelu", FloatActivations::leakyRelu),
          Partial.ofBoth((dy, x, slope) -> Tensor.where(x.gt(0), dy, dy.mul(slope))),
          Partial.ofBoth((dy, x, slope) -> Tensor.where(x.gt(0), 0, dy.mul(x))));

  /** {@code x}, and {@code alpha (eˣ - 1)} where it is not positive. */
  static final Binary ELU =
      Binary.of(
          "elu",
          Kernels.binary("elu", FloatActivations::elu),
          Partial.ofBoth(
              (dy, x, alpha) -> Tensor.where(x.le(0), dy.mul(below(x).exp().mul(alpha)), dy)),
          Partial.ofBoth((dy, x, alpha) -> Tensor.where(x.le(0), dy.mul(below(x).expm1()), 0)));

  // Large numbers would be infinite there and, though not chosen, NaN in a second derivative.
  private static Tensor below(Tensor x) {
    return Tensor.where(x.le(0), x, 0);
  }

  /** Where {@link #HARDTANH} ends. */
  record Range(double low, double high) {}

  /** {@code x} cut to a range; its gradient at the ends is 0, other than that of clamp. */
  static final Custom<Range> HARDTANH =
      Custom.pure(
          "hardtanh",
          (call, x) -> {
            call.save(x);
            return x[0].clamp(call.parameter().low, call.parameter().high);
          },
          (call, dy) -> {
            Tensor x = call.saved(0);
            Tensor outside = x.le(call.parameter().low).logicalOr(x.ge(call.parameter().high));
            return new Tensor[] {Tensor.where(outside, 0, dy)};
          });
}
