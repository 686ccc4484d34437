package dev.taper.nnf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.taper.DType;
import dev.taper.Node;
import dev.taper.Shape;
import dev.taper.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ActivationsTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  @Test
  void negativeDimsCountFromTheEnd() {
    Tensor x = Tensor.arange(24.0).view(2, 3, 4).mul(0.1);
    assertTrue(Activations.softmax(x, -2).equal(Activations.softmax(x, 1)));
    assertTrue(Activations.logSoftmax(x, -3).equal(Activations.logSoftmax(x, 0)));
  }

  @Test
  void viewsGiveWhatTheirCopiesGive() {
    Tensor x = Tensor.arange(24.0).view(2, 3, 4).mul(0.1).permute(2, 0, 1);
    for (int dim = 0; dim < 3; dim++) {
      assertTrue(Activations.softmax(x, dim).equal(Activations.softmax(x.contiguous(), dim)));
      Tensor copied = Activations.logSoftmax(x.contiguous(), dim);
      assertTrue(Activations.logSoftmax(x, dim).equal(copied));
    }
  }

  @Test
  void hugeScoresNeitherOverflowNorVanish() {
    Tensor x = Tensor.of(1000f, 1000f, -1000f);
    assertTrue(Activations.softmax(x, 0).equal(Tensor.of(0.5f, 0.5f, 0f)));
    assertEquals(-2000 - Math.log(2), Activations.logSoftmax(x, 0).get(2).item(), 1e-3);
  }

  @Test
  void infinitiesAreImpossibleOrUndefined() {
    Tensor one = Tensor.of(-INFINITY, 0f);
    assertTrue(Activations.softmax(one, 0).equal(Tensor.of(0f, 1f)));
    assertTrue(Activations.logSoftmax(one, 0).equal(Tensor.of(-INFINITY, 0f)));
    Tensor nothing = Tensor.of(-INFINITY, -INFINITY);
    assertTrue(Activations.softmax(nothing, 0).isnan().all().itemBoolean());
    assertTrue(Activations.logSoftmax(nothing, 0).isnan().all().itemBoolean());
    assertTrue(Activations.softmax(Tensor.of(Float.NaN, 0f), 0).isnan().all().itemBoolean());
  }

  @Test
  void simpleOnesAreTheTensorsOwn() {
    Tensor x = Tensor.of(-1f, 0f, 2f);
    assertTrue(Activations.relu(x).equal(Tensor.of(0f, 0f, 2f)));
    assertTrue(Activations.sigmoid(x).equal(x.sigmoid()));
    assertTrue(Activations.tanh(x).equal(x.tanh()));
  }

  @Test
  void theEndsOfTheLineAreThoseOfTorch() {
    float inf = Float.POSITIVE_INFINITY;
    float nan = Float.NaN;
    Tensor x = Tensor.of(-inf, inf, nan, -0f, -1e20f, 1e20f);
    ends(Activations.gelu(x), nan, inf, nan, -0f, -0f, 1e20f);
    ends(Activations.gelu(x, "tanh"), nan, inf, nan, -0f, -0f, 1e20f);
    ends(Activations.silu(x), nan, inf, nan, -0f, -0f, 1e20f);
    ends(Activations.softplus(x), 0, inf, nan, (float) Math.log(2), 0, 1e20f);
    ends(Activations.logSigmoid(x), -inf, 0, nan, -(float) Math.log(2), -1e20f, 0);
    ends(Activations.leakyRelu(x, 0.5), -inf, inf, nan, -0f, -0.5e20f, 1e20f);
    ends(Activations.elu(x, 2), -2, inf, nan, -0f, -2, 1e20f);
    ends(Activations.hardtanh(x), -1, 1, nan, -0f, -1, 1);
    ends(Activations.relu6(x), 0, 6, nan, -0f, 0, 6);
  }

  private static void ends(Tensor y, float... values) {
    float[] got = y.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      // A zero's sign does not count but where it is asked for.
      double unit = Float.isNaN(values[i]) ? 1 : Math.ulp(values[i]);
      assertEquals(values[i] + 0.0, got[i] + 0.0, unit, "element " + i);
      if (Float.floatToIntBits(values[i]) == Integer.MIN_VALUE) {
        assertEquals(values[i], got[i], "element " + i);
      }
    }
  }

  @Test
  void slopesAtTheBendsAreThoseOfTorch() {
    float[] bend = {0, -0f, Float.NaN};
    slopes(x -> Activations.leakyRelu(x, 0.25), bend, 0.25f, 0.25f, 0.25f);
    slopes(x -> Activations.elu(x, 1.5), bend, 1.5f, 1.5f, 1);
    slopes(Activations::hardtanh, new float[] {-1, 1, Float.NaN, 0.5f}, 0, 0, 1, 1);
    slopes(Activations::relu6, new float[] {0, 6, 3}, 0, 0, 1);
    slopes(x -> Activations.softplus(x, 1, 2), new float[] {2.5f, 0}, 1, 0.5f);
  }

  private static void slopes(UnaryOperator<Tensor> f, float[] at, float... slopes) {
    Tensor x = Tensor.of(at).requiresGrad_();
    f.apply(x).sum().backward();
    assertTrue(x.grad().equal(Tensor.of(slopes)), x.grad().toString());
  }

  @Test
  void wrongArgumentsOfActivationsAreRefused() {
    Tensor x = Tensor.zeros(2);
    Tensor integers = Tensor.zeros(Shape.of(2), DType.INT64);
    refused("gelu: approximate is no: must be none or tanh", () -> Activations.gelu(x, "no"));
    refused(
        "hardtanh: low is 2.0 and high is 1.0: must not be above it",
        () -> Activations.hardtanh(x, 2, 1));
    refused("gelu: input of INT64: must be FLOAT32", () -> Activations.gelu(integers));
    refused("gelu: input of INT64: must be FLOAT32", () -> Activations.gelu(integers, "tanh"));
    refused("silu: input of INT64: must be FLOAT32", () -> Activations.silu(integers));
    refused("softplus: input of INT64: must be FLOAT32", () -> Activations.softplus(integers));
    refused("logSigmoid: input of INT64: must be FLOAT32", () -> Activations.logSigmoid(integers));
    refused("leakyRelu: input of INT64: must be FLOAT32", () -> Activations.leakyRelu(integers));
    refused("elu: input of INT64: must be FLOAT32", () -> Activations.elu(integers));
    assertTrue(Activations.relu6(Tensor.of(7L, -1L)).equal(Tensor.of(6L, 0L)));
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void theTapeNamesTheOps() {
    Tensor x = Tensor.of(1f, 2f).requiresGrad_();
    Node softmax = Activations.softmax(x, 0).gradFn();
    Node logSoftmax = Activations.logSoftmax(x, 0).gradFn();
    assertEquals("SoftmaxBackward0", softmax.name());
    assertEquals("LogSoftmaxBackward0", logSoftmax.name());
  }

  @Test
  void aChangedResultIsNoticed() {
    Tensor x = Tensor.of(1f, 2f).requiresGrad_();
    Tensor y = Activations.softmax(x, 0);
    Tensor sum = y.get(0);
    y.detach().zero_();
    assertThrows(IllegalStateException.class, sum::backward);
  }

  @Test
  void dimsThatAreNotThereAreRefused() {
    Tensor x = Tensor.zeros(2, 3);
    IndexOutOfBoundsException high =
        assertThrows(IndexOutOfBoundsException.class, () -> Activations.softmax(x, 2));
    assertEquals("softmax: dim is 2: must be from -2 to 1", high.getMessage());
    IndexOutOfBoundsException low =
        assertThrows(IndexOutOfBoundsException.class, () -> Activations.logSoftmax(x, -3));
    assertEquals("logSoftmax: dim is -3: must be from -2 to 1", low.getMessage());
    IndexOutOfBoundsException number =
        assertThrows(
            IndexOutOfBoundsException.class, () -> Activations.softmax(Tensor.scalar(1.0), 1));
    assertEquals("softmax: dim is 1: must be from -1 to 0", number.getMessage());
  }

  @Test
  void integersAreRefused() {
    Tensor x = Tensor.zeros(Shape.of(2), DType.INT64);
    IllegalArgumentException softmax =
        assertThrows(IllegalArgumentException.class, () -> Activations.softmax(x, 0));
    assertEquals("softmax: input of INT64: must be FLOAT32", softmax.getMessage());
    IllegalArgumentException logSoftmax =
        assertThrows(IllegalArgumentException.class, () -> Activations.logSoftmax(x, 0));
    assertEquals("logSoftmax: input of INT64: must be FLOAT32", logSoftmax.getMessage());
  }
}
