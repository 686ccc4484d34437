package dev.taper.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Functions of the formulas in double: what the errors of the floats are measured against. */
final class Exact {
  /** Steps between the places that {@link #scaledTail} is known at, and their number. */
  private static final int STEPS = 64;

  private static final int PLACES = 30 * STEPS;

  /** {@code e^(x²) erfc(x)} at every 64th. */
  private static final double[] TAILS = new double[PLACES + 1];

  private static final double SLOPE = 2 / Math.sqrt(Math.PI);
  private static final double LN2 = StrictMath.log(2);
  private static final double LN10 = StrictMath.log(10);

  /** By the names of the kernels. */
  static final Map<String, DoubleUnaryOperator> FUNCTIONS = new LinkedHashMap<>();

  static {
    for (int i = 0; i <= PLACES; i++) {
      TAILS[i] = knownTail((double) i / STEPS);
    }
    FUNCTIONS.put("exp", StrictMath::exp);
    FUNCTIONS.put("exp2", x -> StrictMath.pow(2, x));
    FUNCTIONS.put("expm1", StrictMath::expm1);
    FUNCTIONS.put("log", StrictMath::log);
    FUNCTIONS.put("log2", Exact::log2);
    FUNCTIONS.put(
        "log10", x -> Math.abs(x - 1) < 0.5 ? StrictMath.log(x) / LN10 : StrictMath.log10(x));
    FUNCTIONS.put("log1p", StrictMath::log1p);
    FUNCTIONS.put("tanh", StrictMath::tanh);
    FUNCTIONS.put("sigmoid", Exact::sigmoid);
    FUNCTIONS.put("sin", StrictMath::sin);
    FUNCTIONS.put("cos", StrictMath::cos);
    FUNCTIONS.put("tan", StrictMath::tan);
    FUNCTIONS.put("erf", Exact::erf);
    FUNCTIONS.put("erfc", Exact::erfc);
    FUNCTIONS.put("gelu", x -> x == Double.POSITIVE_INFINITY ? x : x * normal(x));
    FUNCTIONS.put("geluTanh", Exact::geluTanh);
    FUNCTIONS.put("silu", x -> x * sigmoid(x));
    FUNCTIONS.put("softplus", x -> Math.max(x, 0) + log1pExp(x));
    FUNCTIONS.put("logSigmoid", x -> Math.min(x, 0) - log1pExp(x));
  }

  private Exact() {}

  private static double log2(double x) {
    if (!(x > 0) || x > Double.MAX_VALUE) {
      return StrictMath.log(x);
    }
    int e = Math.getExponent(x);
    double m = Math.scalb(x, -e);
    boolean upper = m > 1.4142;
    return e + (upper ? 1 : 0) + StrictMath.log(upper ? m / 2 : m) / LN2;
  }

  private static double sigmoid(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  private static double log1pExp(double x) {
    return StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  private static double geluTanh(double x) {
    return x * sigmoid(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));
  }

  /** How much of the normal distribution is below {@code x}: its square is taken exactly. */
  private static double normal(double x) {
    double t = Math.abs(x);
    double tail = t > 40 ? 0 : StrictMath.exp(-x * x / 2) * scaledTail(t * Math.sqrt(0.5)) / 2;
    return Double.isNaN(x) ? x : x < 0 ? tail : 1 - tail;
  }

  private static double erf(double x) {
    double t = Math.abs(x);
    return Double.isNaN(x) ? x : Math.copySign(t < 2 ? series(t) : 1 - erfc(t), x);
  }

  private static double erfc(double x) {
    double t = Math.abs(x);
    double tail = t > 29 ? 0 : StrictMath.exp(-x * x) * scaledTail(t);
    return Double.isNaN(x) ? x : x < 0 ? 2 - tail : tail;
  }

  /**
   * {@code y = e^(x²) erfc(x)} for x from 0 to 29, by Taylor's series at the nearest known place:
   * {@code y' = 2 x y - 2/√π}, and so {@code (n + 1) c[n + 1] = 2 (p c[n] + c[n - 1])}.
   */
  private static double scaledTail(double x) {
    int place = (int) Math.rint(x * STEPS);
    double p = (double) place / STEPS;
    double h = x - p;
    double before = TAILS[place];
    double term = 2 * p * before - SLOPE;
    double sum = before + term * h;
    double power = h;
    for (int n = 1; n < 7; n++) {
      double next = 2 * (p * term + before) / (n + 1);
      before = term;
      term = next;
      power *= h;
      sum += term * power;
    }
    return sum;
  }

  private static double knownTail(double x) {
    if (x < 2) {
      return StrictMath.exp(x * x) * (1 - series(x));
    }
    // Laplace's continued fraction.
    double f = 0;
    for (int k = 150; k > 0; k--) {
      f = k * 0.5 / (x + f);
    }
    return 1 / Math.sqrt(Math.PI) / (x + f);
  }

  /** erf by Kummer's series. */
  private static double series(double x) {
    double sum = x;
    double term = x;
    for (int n = 1; term > 1e-18 * sum; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return SLOPE * StrictMath.exp(-x * x) * sum;
  }
}
