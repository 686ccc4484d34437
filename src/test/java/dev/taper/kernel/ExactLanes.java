package dev.taper.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link Exact} in double for whole arrays, good to 1e-12: ten times as fast, to
 * find the floats that are worth the exact value.
 */
final class ExactLanes {
  private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(D.vectorBitSize() / 2));

  /** How many floats are looked at together. */
  static final int LENGTH = D.length();

  /** From the power of two in a double to the unit in the last place of a float. */
  private static final double UNIT = 0x1p-23;

  private static final long EXPONENT = 0x7ff0000000000000L;
  private static final double SLOPE = 2 * Math.sqrt(2 / Math.PI);

  /** Fills {@code y} with a function of {@code x}, whose length is a multiple of all lanes. */
  interface Rows {
    void fill(double[] x, double[] y);
  }

  private static final Map<String, Rows> ROWS = new LinkedHashMap<>();

  static {
    put("exp", x -> x.lanewise(VectorOperators.EXP));
    put("exp2", x -> DoubleVector.broadcast(D, 2).lanewise(VectorOperators.POW, x));
    put("expm1", x -> x.lanewise(VectorOperators.EXPM1));
    put("log", x -> x.lanewise(VectorOperators.LOG));
    put("log2", x -> x.lanewise(VectorOperators.LOG).div(StrictMath.log(2)));
    put("log10", x -> x.lanewise(VectorOperators.LOG).div(StrictMath.log(10)));
    put("log1p", x -> x.lanewise(VectorOperators.LOG1P));
    put("tanh", x -> x.lanewise(VectorOperators.TANH));
    put("sigmoid", ExactLanes::sigmoid);
    put("sin", x -> x.lanewise(VectorOperators.SIN));
    put("cos", x -> x.lanewise(VectorOperators.COS));
    put("tan", x -> x.lanewise(VectorOperators.TAN));
    put("silu", x -> x.mul(sigmoid(x)));
    put("geluTanh", x -> x.mul(sigmoid(x.mul(x).mul(0.044715).add(1).mul(x).mul(SLOPE))));
    put("softplus", x -> log1pExp(x).add(x.max(0)));
    put("logSigmoid", x -> x.min(0).sub(log1pExp(x)));
  }

  private ExactLanes() {}

  private static void put(String name, UnaryOperator<DoubleVector> f) {
    ROWS.put(
        name,
        (x, y) -> {
          for (int i = 0; i < x.length; i += D.length()) {
            f.apply(DoubleVector.fromArray(D, x, i)).intoArray(y, i);
          }
        });
  }

  /** The function {@code name} for arrays, one by one where there is no vector form of it. */
  static Rows of(String name, DoubleUnaryOperator exact) {
    return ROWS.getOrDefault(
        name,
        (x, y) -> {
          for (int i = 0; i < x.length; i++) {
            y[i] = exact.applyAsDouble(x[i]);
          }
        });
  }

  /**
   * Whether one of the floats from {@code at} on may be further from what is wanted than {@code
   * normal} units in the last place, or {@code least} of the least subnormal, or is wrong.
   */
  static boolean anyFurtherOff(float[] got, double[] want, int at, double normal, double least) {
    DoubleVector g =
        (DoubleVector) FloatVector.fromArray(HALF, got, at).convertShape(VectorOperators.F2D, D, 0);
    DoubleVector w = DoubleVector.fromArray(D, want, at);
    // An error of half a unit is none; a little is left to what the doubles are off.
    DoubleVector unit = w.reinterpretAsLongs().and(EXPONENT).reinterpretAsDoubles().mul(UNIT);
    DoubleVector bound = unit.mul(Math.max(0.501, normal - 0.001));
    VectorMask<Double> subnormal = w.abs().compare(VectorOperators.LT, Float.MIN_NORMAL);
    bound = bound.blend(Float.MIN_VALUE * Math.max(0.501, least - 0.001), subnormal);
    VectorMask<Double> right =
        g.sub(w)
            .abs()
            .compare(VectorOperators.LT, bound)
            .or(g.compare(VectorOperators.EQ, w))
            .or(g.test(VectorOperators.IS_NAN).and(w.test(VectorOperators.IS_NAN)));
    return !right.allTrue();
  }

  private static DoubleVector sigmoid(DoubleVector x) {
    DoubleVector e = x.abs().neg().lanewise(VectorOperators.EXP);
    DoubleVector one = DoubleVector.broadcast(D, 1);
    return one.blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(1));
  }

  private static DoubleVector log1pExp(DoubleVector x) {
    return x.abs().neg().lanewise(VectorOperators.EXP).lanewise(VectorOperators.LOG1P);
  }
}
