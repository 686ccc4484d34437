package dev.taper.nnf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.taper.DType;
import dev.taper.Node;
import dev.taper.Shape;
import dev.taper.Tensor;
import org.junit.jupiter.api.Test;

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
