package dev.taper.nnf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.taper.Autograd;
import dev.taper.Generator;
import dev.taper.Shape;
import dev.taper.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutsTest {
  /** By the single draws, which are PyTorch's: see the generator's tests. */
  private static float[] expected(float[] x, double p) {
    float[] y = new float[x.length];
    Tensor kept = Tensor.zeros(x.length).bernoulli_(1 - p);
    float[] mask = kept.toFloatArray();
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] * (mask[i] / (float) (1 - p));
    }
    return y;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 1e-17, 0.999})
  void bitsAreThoseOfTheDraws(double p) {
    for (int n : new int[] {1, 2, 63, 64, 65, 300, 312, 313, 1000, 4099}) {
      float[] x = Tensor.arange(1.0, n + 1).toFloatArray();
      // A draw of 32 bits before puts pairs across the ends of the generator's blocks.
      for (int before = 0; before < 2; before++) {
        Generator a = Generator.manualSeed(42);
        Generator b = new Generator(42);
        Tensor.rand(Shape.of(before), a);
        Tensor.rand(Shape.of(before), b);
        assertArrayEquals(
            expected(x, p), Dropouts.dropout(Tensor.of(x), p, true, b).toFloatArray());
        assertArrayEquals(a.getState(), b.getState());
      }
    }
  }

  @Test
  void drawsInTheOrderOfMemory() {
    Tensor x = Tensor.arange(1.0, 25).view(2, 3, 4);
    Tensor turned = x.permute(2, 0, 1);
    Tensor y = Dropouts.dropout(x, 0.5, true, new Generator(7));
    Tensor z = Dropouts.dropout(turned, 0.5, true, new Generator(7));
    assertTrue(y.permute(2, 0, 1).equal(z));
  }

  @Test
  void theGradientIsTheMask() {
    Tensor x = Tensor.ones(100).requiresGrad_();
    Tensor y = Dropouts.dropout(x, 0.25, true, new Generator(3));
    assertTrue(Autograd.grad(y.sum(), x).equal(y.detach()));
    assertEquals("DropoutBackward0", y.gradFn().name());
  }

  @Test
  void nothingAndAll() {
    Generator generator = new Generator(1);
    byte[] before = generator.getState();
    Tensor x = Tensor.of(1f, -2f, Float.NaN);
    assertSame(x, Dropouts.dropout(x, 0, true, generator));
    assertSame(x, Dropouts.dropout(x, 0.5, false, generator));
    assertArrayEquals(
        new float[] {0f, -0f, Float.NaN}, Dropouts.dropout(x, 1, true, generator).toFloatArray());
    assertArrayEquals(before, generator.getState());
  }

  @Test
  void refusesWhatIsNoProbability() {
    Tensor x = Tensor.ones(2);
    for (double p : new double[] {-0.5, 1.5, Double.NaN}) {
      assertEquals(
          "dropout: p is " + p + ": must be from 0 to 1",
          assertThrows(IllegalArgumentException.class, () -> Dropouts.dropout(x, p)).getMessage());
    }
    assertEquals(
        "dropout: input of INT64: must be FLOAT32",
        assertThrows(IllegalArgumentException.class, () -> Dropouts.dropout(Tensor.of(1, 2), 0.5))
            .getMessage());
    assertEquals(
        "bernoulli: n is -1: must not be negative",
        assertThrows(IllegalArgumentException.class, () -> new Generator(1).bernoulliBits(-1, 0.5))
            .getMessage());
  }
}
