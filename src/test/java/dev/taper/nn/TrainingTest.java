package dev.taper.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taper.Autograd;
import dev.taper.Generator;
import dev.taper.Tensor;
import dev.taper.nnf.Reduction;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The third program of PyTorch's tutorial: a network of modules, its parameters changed by hand.
 */
@Tag("collector")
class TrainingTest {
  private static final double LEARNING_RATE = 1e-4;

  @Test
  void lossesArePyTorchs() throws IOException {
    JsonNode expected;
    try (InputStream in = TrainingTest.class.getResourceAsStream("tutorial_losses.json")) {
      expected = new ObjectMapper().readTree(Objects.requireNonNull(in)).get("losses");
    }
    assertEquals(200, expected.size());

    Generator.manualSeed(0);
    Tensor x = Tensor.randn(100, 3);
    Tensor y =
        x.get(":, 0, None")
            .mul(0.2)
            .sub(x.get(":, 1, None").mul(1.3))
            .sub(x.get(":, 2, None").mul(0.5))
            .add(Tensor.randn(100, 1));
    Sequential model = new Sequential(new Linear(3, 32), new ReLU(), new Linear(32, 1));
    Loss criterion = new MSELoss(Reduction.SUM);
    for (int epoch = 0; epoch < 200; epoch++) {
      Tensor loss = criterion.forward(model.forward(x), y);
      double reference = expected.get(epoch).asDouble();
      assertEquals(reference, loss.item(), 2e-6 * reference, "epoch " + (epoch + 1));
      model.zeroGrad();
      loss.backward();
      try (var _ = Autograd.noGrad()) {
        for (Tensor parameter : model.parameters()) {
          parameter.sub_(parameter.grad().mul(LEARNING_RATE));
        }
      }
    }
  }
}
