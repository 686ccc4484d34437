package dev.taper.nnf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.taper.Autograd;
import dev.taper.Generator;
import dev.taper.GradOptions;
import dev.taper.Shape;
import dev.taper.Tensor;
import dev.taper.Threads;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationsTest {
  /** Beside the same in tensor expressions, at sizes around those of vectors and blocks. */
  @Test
  void layerNormIsWhatItsDefinitionSays() {
    Generator generator = new Generator(4);
    for (int n : new int[] {1, 3, 15, 16, 17, 31, 33, 64, 100, 127, 129, 257, 5000}) {
      Tensor x = Tensor.randn(Shape.of(7, n), generator).mul(3).add(10).requiresGrad_();
      Tensor weight = Tensor.randn(Shape.of(n), generator).requiresGrad_();
      Tensor bias = Tensor.randn(Shape.of(n), generator).requiresGrad_();
      Tensor dy = Tensor.randn(Shape.of(7, n), generator);
      int[] last = {1};
      Tensor centred = x.sub(x.mean(last, true));
      Tensor variance = centred.square().mean(last, true);
      Tensor expected = centred.div(variance.add(1e-5).sqrt()).mul(weight).add(bias);
      Tensor actual = Normalizations.layerNorm(x, Shape.of(n), weight, bias);
      Cases.assertClose(expected.detach(), actual.detach(), 1e-5, 1e-5);
      List<Tensor> inputs = List.of(x, weight, bias);
      List<Tensor> a = Autograd.grad(expected.mul(dy).sum(), inputs, GradOptions.options());
      List<Tensor> b = Autograd.grad(actual.mul(dy).sum(), inputs, GradOptions.options());
      for (int i = 0; i < 3; i++) {
        Cases.assertClose(a.get(i), b.get(i), 1e-4, 1e-4);
      }
    }
  }

  @Test
  void bitsDoNotDependOnThreads() {
    int before = Threads.get();
    float[][] results = new float[4][];
    try {
      for (int threads = 1; threads <= 2; threads++) {
        Threads.set(threads);
        Generator generator = new Generator(9);
        Tensor x = Tensor.randn(Shape.of(1000, 300), generator).requiresGrad_();
        Tensor weight = Tensor.randn(Shape.of(300), generator).requiresGrad_();
        Normalizations.layerNorm(x, Shape.of(300), weight, null).square().sum().backward();
        results[threads - 1] = x.grad().toFloatArray();
        results[threads + 1] = weight.grad().toFloatArray();
      }
    } finally {
      Threads.set(before);
    }
    assertArrayEquals(results[0], results[1]);
    assertArrayEquals(results[2], results[3]);
  }

  @Test
  void refusesWhatDoesNotFit() {
    Tensor x = Tensor.ones(2, 3);
    Shape three = Shape.of(3);
    assertEquals(
        "layerNorm: input has shape (2, 3): must end in (4)", refusal(x, Shape.of(4), null, null));
    assertEquals(
        "layerNorm: input has shape (2, 3): must end in (2, 2, 3)",
        refusal(x, Shape.of(2, 2, 3), null, null));
    assertEquals(
        "layerNorm: normalizedShape is (): must have one dimension at least",
        refusal(x, Shape.of(), null, null));
    assertEquals(
        "layerNorm: weight has shape (2): must be (3)", refusal(x, three, Tensor.ones(2), null));
    assertEquals(
        "layerNorm: bias has shape (1, 3): must be (3)",
        refusal(x, three, null, Tensor.ones(1, 3)));
    assertEquals(
        "layerNorm: bias of INT64: must be FLOAT32", refusal(x, three, null, Tensor.of(1, 2, 3)));
    assertEquals(
        "layerNorm: input of INT64: must be FLOAT32",
        refusal(Tensor.of(1, 2, 3), three, null, null));
  }

  private static String refusal(Tensor x, Shape shape, Tensor weight, Tensor bias) {
    return assertThrows(
            IllegalArgumentException.class, () -> Normalizations.layerNorm(x, shape, weight, bias))
        .getMessage();
  }
}
