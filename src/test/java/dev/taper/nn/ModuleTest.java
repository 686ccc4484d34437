package dev.taper.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.taper.DType;
import dev.taper.Shape;
import dev.taper.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ModuleTest {
  /** A part is declared before the module's own parameter, which PyTorch lists first. */
  private static final class Net extends Layer {
    final Linear hidden = register("hidden", new Linear(3, 2));
    final Tensor scale = parameter("scale", Tensor.ones(1));
    final Tensor count = buffer("count", Tensor.of(new long[] {7}, Shape.of(1)));
    final Sequential tail = register("tail", new Sequential(new ReLU(), new Linear(2, 1)));

    @Override
    public Tensor forward(Tensor x) {
      return tail.forward(hidden.forward(x)).mul(scale);
    }
  }

  private static final class Bare extends Module {
    Tensor put(String name, Tensor tensor) {
      return parameter(name, tensor);
    }

    void keep(String name, Tensor tensor) {
      buffer(name, tensor);
    }

    void part(String name, Module child) {
      register(name, child);
    }
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void namesStandInPyTorchsOrder() {
    Net net = new Net();
    assertEquals(
        List.of("scale", "hidden.weight", "hidden.bias", "tail.1.weight", "tail.1.bias"),
        List.copyOf(net.namedParameters().keySet()));
    assertEquals(List.of("count"), List.copyOf(net.namedBuffers().keySet()));
    assertEquals(
        List.of("scale", "count", "hidden.weight", "hidden.bias", "tail.1.weight", "tail.1.bias"),
        List.copyOf(net.stateDict().keySet()));
    assertEquals(List.of("hidden", "tail"), List.copyOf(net.namedChildren().keySet()));
    assertEquals(
        List.of("", "hidden", "tail", "tail.0", "tail.1"),
        List.copyOf(net.namedModules().keySet()));
    assertSame(net.hidden.weight(), net.parameters().get(1));
    assertSame(net.count, net.buffers().get(0));
    assertSame(net, net.modules().get(0));
    assertEquals(List.of(net.hidden, net.tail), net.children());
  }

  @Test
  void sharedPartsCountOnceButHaveAllTheirNamesInTheState() {
    Linear shared = new Linear(2, 2);
    Sequential net = new Sequential(shared, new ReLU(), shared);
    assertEquals(List.of("0.weight", "0.bias"), List.copyOf(net.namedParameters().keySet()));
    assertEquals(2, net.children().size());
    assertEquals(3, net.modules().size());
    assertEquals(
        List.of("0.weight", "0.bias", "2.weight", "2.bias"), List.copyOf(net.stateDict().keySet()));
    Bare tied = new Bare();
    Tensor w = tied.put("a", Tensor.ones(2));
    tied.put("b", w);
    assertEquals(List.of("a"), List.copyOf(tied.namedParameters().keySet()));
  }

  @Test
  void modesReachAllParts() {
    Net net = new Net();
    assertTrue(net.isTraining());
    assertSame(net, net.eval());
    for (Module module : net.modules()) {
      assertFalse(module.isTraining());
    }
    net.train();
    assertTrue(net.tail.get(1).isTraining());
    net.tail.train(false);
    assertTrue(net.isTraining());
    assertFalse(net.tail.get(0).isTraining());
  }

  @Test
  void applyVisitsPartsBeforeTheWhole() {
    Net net = new Net();
    List<Module> visited = new ArrayList<>();
    assertSame(net, net.apply(visited::add));
    assertEquals(List.of(net.hidden, net.tail.get(0), net.tail.get(1), net.tail, net), visited);
  }

  @Test
  void gradientsAreForgotten() {
    Net net = new Net();
    net.forward(Tensor.ones(4, 3)).sum().backward();
    for (Tensor parameter : net.parameters()) {
      assertNotNull(parameter.grad());
    }
    net.zeroGrad();
    for (Tensor parameter : net.parameters()) {
      assertNull(parameter.grad());
    }
  }

  @Test
  void frozenModulesCollectNoGradients() {
    Net net = new Net();
    net.hidden.requiresGrad_(false);
    net.forward(Tensor.ones(4, 3)).sum().backward();
    assertNull(net.hidden.weight().grad());
    assertNotNull(net.scale.grad());
    net.requiresGrad_(true);
    assertTrue(net.hidden.weight().requiresGrad());
  }

  @Test
  void theStateSharesMemoryAndHasNoHistory() {
    Net net = new Net();
    Tensor scale = net.stateDict().get("scale");
    assertFalse(scale.requiresGrad());
    scale.fill_(5);
    assertEquals(5, net.scale.item());
  }

  @Test
  void aStateIsCopiedIn() {
    Net from = new Net();
    from.stateDict().get("count").fill_(9);
    Net to = new Net();
    to.loadStateDict(from.stateDict());
    from.stateDict()
        .forEach((name, tensor) -> assertTrue(tensor.equal(to.stateDict().get(name)), name));
    from.stateDict().get("scale").fill_(3);
    assertEquals(1, to.scale.item());
    assertTrue(to.scale.requiresGrad() && to.scale.isLeaf());
  }

  @Test
  void allThatDoesNotFitIsListedAndNothingChanges() {
    Net net = new Net();
    Map<String, Tensor> state = new LinkedHashMap<>(new Net().stateDict());
    state.remove("count");
    state.remove("hidden.bias");
    state.put("hidden.weight", Tensor.zeros(2, 4));
    state.put("tail.1.bias", Tensor.zeros(Shape.of()));
    state.put("scale", Tensor.full(Shape.of(1), 4.0));
    state.put("other", Tensor.zeros(1));
    state.put("more", Tensor.zeros(1));
    assertRefused(
        "loadStateDict: missing count, hidden.bias; unexpected other, more;"
            + " hidden.weight has shape (2, 4) and not (2, 3);"
            + " tail.1.bias has shape () and not (1): must fit Net",
        () -> net.loadStateDict(state));
    assertEquals(1, net.scale.item());
    assertRefused(
        "loadStateDict: hidden.weight has shape (2, 4) and not (2, 3);"
            + " tail.1.bias has shape () and not (1): must fit Net",
        () -> net.loadStateDict(state, false));
    assertEquals(1, net.scale.item());
  }

  @Test
  void aStateMayFitInPart() {
    Net net = new Net();
    Map<String, Tensor> state = new LinkedHashMap<>(new Net().stateDict());
    state.remove("hidden.bias");
    state.put("other", Tensor.zeros(1));
    state.put("scale", Tensor.full(Shape.of(1), 4.0));
    Module.Unmatched unmatched = net.loadStateDict(state, false);
    assertEquals(List.of("hidden.bias"), unmatched.missing());
    assertEquals(List.of("other"), unmatched.unexpected());
    assertEquals(4, net.scale.item());
  }

  @Test
  void namesMustBeNewAndPlain() {
    Bare bare = new Bare();
    bare.put("w", Tensor.zeros(1));
    assertRefused(
        "parameter: the name w is taken: must be new", () -> bare.put("w", Tensor.zeros(1)));
    assertRefused("buffer: the name w is taken: must be new", () -> bare.keep("w", Tensor.ones(1)));
    assertRefused("register: the name w is taken: must be new", () -> bare.part("w", new ReLU()));
    assertRefused(
        "parameter: the name a.b has a dot: must have none",
        () -> bare.put("a.b", Tensor.zeros(1)));
    assertRefused("register: the name is empty: must not be", () -> bare.part("", new ReLU()));
    assertEquals(1, bare.parameters().size());
  }

  @Test
  void parametersMustBeLeavesOfFloats() {
    Bare bare = new Bare();
    assertRefused(
        "parameter: w is a tensor of INT64: must be FLOAT32",
        () -> bare.put("w", Tensor.zeros(Shape.of(1), DType.INT64)));
    Tensor computed = Tensor.ones(1).requiresGrad_().mul(2);
    assertRefused(
        "parameter: w was computed by " + computed.gradFn() + ": must be a leaf",
        () -> bare.put("w", computed));
    assertTrue(bare.put("w", Tensor.zeros(1)).requiresGrad());
  }

  @Test
  void aModuleCanNotContainItself() {
    Bare bare = new Bare();
    assertRefused(
        "register: part contains the module itself: must be another",
        () -> bare.part("part", bare));
    Bare outer = new Bare();
    outer.part("inner", bare);
    assertRefused(
        "register: outer contains the module itself: must be another",
        () -> bare.part("outer", outer));
  }

  @Test
  void modulesPrintAsInPyTorch() {
    assertEquals(
        """
        Net(
          (hidden): Linear(in_features=3, out_features=2, bias=True)
          (tail): Sequential(
            (0): ReLU()
            (1): Linear(in_features=2, out_features=1, bias=True)
          )
        )\
        """,
        new Net().toString());
    assertEquals("Bare()", new Bare().toString());
    Layer anonymous =
        new Layer() {
          @Override
          public Tensor forward(Tensor x) {
            return x;
          }

          @Override
          protected String extraRepr() {
            return "a=1\nb=2";
          }
        };
    assertEquals("Layer(\n  a=1\n  b=2\n)", anonymous.toString());
  }
}
