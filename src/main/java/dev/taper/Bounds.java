package dev.taper;

import dev.taper.Binary.Partial;
import dev.taper.kernel.FloatMath;
import org.jspecify.annotations.Nullable;

/** The larger and the smaller of two numbers, and of a number and a bound. */
final class Bounds {
  private Bounds() {}

  /** {@code max(x, 0)}; its gradient at 0 is 0. */
  static final Unary RELU =
      Unary.ownOfOutput("relu", FloatMath::relu, (dy, y) -> Bounds.RELU_BACKWARD.apply(dy, y))
          .integral(x -> Math.max(x, 0));

  /** {@code dy} where {@code y} is positive, otherwise 0. */
  static final Binary RELU_BACKWARD =
      Binary.own(
          "reluBackward",
          FloatMath::reluBackward,
          Partial.ofOther((ddx, y) -> Bounds.RELU_BACKWARD.apply(ddx, y)),
          Partial.ofNothing(Tensor::zerosLike));

  /** The larger; NaN wins. At a tie each has half of the gradient. */
  static final Binary MAXIMUM =
      Binary.own(
              "maximum",
              FloatMath::maximum,
              Partial.ofBoth((dy, a, b) -> share(dy, a.lt(b), a.eq(b))),
              Partial.ofBoth((dy, a, b) -> share(dy, b.lt(a), a.eq(b))))
          .integral(Math::max);

  /** The smaller; NaN wins. At a tie each has half of the gradient. */
  static final Binary MINIMUM =
      Binary.own(
              "minimum",
              FloatMath::minimum,
              Partial.ofBoth((dy, a, b) -> share(dy, a.gt(b), a.eq(b))),
              Partial.ofBoth((dy, a, b) -> share(dy, b.gt(a), a.eq(b))))
          .integral(Math::min);

  /** {@code x}, but {@code low} where it is less; its gradient at the bound is 1. */
  static final Binary CLAMP_MIN =
      Binary.own(
              "clampMin",
              FloatMath::maximum,
              Partial.ofBoth((dy, x, low) -> Tensor.where(x.ge(low), dy, 0)),
              Partial.ofBoth((dy, x, low) -> Tensor.where(x.lt(low), dy, 0)))
          .integral(Math::max);

  /** {@code x}, but {@code high} where it is more; its gradient at the bound is 1. */
  static final Binary CLAMP_MAX =
      Binary.own(
              "clampMax",
              FloatMath::minimum,
              Partial.ofBoth((dy, x, high) -> Tensor.where(x.le(high), dy, 0)),
              Partial.ofBoth((dy, x, high) -> Tensor.where(x.gt(high), dy, 0)))
          .integral(Math::min);

  /**
   * A number between two bounds, the upper one where they cross; at a bound it has the gradient.
   */
  static final Custom<Integer> CLAMP =
      Custom.pure(
          "clamp",
          (call, x) -> {
            call.save(x);
            return CLAMP_MAX.apply(CLAMP_MIN.apply(x[0], x[1]), x[2]);
          },
          (call, dy) -> {
            Tensor x = call.saved(0);
            Tensor low = call.saved(1);
            Tensor high = call.saved(2);
            return new @Nullable Tensor[] {
              bounded(call, 0, dy, x.ge(low).logicalAnd(x.le(high))),
              bounded(call, 1, dy, x.lt(low).logicalAnd(low.lt(high))),
              bounded(call, 2, dy, x.gt(high).logicalOr(high.lt(low)))
            };
          });

  /** Numbers between two tensors of bounds. */
  static Tensor clamp(Tensor x, Tensor low, Tensor high) {
    Shape.broadcast("clamp", x.shape, Shape.broadcast("clamp", low.shape, high.shape));
    DType common = DType.promote(x.dtype, DType.promote(low.dtype, high.dtype));
    if (common != DType.FLOAT32) {
      return CLAMP_MAX.apply(CLAMP_MIN.apply(x, low), high);
    }
    return CLAMP.apply(0, x.to(common), low.to(common), high.to(common));
  }

  private static @Nullable Tensor bounded(
      Custom.Call<Integer> call, int i, Tensor dy, Tensor mask) {
    return call.needsGrad(i) ? Tensor.where(mask, dy, 0).sumToSize(call.shape(i)) : null;
  }

  // A choice and no product, so that an infinite gradient does not become NaN where none flows.
  // Where one number is NaN neither loses: both have the gradient, as in torch.
  private static Tensor share(Tensor dy, Tensor loses, Tensor ties) {
    return Tensor.where(loses, 0, Tensor.where(ties, dy.mul(0.5), dy));
  }
}
