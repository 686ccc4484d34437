package dev.taper;

import dev.taper.Binary.Partial;
import dev.taper.kernel.FloatPower;

/** Powers of numbers by numbers. */
final class Powers {
  private Powers() {}

  /** {@code aᵇ}; its gradient by {@code a} is 0 where {@code b} is 0. */
  static final Binary POW =
      Binary.own(
              "pow",
              FloatPower::pow,
              Partial.ofBoth(
                  (dy, a, b) ->
                      Tensor.where(b.eq(0), Tensor.scalar(0.0), dy.mul(b.mul(a.pow(b.sub(1)))))),
              Partial.ofAll(
                  (dy, a, b, y) ->
                      dy.mul(
                          Tensor.where(
                              a.eq(0).logicalAnd(b.ge(0)), Tensor.scalar(0.0), y.mul(a.log())))))
          .integral(Powers::power);

  /** {@code xᵖ} for a number p; its gradient for p = 0 is 0. */
  static final Custom<Double> POW_NUMBER =
      Custom.pure(
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

  // These powers are exact as products and roots, and much faster than the general formula.
  private static Tensor power(Tensor x, double p) {
    if (p == 1) {
      return x.clone();
    } else if (p == 2) {
      return Arithmetic.SQUARE.apply(x);
    } else if (p == 3) {
      return Arithmetic.MUL.apply(Arithmetic.SQUARE.apply(x), x);
    } else if (p == 0.5) {
      return Elementary.SQRT.apply(x);
    } else if (p == -0.5) {
      return Elementary.RSQRT.apply(x);
    } else if (p == -1) {
      return Arithmetic.RECIPROCAL.apply(x);
    } else if (p == -2) {
      return Arithmetic.RECIPROCAL.apply(Arithmetic.SQUARE.apply(x));
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
