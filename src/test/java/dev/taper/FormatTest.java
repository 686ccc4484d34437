package dev.taper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Printed tensors of PyTorch 2.13 in Python and of libtorch 2.9 in C++, character by character. */
class FormatTest {
  /** Cases of dtypes that Taper does not have. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "T([0.1,0.2,0.3],dtype=torch.float64)",
          "T([1.,2.],dtype=torch.float16)",
          "torch::tensor({0.5,0.25},torch::kFloat64)",
          "torch::ones({2}).to(torch::kHalf)");

  @TestFactory
  List<DynamicTest> asPythonPrints() throws IOException {
    // One generator for all, drawn from in the order of the cases.
    Generator generator = new Generator(0);
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode test : read("print_python.json").get("cases")) {
      String expr = test.get("expr").asText();
      if (LEFT_OUT.contains(expr)) {
        continue;
      }
      Printable tensor = python(expr, generator);
      PrintOptions options = options(test.get("opts"));
      tests.add(
          DynamicTest.dynamicTest(
              expr, () -> assertEquals(test.get("repr").asText(), Format.python(tensor, options))));
    }
    assertEquals(36, tests.size());
    return tests;
  }

  @TestFactory
  List<DynamicTest> asLibtorchPrints() throws IOException {
    Generator generator = new Generator(0);
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode test : read("print_libtorch_le2.9_iostream.json")) {
      String expr = test.get("expr").asText();
      if (LEFT_OUT.contains(expr)) {
        continue;
      }
      Printable tensor = libtorch(expr, generator);
      tests.add(
          DynamicTest.dynamicTest(
              expr, () -> assertEquals(test.get("out").asText(), LibtorchFormat.libtorch(tensor))));
    }
    assertEquals(26, tests.size());
    return tests;
  }

  @Test
  void tutorialShowsThirtyLines() {
    assertEquals(
        "torch_tensor\n 1\n 2\n[ CPUFloatType{2} ]",
        LibtorchFormat.tutorial(floats(sizes(2), 1, 2)));
    assertEquals(
        "torch_tensor\n 1\n[ CPUFloatType{1} ][ requires_grad = TRUE ]",
        LibtorchFormat.tutorial(floats(sizes(1), 1).withGrad(true, null, false)));
    assertEquals(
        "torch_tensor\n1.5\n[ CPUFloatType{} ][ grad_fn = <MeanBackward0> ]",
        LibtorchFormat.tutorial(floats(sizes(), 1.5f).withGrad(true, "MeanBackward0", false)));
    List<String> lines =
        LibtorchFormat.tutorial(Printable.ofFloats(sizes(100, 3), i -> i * .5)).lines().toList();
    assertEquals(33, lines.size());
    assertEquals("torch_tensor", lines.get(0));
    assertEquals("   0.0000    0.5000    1.0000", lines.get(1));
    assertEquals("  43.5000   44.0000   44.5000", lines.get(30));
    assertEquals("... [the output was truncated (use n=-1 to disable)]", lines.get(31));
    assertEquals("[ CPUFloatType{100,3} ]", lines.get(32));
    assertEquals(
        31, LibtorchFormat.tutorial(Printable.ofFloats(sizes(29), i -> i)).lines().count());
    assertTrue(
        !LibtorchFormat.tutorial(Printable.ofFloats(sizes(30), i -> i)).contains("truncated"));
  }

  @Test
  void onlyTheEdgesOfALargeTensorAreRead() {
    Set<Long> read = new HashSet<>();
    Printable large =
        Printable.ofFloats(
            sizes(1000, 1000, 1000),
            i -> {
              read.add(i);
              return 0;
            });
    String printed = Format.python(large);
    assertEquals(216, read.size());
    assertTrue(printed.startsWith("tensor([[[0., 0., 0.,  ..., 0., 0., 0.],\n"), printed);
  }

  @Test
  void numbersDoNotDependOnTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals("tensor([1.5000, 2.0000])", Format.python(floats(sizes(2), 1.5f, 2)));
      assertEquals("tensor(1.0000e-05)", Format.python(floats(sizes(), 1e-5f)));
      assertEquals("tensor([12, -3])", Format.python(longs(sizes(2), 12, -3)));
      assertEquals(" 1.5000\n[ CPUFloatType{1} ]", LibtorchFormat.libtorch(floats(sizes(1), 1.5f)));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void integersAndTruthValues() {
    assertEquals(
        "tensor([ 9223372036854775807, -9223372036854775808])",
        Format.python(longs(sizes(2), Long.MAX_VALUE, Long.MIN_VALUE)));
    Printable truth = Printable.ofBooleans(sizes(2, 2), i -> i == 1);
    assertEquals("tensor([[False,  True],\n        [False, False]])", Format.python(truth));
    assertEquals(" 0  1\n 0  0\n[ CPUBoolType{2,2} ]", LibtorchFormat.libtorch(truth));
    assertEquals("tensor(True)", Format.python(Printable.ofBooleans(sizes(), i -> true)));
    assertEquals(
        "tensor([], size=(0, 4), dtype=torch.bool)",
        Format.python(Printable.ofBooleans(sizes(0, 4), i -> true)));
  }

  @Test
  void zerosInfinitiesAndNaN() {
    float inf = Float.POSITIVE_INFINITY;
    assertEquals("tensor([-0., 0.])", Format.python(floats(sizes(2), -0f, 0)));
    assertEquals(
        "tensor([nan, inf, -inf, 1.])", Format.python(floats(sizes(4), Float.NaN, inf, -inf, 1)));
    assertEquals(
        "tensor([1.5000,    nan,    inf,   -inf, 0.0000])",
        Format.python(floats(sizes(5), 1.5f, Float.NaN, inf, -inf, 0)));
  }

  @Test
  void everyOptionIsFollowed() {
    Printable ten = Printable.ofFloats(sizes(10), i -> i + .25);
    PrintOptions options = PrintOptions.DEFAULT.precision(1).threshold(5).edgeItems(2);
    assertEquals("tensor([0.2, 1.2,  ..., 8.2, 9.2])", Format.python(ten, options));
    assertEquals("tensor([...], size=(10,))", Format.python(ten, options.edgeItems(0)));
    assertEquals(
        "tensor([0.2500, 1.2500, 2.2500,\n        3.2500])",
        Format.python(
            Printable.ofFloats(sizes(4), i -> i + .25), PrintOptions.DEFAULT.lineWidth(32)));
    assertEquals(
        "tensor([0.00001, 1.00000])",
        Format.python(
            floats(sizes(2), 1e-5f, 1), PrintOptions.DEFAULT.precision(5).sciMode(false)));
    assertEquals(
        "PrintOptions: edgeItems is -1: need at least 0",
        assertThrows(IllegalArgumentException.class, () -> options.edgeItems(-1)).getMessage());
    assertEquals(
        "PrintOptions: lineWidth is 0: need at least 1",
        assertThrows(IllegalArgumentException.class, () -> options.lineWidth(0)).getMessage());
  }

  private static PrintOptions options(JsonNode opts) {
    PrintOptions options = PrintOptions.DEFAULT;
    if (opts.has("precision")) {
      options = options.precision(opts.get("precision").asInt());
    }
    if (opts.has("sci_mode")) {
      options = options.sciMode(opts.get("sci_mode").asBoolean());
    }
    assertTrue(opts.size() <= 1, opts.toString());
    return options;
  }

  private static Printable python(String expr, Generator g) {
    return switch (expr) {
      case "T([],dtype=torch.int64)" -> longs(sizes(0));
      case "torch.arange(12.).view(3,4)" -> Printable.ofFloats(sizes(3, 4), i -> i);
      case "torch.randn(2,3)" -> normal(after(6, g), 2, 3);
      case "torch.randn(3,4,2)" -> normal(g, 3, 4, 2);
      case "torch.arange(30.)" -> Printable.ofFloats(sizes(30), i -> i);
      case "torch.zeros(20,20,20)" -> Printable.ofFloats(sizes(20, 20, 20), i -> 0);
      case "torch.arange(25)*100000" -> Printable.ofLongs(sizes(25), i -> i * 100000);
      case "T([0.1,0.2]).requires_grad_()" ->
          floats(sizes(2), .1f, .2f).withGrad(true, null, false);
      case "(torch.arange(6.).view(2,3).requires_grad_().t())" ->
          floats(sizes(3, 2), 0, 3, 1, 4, 2, 5).withGrad(true, "TBackward0", false);
      case "torch.rand(3,requires_grad=True).sum()" -> {
        float[] x = new float[3];
        after(1600, g).uniform(x, 0, 3, 0, 1);
        yield floats(sizes(), x[0] + x[1] + x[2]).withGrad(true, "SumBackward0", false);
      }
      case "torch.nn.Parameter(T([1.,2.]))" -> floats(sizes(2), 1, 2).withGrad(true, null, true);
      case "torch.nn.Parameter(torch.rand(2,12))" -> uniform(g, 2, 12).withGrad(true, null, true);
      case "torch.full((2,2),-7.)" -> Printable.ofFloats(sizes(2, 2), i -> -7);
      case "torch.zeros(3,0,2)" -> floats(sizes(3, 0, 2));
      case "torch.tensor([[1e-10,1.],[2.,3.]])" -> floats(sizes(2, 2), 1e-10f, 1, 2, 3);
      case "torch.rand(2,3)" -> uniform(g, 2, 3);
      default -> literal(expr);
    };
  }

  /** {@code T(1.5)} or {@code T([1.5,2])}. */
  private static Printable literal(String expr) {
    boolean scalar = !expr.startsWith("T([");
    String body =
        scalar ? expr.substring(2, expr.length() - 1) : expr.substring(3, expr.length() - 2);
    if (body.isEmpty()) {
      return floats(sizes(0));
    }
    String[] numbers = body.split(",", -1);
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(numbers[i]);
    }
    return floats(scalar ? sizes() : sizes(values.length), values);
  }

  private static Printable libtorch(String expr, Generator g) {
    float nan = Float.NaN;
    return switch (expr) {
      case "torch::tensor(1.5f)" -> floats(sizes(), 1.5f);
      case "torch::tensor(1e-5f)" -> floats(sizes(), 1e-5f);
      case "torch::tensor(7)" -> longs(sizes(), 7);
      case "torch::zeros({2,0})" -> floats(sizes(2, 0));
      case "torch::zeros({2,0,3})" -> floats(sizes(2, 0, 3));
      case "torch::tensor({1.f,2.f,3.f})" -> floats(sizes(3), 1, 2, 3);
      case "torch::tensor({1.5f,2.f,3.f})" -> floats(sizes(3), 1.5f, 2, 3);
      case "torch::tensor({1,2,300})" -> longs(sizes(3), 1, 2, 300);
      case "torch::tensor({nan,1.5f})" -> floats(sizes(2), nan, 1.5f);
      case "torch::tensor({0.001f,0.5f})" -> floats(sizes(2), .001f, .5f);
      case "torch::tensor({0.0001f,0.5f})" -> floats(sizes(2), .0001f, .5f);
      case "torch::tensor({0.00001f,0.5f})" -> floats(sizes(2), .00001f, .5f);
      case "torch::tensor({100000.5f,200000.f})" -> floats(sizes(2), 100000.5f, 200000);
      case "torch::tensor({1e10f,1.f})" -> floats(sizes(2), 1e10f, 1);
      case "torch::tensor({-1000.5f,1.f})" -> floats(sizes(2), -1000.5f, 1);
      case "torch::tensor({1.f,-1000.5f})" -> floats(sizes(2), 1, -1000.5f);
      case "torch::tensor({1.f,-1000.f})" -> floats(sizes(2), 1, -1000);
      case "torch::tensor({999999999.f})" -> floats(sizes(1), 999999999);
      case "torch::tensor({{1.5f,-2.f},{3.f,4.25f}})" -> floats(sizes(2, 2), 1.5f, -2, 3, 4.25f);
      case "torch::arange(24.f).view({2,3,4})" -> Printable.ofFloats(sizes(2, 3, 4), i -> i);
      case "torch::arange(24).view({2,3,2,2})" -> Printable.ofLongs(sizes(2, 3, 2, 2), i -> i);
      case "torch::rand({2,3})" -> uniform(g, 2, 3);
      case "torch::randn({2,3})" -> normal(g, 2, 3);
      case "torch::randn({2,20})" -> normal(after(24, g), 2, 20);
      case "torch::rand({3,3})*1e6" -> {
        Printable x = uniform(g, 3, 3);
        yield Printable.ofFloats(sizes(3, 3), i -> (float) x.real(i) * 1e6f);
      }
      case "torch::ones({2,2}).requires_grad_()" ->
          floats(sizes(2, 2), 1, 1, 1, 1).withGrad(true, null, false);
      default -> throw new AssertionError(expr);
    };
  }

  /** The tables were drawn together with cases that they no longer have. */
  private static Generator after(int draws, Generator g) {
    for (int i = 0; i < draws; i++) {
      g.nextInt32();
    }
    return g;
  }

  private static int[] sizes(int... sizes) {
    return sizes;
  }

  private static Printable floats(int[] sizes, float... values) {
    return Printable.ofFloats(sizes, i -> values[(int) i]);
  }

  private static Printable longs(int[] sizes, long... values) {
    return Printable.ofLongs(sizes, i -> values[(int) i]);
  }

  private static Printable uniform(Generator g, int... sizes) {
    float[] values = new float[count(sizes)];
    g.uniform(values, 0, values.length, 0, 1);
    return floats(sizes, values);
  }

  private static Printable normal(Generator g, int... sizes) {
    float[] values = new float[count(sizes)];
    g.normal(values, 0, values.length, 0, 1);
    return floats(sizes, values);
  }

  private static int count(int... sizes) {
    int n = 1;
    for (int size : sizes) {
      n *= size;
    }
    return n;
  }

  private static JsonNode read(String name) throws IOException {
    try (InputStream in = FormatTest.class.getResourceAsStream(name)) {
      return new ObjectMapper().readTree(in);
    }
  }
}
