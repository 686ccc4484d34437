package dev.taper.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Measures the error of each function at every float, with the loops that serve tensors.
 *
 * <p>A program, not a test: {@code ./mvnw -q test-compile} and then {@code java --add-modules
 * jdk.incubator.vector -cp target/classes:target/test-classes dev.taper.kernel.AccuracySweep 1 exp
 * log}. The first argument is the distance between the bits of the floats that are tried (1 takes a
 * minute or so a function), the others are names, all functions where there are none.
 */
public final class AccuracySweep {
  private static final int BLOCK = 1 << 12;

  private AccuracySweep() {}

  /** What was found of one function. */
  static final class Worst {
    private double normal;
    private double least;
    private float at;
    private float leastAt;
    private long wrong;
    private float wrongAt;

    /** Of results that are normal numbers, in units of their last place. */
    double normal() {
      return normal;
    }

    /** Of subnormal results, in units of the least subnormal. */
    double least() {
      return least;
    }

    /** Results that should have been another infinity, zero, or NaN, or none. */
    long wrong() {
      return wrong;
    }

    void see(float x, float got, double want) {
      float nearest = (float) want;
      int wanted = Float.floatToIntBits(nearest);
      if (wanted == Float.floatToIntBits(got) || (got == 0 && nearest == 0 && x != 0)) {
        if (Math.abs(nearest) >= Float.MIN_NORMAL && Math.abs(nearest) <= Float.MAX_VALUE) {
          note(x, Math.abs(got - want) / Math.ulp(nearest));
        }
        return;
      }
      if (Float.isInfinite(nearest) && Math.abs(got) == Float.MAX_VALUE && got * want > 0) {
        note(x, 1);
        return;
      }
      if (Float.isNaN(got) || Float.isNaN(nearest) || Float.isInfinite(got) || nearest == got) {
        boolean next = Float.isInfinite(got) && Math.abs(nearest) == Float.MAX_VALUE;
        if (next && got * want > 0) {
          note(x, 1);
          return;
        }
        wrong++;
        wrongAt = x;
      } else if (Math.abs(nearest) < Float.MIN_NORMAL) {
        double error = Math.abs(got - want) / Float.MIN_VALUE;
        if (error > least) {
          least = error;
          leastAt = x;
        }
      } else {
        note(x, Math.abs(got - want) / Math.ulp(nearest));
      }
    }

    private void note(float x, double error) {
      if (error > normal) {
        normal = error;
        at = x;
      }
    }

    @Override
    public String toString() {
      String subnormal =
          least == 0 ? "" : "; %.3f of the least subnormal at %s".formatted(least, leastAt);
      String special =
          wrong == 0 ? "" : "; %d special results are wrong, as at %s".formatted(wrong, wrongAt);
      return "%.3f at %s%s%s".formatted(normal, at, subnormal, special);
    }
  }

  /**
   * The largest errors of {@code kernel} at the floats whose bits are {@code step} apart; the exact
   * value is worked out where a less exact one shows that the error may be one of them.
   */
  static Worst sweep(
      UnaryKernel kernel,
      ExactLanes.Rows near,
      DoubleUnaryOperator exact,
      long first,
      long end,
      int step) {
    Worst worst = new Worst();
    float[] x = new float[BLOCK];
    float[] y = new float[BLOCK];
    double[] wide = new double[BLOCK];
    double[] want = new double[BLOCK];
    for (long bits = first; bits < end; ) {
      int n = 0;
      for (; n < BLOCK && bits < end; n++, bits += step) {
        x[n] = Float.intBitsToFloat((int) bits);
        wide[n] = x[n];
      }
      kernel.apply(x, 0, y, 0, n);
      near.fill(wide, want);
      for (int i = 0; i < n; i += ExactLanes.LENGTH) {
        if (ExactLanes.anyFurtherOff(y, want, i, worst.normal, worst.least)) {
          for (int j = i; j < Math.min(n, i + ExactLanes.LENGTH); j++) {
            worst.see(x[j], y[j], exact.applyAsDouble(x[j]));
          }
        }
      }
    }
    return worst;
  }

  /** See the class. */
  public static void main(String[] arguments) {
    int step = Integer.parseInt(arguments[0]);
    List<String> names = Arrays.asList(arguments).subList(1, arguments.length);
    System.Logger log = System.getLogger("dev.taper.sweep");
    for (String name : names.isEmpty() ? Exact.FUNCTIONS.keySet() : names) {
      UnaryKernel kernel = Kernels.unary(name, FormulasTest.unary(name));
      kernel.settle();
      DoubleUnaryOperator exact = Exact.FUNCTIONS.get(name);
      Worst worst = sweep(kernel, ExactLanes.of(name, exact), exact, 0, 1L << 32, step);
      log.log(System.Logger.Level.INFO, name + ": " + worst);
    }
  }
}
