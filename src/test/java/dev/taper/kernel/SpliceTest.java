package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formulas in the place of their calls. */
@Tag("kernel")
@Tag("vector")
class SpliceTest {
  /** The calls left in a class by which a vector comes from or goes to code of ours. */
  private static List<String> callsWithVectors(byte[] bytes) {
    List<String> calls = new ArrayList<>();
    for (var method : ClassFile.of().parse(bytes).methods()) {
      for (var element : method.code().map(c -> c.elementList()).orElse(List.of())) {
        if (element instanceof InvokeInstruction call
            && call.owner().asInternalName().startsWith("dev/taper/")
            && call.type().stringValue().contains("jdk/incubator/vector")) {
          calls.add(call.name().stringValue());
        }
      }
    }
    return calls;
  }

  private static void assertWhole(Class<?> template, String name) throws IOException {
    byte[] bytes = Splice.formula(template, name);
    assertNotNull(bytes);
    assertEquals(List.of(), callsWithVectors(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "neg",
        "abs",
        "square",
        "sqrt",
        "rsqrt",
        "reciprocal",
        "round",
        "floor",
        "ceil",
        "trunc",
        "relu",
        "exp",
        "exp2",
        "expm1",
        "log",
        "log2",
        "log10",
        "log1p",
        "tanh",
        "sigmoid",
        "sin",
        "cos",
        "tan",
        "erf",
        "erfc",
        "gelu",
        "geluTanh",
        "silu",
        "softplus",
        "logSigmoid"
      })
  void loopsOfOneArgumentHaveTheirFormula(String name) throws IOException {
    UnaryLoop tail = new PlainUnaryLoop(x -> x);
    assertWhole(VectorUnaryLoop.class, name);
    assertWhole(VectorAngleLoop.class, name);
    assertNotNull(VectorLoops.unary(name, tail));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add",
        "sub",
        "mul",
        "div",
        "maximum",
        "minimum",
        "reluBackward",
        "tanhBackward",
        "sigmoidBackward",
        "leakyRelu",
        "elu",
        "geluBackward",
        "geluTanhBackward",
        "siluBackward",
        "softplusBackward"
      })
  void loopsOfTwoArgumentsHaveTheirFormula(String name) throws IOException {
    assertWhole(VectorBinaryLoop.class, name);
    assertNotNull(VectorLoops.binary(name, new PlainBinaryLoop((a, _) -> a)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lt", "le", "gt", "ge", "eq", "ne"})
  void comparisonsHaveTheirFormula(String name) throws IOException {
    assertWhole(VectorCompareLoop.class, name);
    assertNotNull(VectorLoops.compare(name, new PlainCompareLoop((a, b) -> a < b)));
  }

  @Test
  void powersHaveTheirHelpers() throws IOException {
    assertEquals(3, callsWithVectors(Clones.read("VectorPowerLoop")).size());
    assertWhole(VectorPowerLoop.class, "pow");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "noSuchFormula", "unary", "minusTail"})
  void whatIsNoFormulaHasNoLoop(String name) throws IOException {
    assertNull(Splice.formula(VectorUnaryLoop.class, name));
    assertNull(VectorLoops.unary(name, new PlainUnaryLoop(x -> x)));
  }

  /** A template that calls what cannot be copied. */
  static final class Bent {
    private Bent() {}

    static FloatVector positive(FloatVector x) {
      return x.lane(0) > 0 ? x : x.neg();
    }

    static FloatVector twice(FloatVector x) {
      return positive(x).add(x);
    }
  }

  @Test
  void onlyStraightLinesAreCopied() {
    var e = assertThrows(IllegalStateException.class, () -> Splice.formula(Bent.class, "any"));
    assertEquals("positive: must be a straight line to be copied into a loop", e.getMessage());
  }
}
