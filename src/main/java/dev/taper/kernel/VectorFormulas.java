package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** The table of vector formulas by op name; the scalar formula of each gives the same bits. */
final class VectorFormulas {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private VectorFormulas() {}

  /** A formula from one vector to one vector. */
  @FunctionalInterface
  interface Unary {
    FloatVector apply(FloatVector x);
  }

  /** A formula from two vectors to one vector. */
  @FunctionalInterface
  interface Binary {
    FloatVector apply(FloatVector a, FloatVector b);
  }

  /** A formula from two vectors to a mask. */
  @FunctionalInterface
  interface Compare {
    VectorMask<Float> apply(FloatVector a, FloatVector b);
  }

  /** Whether the vector form is only for what {@link VectorAngles#fits}. */
  static boolean ofAngles(String name) {
    return switch (name) {
      case "sin", "cos", "tan" -> true;
      default -> false;
    };
  }

  static @Nullable Unary unary(String name) {
    return switch (name) {
      case "neg" -> FloatVector::neg;
      case "abs" -> FloatVector::abs;
      case "square" -> x -> x.mul(x);
      case "sqrt" -> FloatVector::sqrt;
      case "rsqrt" -> x -> FloatVector.broadcast(SPECIES, 1f).div(x.sqrt());
      case "reciprocal" -> x -> FloatVector.broadcast(SPECIES, 1f).div(x);
      case "round" -> VectorMath::round;
      case "floor" -> VectorMath::floor;
      case "ceil" -> VectorMath::ceil;
      case "trunc" -> VectorMath::trunc;
      case "relu" -> VectorMath::relu;
      case "exp" -> VectorMath::exp;
      case "exp2" -> VectorMath::exp2;
      case "expm1" -> VectorMath::expm1;
      case "log" -> VectorMath::log;
      case "log2" -> VectorMath::log2;
      case "log10" -> VectorMath::log10;
      case "log1p" -> VectorMath::log1p;
      case "tanh" -> VectorMath::tanh;
      case "sigmoid" -> VectorMath::sigmoid;
      case "sin" -> VectorAngles::sin;
      case "cos" -> VectorAngles::cos;
      case "tan" -> VectorAngles::tan;
      case "erf" -> VectorGaussian::erf;
      case "erfc" -> VectorGaussian::erfc;
      case "gelu" -> VectorGaussian::gelu;
      case "geluTanh" -> VectorActivations::geluTanh;
      case "silu" -> VectorActivations::silu;
      case "softplus" -> VectorActivations::softplus;
      case "logSigmoid" -> VectorActivations::logSigmoid;
      default -> null;
    };
  }

  static @Nullable Binary binary(String name) {
    return switch (name) {
      case "add" -> (a, b) -> a.add(b);
      case "sub" -> (a, b) -> a.sub(b);
      case "mul" -> (a, b) -> a.mul(b);
      case "div" -> (a, b) -> a.div(b);
      case "maximum" -> VectorMath::maximum;
      case "minimum" -> VectorMath::minimum;
      case "reluBackward" -> VectorMath::reluBackward;
      case "tanhBackward" -> VectorMath::tanhBackward;
      case "sigmoidBackward" -> VectorMath::sigmoidBackward;
      case "leakyRelu" -> VectorActivations::leakyRelu;
      case "elu" -> VectorActivations::elu;
      case "geluBackward" -> VectorGaussian::geluBackward;
      case "geluTanhBackward" -> VectorActivations::geluTanhBackward;
      case "siluBackward" -> VectorActivations::siluBackward;
      case "softplusBackward" -> VectorActivations::softplusBackward;
      default -> null;
    };
  }

  static @Nullable Compare compare(String name) {
    return switch (name) {
      case "lt" -> (a, b) -> a.compare(VectorOperators.LT, b);
      case "le" -> (a, b) -> a.compare(VectorOperators.LE, b);
      case "gt" -> (a, b) -> a.compare(VectorOperators.GT, b);
      case "ge" -> (a, b) -> a.compare(VectorOperators.GE, b);
      case "eq" -> (a, b) -> a.compare(VectorOperators.EQ, b);
      case "ne" -> (a, b) -> a.compare(VectorOperators.NE, b);
      default -> null;
    };
  }
}
