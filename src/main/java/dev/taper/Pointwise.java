package dev.taper;

import dev.taper.Binary.Partial;
import dev.taper.kernel.FloatMath;

/** Ops on each number by itself, and on pairs of numbers. */
final class Pointwise {
  private Pointwise() {}

  /** {@code -x}. */
  static final Unary NEG = Unary.own("neg", x -> -x, dy -> dy.neg()).integral(x -> -x);

  /** {@code |x|}; its gradient at 0 is 0. */
  static final Unary ABS =
      Unary.ownOfInput("abs", Math::abs, (dy, x) -> dy.mul(x.sign())).integral(Math::abs);

  /** -1, 0 or 1 as the number is negative, zero or positive; 0 for NaN. */
  static final Unary SIGN =
      Unary.own("sign", x -> x > 0 ? 1 : x < 0 ? -1 : 0, Tensor::zerosLike).integral(Long::signum);

  /** {@code eˣ}. */
  static final Unary EXP = Unary.ownOfOutput("exp", FloatMath::exp, (dy, y) -> dy.mul(y));

  /** The natural logarithm. */
  static final Unary LOG = Unary.ownOfInput("log", FloatMath::log, (dy, x) -> dy.div(x));

  /** {@code √x}. */
  static final Unary SQRT =
      Unary.ownOfOutput("sqrt", x -> (float) Math.sqrt(x), (dy, y) -> dy.div(y.mul(2)));

  /** {@code 1/√x}. */
  static final Unary RSQRT =
      Unary.ownOfOutput(
          "rsqrt", x -> 1 / (float) Math.sqrt(x), (dy, y) -> dy.mul(-0.5).mul(y.pow(3)));

  /** {@code 1/x}. */
  static final Unary RECIPROCAL =
      Unary.ownOfOutput("reciprocal", x -> 1 / x, (dy, y) -> dy.neg().mul(y.mul(y)));

  /** {@code x²}. */
  static final Unary SQUARE =
      Unary.ownOfInput("square", x -> x * x, (dy, x) -> dy.mul(x.mul(2))).integral(x -> x * x);

  /** {@code 1/(1+e⁻ˣ)}. */
  static final Unary SIGMOID =
      Unary.ownOfOutput(
          "sigmoid", FloatMath::sigmoid, (dy, y) -> Pointwise.SIGMOID_BACKWARD.apply(dy, y));

  /** {@code dy · y(1 - y)}. */
  static final Binary SIGMOID_BACKWARD =
      Binary.own(
          "sigmoidBackward",
          FloatMath::sigmoidBackward,
          Partial.ofOther((ddx, y) -> Pointwise.SIGMOID_BACKWARD.apply(ddx, y)),
          Partial.ofBoth((ddx, dy, y) -> ddx.mul(dy).mul(y.mul(-2).add(1))));

  /** The hyperbolic tangent. */
  static final Unary TANH =
      Unary.ownOfOutput("tanh", FloatMath::tanh, (dy, y) -> Pointwise.TANH_BACKWARD.apply(dy, y));

  /** {@code dy (1 - y²)}. */
  static final Binary TANH_BACKWARD =
      Binary.own(
          "tanhBackward",
          FloatMath::tanhBackward,
          Partial.ofOther((ddx, y) -> Pointwise.TANH_BACKWARD.apply(ddx, y)),
          Partial.ofBoth((ddx, dy, y) -> ddx.mul(dy).mul(y.mul(-2))));

  /** {@code max(x, 0)}; its gradient at 0 is 0. */
  static final Unary RELU =
      Unary.ownOfOutput("relu", FloatMath::relu, (dy, y) -> Pointwise.RELU_BACKWARD.apply(dy, y))
          .integral(x -> Math.max(x, 0));

  /** {@code dy} where {@code y} is positive, otherwise 0. */
  static final Binary RELU_BACKWARD =
      Binary.own(
          "reluBackward",
          FloatMath::reluBackward,
          Partial.ofOther((ddx, y) -> Pointwise.RELU_BACKWARD.apply(ddx, y)),
          Partial.ofNothing(Tensor::zerosLike));

  /** {@code a + b}; or for truth values. */
  static final Binary ADD =
      Binary.own("add", (a, b) -> a + b, Partial.ofNothing(dy -> dy), Partial.ofNothing(dy -> dy))
          .integral((a, b) -> a + b);

  /** {@code a - b}. */
  static final Binary SUB =
      Binary.own(
              "sub", (a, b) -> a - b, Partial.ofNothing(dy -> dy), Partial.ofNothing(Tensor::neg))
          .integral((a, b) -> a - b);

  /** {@code a · b}; and for truth values. */
  static final Binary MUL =
      Binary.own(
              "mul",
              (a, b) -> a * b,
              Partial.ofOther((dy, b) -> dy.mul(b)),
              Partial.ofOther((dy, a) -> dy.mul(a)))
          .integral((a, b) -> a * b);

