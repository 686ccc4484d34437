package dev.taper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients of first and second order of every row against differences, in random directions.
 *
 * <p>Inputs, directions and steps are small multiples of powers of two, so that each point is exact
 * in FLOAT32, and three steps extrapolated leave an error of sixth order.
 */
@Tag("kernel")
class GradientTest {
  private static final double STEP = 1.0 / 16;
  private static final int DIRECTIONS = 2;

  static Stream<Row> differentiable() {
    return OpTable.rows().stream().filter(Row::differentiable);
  }

  static Stream<Row> constant() {
    return OpTable.rows().stream().filter(row -> !row.differentiable());
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void firstOrder(Row row) {
    for (Sample sample : row.samples()) {
      for (Arrangement arrangement : Arrangement.values()) {
        Random random = new Random(11);
        for (int i = 0; i < DIRECTIONS; i++) {
          first(row, sample, arrangement, random);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void secondOrder(Row row) {
    for (Sample sample : row.samples()) {
      for (Arrangement arrangement : Arrangement.values()) {
        Random random = new Random(13);
        for (int i = 0; i < DIRECTIONS; i++) {
          second(row, sample, arrangement, random);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("constant")
  void constantsRequireNoGradient(Row row) {
    for (Sample sample : row.samples()) {
      Tensor[] leaves = requiringGrad(Arrangement.CONTIGUOUS.leaves(sample));
      Tensor y = Arrangement.CONTIGUOUS.apply(row, sample, leaves);
      assertFalse(y.requiresGrad(), row + " of " + sample);
    }
  }

  private static void first(Row row, Sample sample, Arrangement arrangement, Random random) {
    Tensor[] x = requiringGrad(arrangement.leaves(sample));
    Tensor y = arrangement.apply(row, sample, x);
    Tensor c = direction(y.shape(), random);
    List<Tensor> gradients = gradients(List.of(y), List.of(x), List.of(c), false);
    Tensor[] u = directions(x, random);
    Magnitude function = new Magnitude();
    double numeric =
        derivative(
            t ->
                function.inner(
                    List.of(c), List.of(arrangement.apply(row, sample, moved(x, u, t)))));
    compare(row, sample, arrangement, gradients, List.of(x), List.of(u), numeric, function);
  }

  private static void second(Row row, Sample sample, Arrangement arrangement, Random random) {
    Tensor[] x = requiringGrad(arrangement.leaves(sample));
    Tensor y = arrangement.apply(row, sample, x);
    Tensor c = direction(y.shape(), random).requiresGrad_();
    List<Tensor> first = gradients(List.of(y), List.of(x), List.of(c), true);
    List<Tensor> v = new ArrayList<>();
    List<Tensor> recorded = new ArrayList<>();
    List<Tensor> cotangents = new ArrayList<>();
    for (Tensor g : first) {
      Tensor cotangent = direction(g.shape(), random);
      v.add(cotangent);
      if (g.requiresGrad()) {
        recorded.add(g);
        cotangents.add(cotangent);
      }
    }
    List<Tensor> by = new ArrayList<>(List.of(x));
    by.add(c);
    List<Tensor> gradients = gradients(recorded, by, cotangents, false);
    Tensor[] u = directions(by.toArray(new Tensor[0]), random);
    Magnitude function = new Magnitude();
    double numeric =
        derivative(
            t -> {
              Tensor[] at = requiringGrad(moved(by.toArray(new Tensor[0]), u, t));
              Tensor[] inputs = Arrays.copyOf(at, x.length);
              Tensor result = arrangement.apply(row, sample, inputs);
              Tensor dy = at[x.length].detach();
              return function.inner(
                  v, gradients(List.of(result), List.of(inputs), List.of(dy), false));
            });
    compare(row, sample, arrangement, gradients, by, List.of(u), numeric, function);
  }

  private static List<Tensor> gradients(
      List<Tensor> outputs, List<Tensor> inputs, List<Tensor> cotangents, boolean createGraph) {
    if (outputs.isEmpty()) {
      return inputs.stream().map(Tensor::zerosLike).toList();
    }
    return Autograd.grad(outputs, inputs, new GradOptions(cotangents, false, createGraph, true));
  }

  private static void compare(
      Row row,
      Sample sample,
      Arrangement arrangement,
      List<Tensor> gradients,
      List<Tensor> x,
      List<Tensor> u,
      double numeric,
      Magnitude function) {
    String where = row + " of " + sample + ", " + arrangement;
    for (int i = 0; i < gradients.size(); i++) {
      assertEquals(x.get(i).shape(), gradients.get(i).shape(), where);
    }
    Magnitude derivative = new Magnitude();
    double analytic = derivative.inner(gradients, u);
    double bound =
        Tolerances.GRADIENT * derivative.largest + Tolerances.GRADIENT_ROUNDING * function.largest;
    assertTrue(
        Math.abs(analytic - numeric) <= bound,
        () -> where + ": the gradient gives " + analytic + ", differences " + numeric);
  }

  /** Inner products in double, and the largest sum of their terms without sign. */
  private static final class Magnitude {
    private double largest;

    double inner(List<Tensor> a, List<Tensor> b) {
      double sum = 0;
      double size = 0;
      for (int i = 0; i < a.size(); i++) {
        float[] p = a.get(i).toFloatArray();
        float[] q = b.get(i).toFloatArray();
        assertEquals(p.length, q.length);
        for (int j = 0; j < p.length; j++) {
          sum += (double) p[j] * q[j];
          size += Math.abs((double) p[j] * q[j]);
        }
      }
      largest = Math.max(largest, size);
      return sum;
    }
  }

  private static double derivative(DoubleUnaryOperator f) {
    double[] d = new double[3];
    for (int i = 0; i < 3; i++) {
      double h = STEP / (1 << i);
      d[i] = (f.applyAsDouble(h) - f.applyAsDouble(-h)) / (2 * h);
    }
    double coarse = (4 * d[1] - d[0]) / 3;
    double fine = (4 * d[2] - d[1]) / 3;
    return (16 * fine - coarse) / 15;
  }

  private static Tensor[] moved(Tensor[] x, Tensor[] u, double t) {
    Tensor[] result = new Tensor[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = x[i].detach().add(u[i].mul(t));
    }
    return result;
  }

  private static Tensor[] requiringGrad(Tensor[] leaves) {
    for (Tensor leaf : leaves) {
      leaf.requiresGrad_();
    }
    return leaves;
  }

  private static Tensor[] directions(Tensor[] x, Random random) {
    Tensor[] u = new Tensor[x.length];
    for (int i = 0; i < x.length; i++) {
      u[i] = direction(x[i].shape(), random);
    }
    return u;
  }

  /** Multiples of 1/4 from -1 to 1, without 0. */
  private static Tensor direction(Shape shape, Random random) {
    float[] values = new float[shape.numel()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (1 + random.nextInt(4)) / 4f * (random.nextBoolean() ? 1 : -1);
    }
    return Tensor.of(values, shape);
  }
}
