package dev.taper.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.taper.Autograd;
import dev.taper.Generator;
import dev.taper.GradMode;
import dev.taper.Shape;
import dev.taper.Tensor;
import dev.taper.nnf.Activations;
import dev.taper.nnf.Dropouts;
import dev.taper.nnf.Losses;
import dev.taper.nnf.Normalizations;
import dev.taper.nnf.Reduction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LayersTest {
  private static final Tensor X = Tensor.of(new float[] {1, -2, 0, 3, 0.5f, -1}, Shape.of(2, 3));

  @Test
  void activationsAreLayers() {
    assertTrue(new ReLU().forward(X).equal(X.relu()));
    assertTrue(new Sigmoid().forward(X).equal(X.sigmoid()));
    assertTrue(new Tanh().forward(X).equal(X.tanh()));
    assertTrue(new Softmax(0).forward(X).equal(Activations.softmax(X, 0)));
    assertTrue(new LogSoftmax(-1).forward(X).equal(Activations.logSoftmax(X, 1)));
    assertSame(X, new Identity().forward(X));
    assertTrue(new GELU().forward(X).equal(Activations.gelu(X)));
    GELU tanh = new GELU(GELU.options().approximate("tanh"));
    assertTrue(tanh.forward(X).equal(Activations.gelu(X, "tanh")));
    assertTrue(new SiLU().forward(X).equal(Activations.silu(X)));
    assertTrue(new LogSigmoid().forward(X).equal(Activations.logSigmoid(X)));
    assertTrue(new ReLU6().forward(X).equal(Activations.relu6(X)));
    Softplus softplus = new Softplus(Softplus.options().beta(2).threshold(3));
    assertTrue(softplus.forward(X).equal(Activations.softplus(X, 2, 3)));
    LeakyReLU leaky = new LeakyReLU(LeakyReLU.options().negativeSlope(0.5));
    assertTrue(leaky.forward(X).equal(Activations.leakyRelu(X, 0.5)));
    assertTrue(new ELU(ELU.options().alpha(2)).forward(X).equal(Activations.elu(X, 2)));
    Hardtanh hard = new Hardtanh(Hardtanh.options().minVal(-2).maxVal(0.5));
    assertTrue(hard.forward(X).equal(Activations.hardtanh(X, -2, 0.5)));
  }

  @Test
  void activationsPrintAsInPyTorch() {
    assertEquals("GELU(approximate='none')", new GELU().toString());
    assertEquals("Softplus(beta=1.0, threshold=20.0)", new Softplus().toString());
    assertEquals("LeakyReLU(negative_slope=0.01)", new LeakyReLU().toString());
    assertEquals("ELU(alpha=1.0)", new ELU().toString());
    assertEquals("Hardtanh(min_val=-1.0, max_val=1.0)", new Hardtanh().toString());
    assertEquals("SiLU()", new SiLU().toString());
  }

  private static final class OwnReLU extends Layer {
    private int calls;

    @Override
    public Tensor forward(Tensor x) {
      calls++;
      return x.relu();
    }
  }

  private static String step(Tensor y) {
    return Objects.requireNonNull(y.gradFn()).name();
  }

  @Test
  void aLinearAndAnActivationAreOneStepToTheSameBits() {
    for (Layer activation : List.of(new ReLU(), new Sigmoid(), new Tanh())) {
      Linear linear = new Linear(3, 5);
      Sequential both = new Sequential(linear, activation);
      Tensor y = both.forward(X);
      assertEquals("LinearActivationBackward0", step(y));
      Tensor apart = activation.forward(linear.forward(X));
      assertTrue(y.equal(apart));
      List<Tensor> parameters = both.parameters();
      List<Tensor> gradients = Autograd.grad(y.sum(), parameters);
      List<Tensor> others = Autograd.grad(apart.sum(), parameters);
      for (int i = 0; i < parameters.size(); i++) {
        assertTrue(gradients.get(i).equal(others.get(i)));
      }
      try (GradMode _ = Autograd.noGrad()) {
        assertTrue(both.forward(X).equal(apart));
      }
    }
  }

  @Test
  void othersRunOneAfterTheOther() {
    Linear linear = new Linear(3, 5);
    OwnReLU own = new OwnReLU();
    Tensor y = new Sequential(linear, own).forward(X);
    assertEquals(1, own.calls);
    assertEquals("ReluBackward0", step(y));
    assertEquals(
        "ReluBackward0", step(new Sequential(linear, new Identity(), new ReLU()).forward(X)));
    assertEquals("LinearBackward0", step(new Sequential(new ReLU(), linear).forward(X)));
    assertEquals(
        "ReluBackward0", step(new Sequential(new Sequential(linear), new ReLU()).forward(X)));
    Tensor twice = new Sequential(linear, new ReLU(), new ReLU(), new Linear(5, 2)).forward(X);
    assertTrue(twice.shape().equals(Shape.of(2, 2)));
    // More than two dimensions are no single op.
    assertEquals("ReluBackward0", step(new Sequential(linear, new ReLU()).forward(X.unsqueeze(0))));
  }

  @Test
  void aSequentialKeepsItsPartsAndErrors() {
    Sequential net = new Sequential(new Linear(3, 2), new ReLU());
    assertEquals(List.of("0.weight", "0.bias"), List.copyOf(net.stateDict().keySet()));
    assertEquals(
        "Sequential(\n  (0): Linear(in_features=3, out_features=2, bias=True)\n  (1): ReLU()\n)",
        net.toString());
    assertEquals(
        "linear: input has shape (2, 4) and weight (2, 3): the last size must be 3",
        assertThrows(IllegalArgumentException.class, () -> net.forward(Tensor.zeros(2, 4)))
            .getMessage());
  }

  @Test
  void wrongOptionsOfActivationsAreRefused() {
    IllegalArgumentException gelu =
        assertThrows(
            IllegalArgumentException.class, () -> new GELU(GELU.options().approximate("no")));
    assertEquals("GELU: approximate is no: must be none or tanh", gelu.getMessage());
    IllegalArgumentException hard =
        assertThrows(
            IllegalArgumentException.class, () -> new Hardtanh(Hardtanh.options().minVal(1)));
    assertEquals("Hardtanh: minVal is 1.0 and maxVal is 1.0: must be below it", hard.getMessage());
  }

  @Test
  void dropoutIsForTraining() {
    Tensor x = Tensor.ones(50, 40);
    Dropout half = new Dropout();
    Generator.manualSeed(1);
    Tensor y = half.forward(x);
    Generator.manualSeed(1);
    assertTrue(y.equal(Dropouts.dropout(x, 0.5)));
    assertEquals(1, y.mean().item(), 0.1);
    half.eval();
    assertSame(x, half.forward(x));
    assertEquals(
        "Dropout: p is -0.5: must be from 0 to 1",
        assertThrows(IllegalArgumentException.class, () -> new Dropout(-0.5)).getMessage());
  }

  @Test
  void layerNormHasAWeightAndABiasUnlessToldOtherwise() {
    LayerNorm with = new LayerNorm(3);
    assertEquals(List.of("weight", "bias"), List.copyOf(with.stateDict().keySet()));
    assertNotNull(with.weight());
    assertTrue(with.weight().equal(Tensor.ones(3)) && with.weight().requiresGrad());
    assertNotNull(with.bias());
    assertTrue(with.bias().equal(Tensor.zeros(3)) && with.bias().requiresGrad());
    assertTrue(with.forward(X).equal(Normalizations.layerNorm(X, Shape.of(3))));
    LayerNorm bare = new LayerNorm(Shape.of(3), LayerNorm.options().elementwiseAffine(false));
    assertTrue(bare.parameters().isEmpty());
    assertNull(bare.weight());
    LayerNorm unbiased = new LayerNorm(Shape.of(3), LayerNorm.options().bias(false));
    assertEquals(List.of("weight"), List.copyOf(unbiased.stateDict().keySet()));
    assertNull(unbiased.bias());
    assertEquals(
        "LayerNorm: normalizedShape is (): must have one dimension at least",
        assertThrows(IllegalArgumentException.class, () -> new LayerNorm()).getMessage());
  }

  @Test
  void flattenKeepsTheBatch() {
    Tensor x = Tensor.zeros(2, 3, 4, 5);
    assertEquals(Shape.of(2, 60), new Flatten().forward(x).shape());
    assertEquals(Shape.of(2, 12, 5), new Flatten(1, 2).forward(x).shape());
    assertEquals(Shape.of(24, 5), new Flatten(0, -2).forward(x).shape());
  }

  @Test
  void lossesAreModules() {
    Tensor target = Tensor.zeros(2, 3);
    Tensor classes = Tensor.of(2L, 0L);
    assertTrue(new MSELoss().forward(X, target).equal(Losses.mseLoss(X, target)));
    assertTrue(new L1Loss().forward(X, target).equal(Losses.l1Loss(X, target)));
    assertEquals(15.25, new MSELoss(Reduction.SUM).forward(X, target).item());
    assertEquals(7.5, new L1Loss(Reduction.SUM).forward(X, target).item());
    assertTrue(new NLLLoss().forward(X, classes).equal(Losses.nllLoss(X, classes)));
    assertTrue(new CrossEntropyLoss().forward(X, classes).equal(Losses.crossEntropy(X, classes)));
  }

  @Test
  void weightsOfClassesAreState() {
    Tensor weight = Tensor.of(1f, 2f, 3f);
    Tensor classes = Tensor.of(2L, 0L);
    Loss nll = new NLLLoss(NLLLoss.options().weight(weight));
    Loss cross = new CrossEntropyLoss(CrossEntropyLoss.options().weight(weight));
    for (Loss loss : List.of(nll, cross)) {
      assertEquals(List.of("weight"), List.copyOf(loss.stateDict().keySet()));
      assertTrue(loss.parameters().isEmpty());
    }
    assertEquals(-(0 * 3 + 3) / 4.0, nll.forward(X, classes).item());
    assertTrue(new NLLLoss().stateDict().isEmpty());
  }

  @Test
  void linearHasABiasUnlessToldOtherwise() {
    Linear with = new Linear(3, 2);
    assertEquals(Shape.of(2, 3), with.weight().shape());
    assertNotNull(with.bias());
    assertEquals(Shape.of(2), with.bias().shape());
    assertTrue(with.weight().requiresGrad() && with.bias().requiresGrad());
    Tensor y = X.matmul(with.weight().t()).add(with.bias());
    assertTrue(with.forward(X).allclose(y, 1e-6, 1e-6));
    Linear without = new Linear(3, 2, Linear.options().bias(false));
    assertNull(without.bias());
    assertEquals(List.of("weight"), List.copyOf(without.namedParameters().keySet()));
    assertTrue(without.forward(X).allclose(X.matmul(without.weight().t()), 1e-6, 1e-6));
  }

  @Test
  void linearMayBeEmpty() {
    assertEquals(Shape.of(2, 0), new Linear(3, 0).forward(X).shape());
    Linear ofNothing = new Linear(0, 2);
    assertTrue(ofNothing.forward(Tensor.zeros(4, 0)).equal(Tensor.zeros(4, 2)));
    IllegalArgumentException in =
        assertThrows(IllegalArgumentException.class, () -> new Linear(-1, 2));
    assertEquals("Linear: in is -1: must not be negative", in.getMessage());
    IllegalArgumentException out =
        assertThrows(IllegalArgumentException.class, () -> new Linear(1, -2));
    assertEquals("Linear: out is -2: must not be negative", out.getMessage());
  }

  @Test
  void sequentialAppliesItsLayersInOrder() {
    Linear linear = new Linear(3, 2);
    Sequential net = new Sequential(linear, new ReLU());
    assertTrue(net.forward(X).equal(linear.forward(X).relu()));
    assertSame(X, new Sequential().forward(X));
    net.add(new Linear(2, 1)).add("last", new Tanh());
    assertEquals(4, net.size());
    assertSame(linear, net.get(0));
    assertSame(net.namedChildren().get("last"), net.get(-1));
    List<Layer> layers = new ArrayList<>();
    net.forEach(layers::add);
    assertEquals(List.copyOf(net.children()), layers);
    assertEquals(List.of("0", "1", "2", "last"), List.copyOf(net.namedChildren().keySet()));
    IndexOutOfBoundsException outside =
        assertThrows(IndexOutOfBoundsException.class, () -> net.get(4));
    assertEquals("Sequential: index is 4 of 4 layers: must be from -4 to 3", outside.getMessage());
  }

  @Test
  void anEmptySequentialHasNoLayerToGet() {
    IndexOutOfBoundsException none =
        assertThrows(IndexOutOfBoundsException.class, () -> new Sequential().get(0));
    assertEquals("Sequential: index is 0 of 0 layers: there is none", none.getMessage());
  }

  @Test
  void layersPrintAsInPyTorch() {
    Sequential net =
        new Sequential(
            new Flatten(),
            new Linear(3, 2, Linear.options().bias(false)),
            new Sequential(new Sigmoid(), new Tanh(), new Identity()),
            new Sequential(),
            new Softmax(1),
            new LogSoftmax(-1),
            new Dropout(0.25),
            new LayerNorm(10),
            new LayerNorm(Shape.of(2, 3), LayerNorm.options().eps(1e-3).elementwiseAffine(false)),
            new LayerNorm(Shape.of(4), LayerNorm.options().eps(1.5e-7).bias(false)));
    assertEquals(
        """
        Sequential(
          (0): Flatten(start_dim=1, end_dim=-1)
          (1): Linear(in_features=3, out_features=2, bias=False)
          (2): Sequential(
            (0): Sigmoid()
            (1): Tanh()
            (2): Identity()
          )
          (3): Sequential()
          (4): Softmax(dim=1)
          (5): LogSoftmax(dim=-1)
          (6): Dropout(p=0.25, inplace=False)
          (7): LayerNorm((10,), eps=1e-05, elementwise_affine=True, bias=True)
          (8): LayerNorm((2, 3), eps=0.001, elementwise_affine=False, bias=False)
          (9): LayerNorm((4,), eps=1.5e-07, elementwise_affine=True, bias=False)
        )\
        """,
        net.toString());
    assertEquals("MSELoss()", new MSELoss().toString());
    assertEquals("L1Loss()", new L1Loss().toString());
    assertEquals("NLLLoss()", new NLLLoss().toString());
    assertEquals("CrossEntropyLoss()", new CrossEntropyLoss().toString());
  }
}