  /** {@code a / b}, of integers too a FLOAT32. */
  static final Binary DIV =
      Binary.own(
          "div",
          (a, b) -> a / b,
          Partial.ofOther((dy, b) -> dy.div(b)),
          Partial.ofBoth((dy, a, b) -> dy.neg().mul(a.div(b).div(b))));

  /** {@code aᵇ}; its gradient by {@code a} is 0 where {@code b} is 0. */
  static final Binary POW =
      Binary.own(
              "pow",
              FloatMath::pow,
              Partial.ofBoth(
                  (dy, a, b) ->
                      Tensor.where(b.eq(0), Tensor.scalar(0.0), dy.mul(b.mul(a.pow(b.sub(1)))))),
              Partial.ofAll(
                  (dy, a, b, y) ->
                      dy.mul(
                          Tensor.where(
                              a.eq(0).logicalAnd(b.ge(0)), Tensor.scalar(0.0), y.mul(a.log())))))
          .integral(Pointwise::power);

  /** {@code xᵖ} for a number p; its gradient for p = 0 is 0. */
  static final Custom<Double> POW_NUMBER =
      Custom.own(
          "pow",
          (call, x) -> {
            call.save(x);
            return power(x[0], call.parameter());
          },
          (call, dy) -> {
            double p = call.parameter();
            Tensor x = call.saved(0);
            return new Tensor[] {
              p == 0 ? Tensor.zerosLike(dy) : dy.mul((p == 2 ? x : x.pow(p - 1)).mul(p))
            };
          });

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

  /** {@code a} where the mask is true, otherwise {@code b}. */
  static final Custom<Tensor> WHERE =
      Custom.own(
          "where",
          (call, ab) -> {
            call.save(call.parameter());
            return Choice.where(call.parameter(), ab[0], ab[1]);
          },
          (call, dy) -> {
            Tensor mask = call.saved(0);
            Tensor zero = Tensor.scalar(0.0);
            return new Tensor[] {
              Tensor.where(mask, dy, zero).sumToSize(call.shape(0)),
              Tensor.where(mask, zero, dy).sumToSize(call.shape(1))
            };
          });

  /** The same numbers in memory of their own. */
  static final Custom<Boolean> CLONE =
      Custom.own(
          "clone",
          (call, x) -> {
            Tensor y =
                call.parameter() ? Tensor.empty(x[0].dtype, x[0].shape) : Tensor.emptyLike(x[0]);
            Tensor.copyData(x[0], y);
            return y;
          },
          (_, dy) -> new Tensor[] {dy});

  /** The second tensor's numbers in place of the first's, to which no gradient goes back. */
  static final Custom<Boolean> COPY =
      Custom.own(
          "copy",
          (_, xy) -> {
            Tensor y = Tensor.emptyLike(xy[0]);
            Tensor.copyData(xy[1], y);
            return y;
          },
          (_, dy) -> new Tensor[] {Tensor.zerosLike(dy), dy});

  /** One number in place of all; no gradient goes back. */
  static final Custom<Double> FILL =
      Custom.own(
          "fill",
          (call, x) -> Tensor.full(x[0].shape, call.parameter()),
          (_, dy) -> new Tensor[] {Tensor.zerosLike(dy)});

  // A choice and no product, so that an infinite gradient does not become NaN where none flows.
  // Where one number is NaN neither loses: both have the gradient, as in torch.
  private static Tensor share(Tensor dy, Tensor loses, Tensor ties) {
    return Tensor.where(loses, 0, Tensor.where(ties, dy.mul(0.5), dy));
  }

  // These powers are exact as products and roots, and much faster than the general formula.
  private static Tensor power(Tensor x, double p) {
    if (p == 1) {
      return x.clone();
    } else if (p == 2) {
      return SQUARE.apply(x);
    } else if (p == 3) {
      return MUL.apply(SQUARE.apply(x), x);
    } else if (p == 0.5) {
      return SQRT.apply(x);
    } else if (p == -0.5) {
      return RSQRT.apply(x);
    } else if (p == -1) {
      return RECIPROCAL.apply(x);
    } else if (p == -2) {
      return RECIPROCAL.apply(SQUARE.apply(x));
    }
    return POW.apply(x, Tensor.scalar(p));
  }

  /** Refuses an exponent whose power of integers is no integer. */
  static void integerExponent(String op, DType dtype, double exponent) {
    if (dtype != DType.FLOAT32 && exponent < 0) {
      throw new IllegalArgumentException(
          op
              + ": an integer to the power "
              + (long) exponent
              + ": must not be negative, convert to FLOAT32");
    }
  }

  /** Of a negative power the integer part, as torch has it. */
  private static long power(long a, long b) {
    if (b < 0) {
      return a == 1 ? 1 : a == -1 ? 1 - 2 * (b & 1) : 0;
    }
    long result = 1;
    for (long base = a, rest = b; rest > 0; rest >>= 1, base *= base) {
      if ((rest & 1) == 1) {
        result *= base;
      }
    }
    return result;
  }
}
