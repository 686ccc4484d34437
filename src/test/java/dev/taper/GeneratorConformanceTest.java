package dev.taper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The draws of PyTorch 2.13, bit for bit: each row of {@code rng.tsv} is a group's name, a seed,
 * the type of its values (f: bits of floats, i: integers) and the values.
 */
class GeneratorConformanceTest {
  /** The groups of the full table that are not in the resource, and why. */
  private static final Map<String, String> LEFT_OUT =
      Map.ofEntries(
          Map.entry("rand_f64", "no float64"),
          Map.entry("randn_f64_5", "no float64"),
          Map.entry("randn_f64_37", "no float64"),
          Map.entry("random_i32", "no int32"),
          Map.entry("gumbel", "PyTorch's vectorised log and exp differ in the last bit"),
          Map.entry("rrelu", "needs the activation"),
          Map.entry("trunc_normal_5_7", "needs the initialisation"),
          Map.entry("MHA_8_2", "needs the layer's default initialisation"));

  private static final float[] WEIGHTS = {.1f, .2f, .3f, .4f, 2, .5f};

  private record Row(String name, long seed, String type, List<String> values) {}

  private static final Map<String, Function<Generator, float[]>> FLOATS = floats();
  private static final Map<String, Function<Generator, long[]>> INTEGERS = integers();

  private static Map<String, Function<Generator, float[]>> floats() {
    Map<String, Function<Generator, float[]>> groups = new LinkedHashMap<>();
    groups.put("rand", g -> uniform(g, 1000, 0, 1));
    groups.put("rand_2x3x4", g -> uniform(g, 24, 0, 1));
    groups.put("uniform_-3_7", g -> uniform(g, 300, -3, 7));
    groups.put("uniform_-.1_.1", g -> uniform(g, 300, -.1, .1));
    for (int n : new int[] {1, 2, 3, 7, 15, 16, 17, 31, 32, 33, 48, 100, 1000, 4099}) {
      groups.put("randn_" + n, g -> normal(g, n, 0, 1));
    }
    groups.put("normal_2_3_64", g -> normal(g, 64, 2, 3));
    groups.put("normal_2_3_9", g -> normal(g, 9, 2, 3));
    groups.put("mixed", GeneratorConformanceTest::mixed);
    groups.put("normal_noncontig_5x5T_logical", g -> transposedNormal(g, 5, 5));
    groups.put("uniform_noncontig_4x5T_logical", g -> transposedUniform(g, 4, 5));
    groups.put("dropout_.1_x", g -> dropout(g, 300, .1));
    groups.put("dropout_.5_x", g -> dropout(g, 300, .5));
    groups.put("exponential_1.5", g -> filled(300, y -> g.exponential(y, 0, y.length, 1.5)));
    groups.put("cauchy", g -> filled(50, y -> g.cauchy(y, 0, y.length, 1, 2)));
    groups.put("log_normal", g -> filled(50, y -> g.logNormal(y, 0, y.length, .5, .7)));
    groups.put("geometric", g -> filled(50, y -> g.geometric(y, 0, y.length, .2)));
    initialisations(groups);
    return groups;
  }

  /**
   * Default initialisations that are nothing but uniform or normal draws, parameter by parameter.
   */
  private static void initialisations(Map<String, Function<Generator, float[]>> groups) {
    groups.put("Linear_10_5", g -> affine(g, 50, 5, 10));
    groups.put("Linear_3_4", g -> affine(g, 12, 4, 3));
    groups.put("Linear_1_1", g -> affine(g, 1, 1, 1));
    groups.put("Conv2d_3_8_5", g -> affine(g, 8 * 3 * 5 * 5, 8, 3 * 5 * 5));
    groups.put("ConvT2d_4_6_3", g -> affine(g, 4 * 6 * 3 * 3, 6, 6 * 3 * 3));
    groups.put("Conv2d_4_8_3_g2", g -> affine(g, 8 * 2 * 3 * 3, 8, 2 * 3 * 3));
    groups.put("LSTM_3_4_2", g -> recurrent(g, 4, 16 * 3, 16 * 4, 16, 16, 16 * 4, 16 * 4, 16, 16));
    groups.put("GRU_3_4_1", g -> recurrent(g, 4, 12 * 3, 12 * 4, 12, 12));
    groups.put("Bilinear_3_4_5", g -> recurrent(g, 3, 5 * 3 * 4, 5));
    groups.put("Embedding_7_5", g -> normal(g, 35, 0, 1));
    groups.put("Embedding_2_5", g -> normal(g, 10, 0, 1));
    groups.put("Embedding_7_5_pad2", GeneratorConformanceTest::paddedEmbedding);
    double xavier = 2 * Math.sqrt(2.0 / 12) * Math.sqrt(3);
    groups.put("xavier_uniform_5_7_g2", g -> uniform(g, 35, -xavier, xavier));
    groups.put("xavier_normal_5_7", g -> normal(g, 35, 0, Math.sqrt(2.0 / 12)));
    groups.put(
        "kaiming_normal_5_7_fan_out_relu", g -> normal(g, 35, 0, Math.sqrt(2) / Math.sqrt(5)));
    double kaiming = Math.sqrt(3) * (Math.sqrt(2) / Math.sqrt(7));
    groups.put("kaiming_uniform_5_7", g -> uniform(g, 35, -kaiming, kaiming));
  }

  private static Map<String, Function<Generator, long[]>> integers() {
    Map<String, Function<Generator, long[]>> groups = new LinkedHashMap<>();
    groups.put("randint_0_10", g -> randint(g, 200, 0, 10));
    groups.put("randint_-5_1000003", g -> randint(g, 200, -5, 1000003));
    groups.put("randint_0_2^28-1", g -> randint(g, 100, 0, (1 << 28) - 1));
    groups.put("randint_0_2^28", g -> randint(g, 100, 0, 1 << 28));
    groups.put("randint_0_2^40", g -> randint(g, 100, 0, 1L << 40));
    for (int n : new int[] {1, 10, 5000}) {
      groups.put("randperm_" + n, g -> randperm(g, n));
    }
    groups.put("bernoulli_p.3", GeneratorConformanceTest::bernoulli);
    groups.put("bernoulli_tensor.3", GeneratorConformanceTest::bernoulliOfTensor);
    groups.put("multinomial_rep", g -> multinomial(g, 200, true));
    groups.put("multinomial_norep", g -> multinomial(g, 6, false));
    groups.put("multinomial_1", GeneratorConformanceTest::multinomialRows);
    groups.put("random_", GeneratorConformanceTest::randomFloats);
    groups.put("random_i64", GeneratorConformanceTest::randomLongs);
    groups.put("rng_state_after_randn3", GeneratorConformanceTest::stateAfterRandn3);
    return groups;
  }

  private interface Fill {
    void into(float[] y);
  }

  private static float[] filled(int n, Fill fill) {
    float[] y = new float[n];
    fill.into(y);
    return y;
  }

  private static float[] uniform(Generator g, int n, double from, double to) {
    return filled(n, y -> g.uniform(y, 0, n, from, to));
  }

  private static float[] normal(Generator g, int n, double mean, double std) {
    return filled(n, y -> g.normal(y, 0, n, mean, std));
  }

  private static float[] mixed(Generator g) {
    float[] y = new float[30];
    g.normal(y, 0, 3, 0, 1);
    g.uniform(y, 3, 2, 0, 1);
    g.normal(y, 5, 4, 0, 1);
    g.normal(y, 9, 20, 0, 1);
    g.normal(y, 29, 1, 0, 1);
    return y;
  }

  /** A transposed tensor is filled in the order of its storage and read in its own. */
  private static float[] transposedNormal(Generator g, int rows, int columns) {
    float[] storage = new float[rows * columns];
    for (int i = 0; i < storage.length; i++) {
      storage[i] = g.normal(0, 1);
    }
    return transposed(storage, rows, columns);
  }

  private static float[] transposedUniform(Generator g, int rows, int columns) {
    float[] storage = new float[rows * columns];
    for (int i = 0; i < storage.length; i++) {
      storage[i] = g.uniform(0, 1);
    }
    return transposed(storage, rows, columns);
  }

  private static float[] transposed(float[] storage, int rows, int columns) {
    float[] y = new float[storage.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        y[j * rows + i] = storage[i * columns + j];
      }
    }
    return y;
  }

  /** Of the numbers 1, 2, … */
  private static float[] dropout(Generator g, int n, double p) {
    float[] y = new float[n];
    g.bernoulli(y, 0, n, 1 - p);
    for (int i = 0; i < n; i++) {
      y[i] = (i + 1) * (y[i] / (float) (1 - p));
    }
    return y;
  }

  private static float[] affine(Generator g, int weights, int biases, int fanIn) {
    double a = Math.sqrt(5);
    double gain = Math.sqrt(2 / (1 + a * a));
    double weightBound = Math.sqrt(3) * (gain / Math.sqrt(fanIn));
    double biasBound = 1 / Math.sqrt(fanIn);
    float[] y = new float[weights + biases];
    g.uniform(y, 0, weights, -weightBound, weightBound);
    g.uniform(y, weights, biases, -biasBound, biasBound);
    return y;
  }

  private static float[] recurrent(Generator g, int size, int... counts) {
    double bound = 1 / Math.sqrt(size);
    float[] y = new float[Arrays.stream(counts).sum()];
    int offset = 0;
    for (int count : counts) {
      g.uniform(y, offset, count, -bound, bound);
      offset += count;
    }
    return y;
  }

  private static float[] paddedEmbedding(Generator g) {
    float[] y = normal(g, 35, 0, 1);
    Arrays.fill(y, 10, 15, 0);
    return y;
  }

  private static long[] randint(Generator g, int n, long low, long high) {
    long[] y = new long[n];
    g.randint(y, 0, n, low, high);
    return y;
  }

  private static long[] randperm(Generator g, int n) {
    long[] y = new long[n];
    g.randperm(y, 0, n);
    return y;
  }

  private static long[] bernoulli(Generator g) {
    boolean[] y = new boolean[300];
    g.bernoulli(y, 0, 300, .3);
    return asIntegers(y);
  }

  private static long[] bernoulliOfTensor(Generator g) {
    boolean[] y = new boolean[300];
    for (int i = 0; i < 300; i++) {
      y[i] = g.bernoulli(.3f);
    }
    return asIntegers(y);
  }

  private static long[] asIntegers(boolean[] x) {
    long[] y = new long[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] ? 1 : 0;
    }
    return y;
  }

  private static long[] multinomial(Generator g, int samples, boolean replacement) {
    long[] y = new long[samples];
    g.multinomial(WEIGHTS, 0, WEIGHTS.length, y, 0, samples, replacement);
    return y;
  }

  private static long[] multinomialRows(Generator g) {
    long[] y = new long[20];
    for (int i = 0; i < 20; i++) {
      g.multinomial(WEIGHTS, 0, WEIGHTS.length, y, i, 1, i % 2 == 0);
    }
    return y;
  }

  private static long[] randomFloats(Generator g) {
    float[] values = new float[50];
    g.random(values, 0, 50);
    long[] y = new long[50];
    for (int i = 0; i < 50; i++) {
      y[i] = (long) values[i];
    }
    return y;
  }

  private static long[] randomLongs(Generator g) {
    long[] y = new long[50];
    g.random(y, 0, 50);
    return y;
  }

  private static long[] stateAfterRandn3(Generator g) {
    g.normal(new float[3], 0, 3, 0, 1);
    byte[] state = g.getState();
    long[] y = new long[state.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = state[i] & 0xff;
    }
    return y;
  }

  @TestFactory
  List<DynamicTest> drawsAsPyTorch() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Row row : rows()) {
      tests.add(DynamicTest.dynamicTest(row.name + " from " + row.seed, () -> check(row)));
    }
    return tests;
  }

  @Test
  void everyGroupIsThereOrLeftOutByName() throws IOException {
    Set<String> read = new TreeSet<>();
    for (Row row : rows()) {
      read.add(row.name);
    }
    Set<String> known = new TreeSet<>(FLOATS.keySet());
    known.addAll(INTEGERS.keySet());
    assertEquals(known, read);
    for (String name : LEFT_OUT.keySet()) {
      assertTrue(!read.contains(name), name);
    }
    assertEquals(69, read.size() + LEFT_OUT.size());
  }

  private static void check(Row row) {
    List<String> drawn = new ArrayList<>();
    if (row.type.equals("f")) {
      for (float x : FLOATS.get(row.name).apply(new Generator(row.seed))) {
        drawn.add(Integer.toHexString(Float.floatToRawIntBits(x)));
      }
    } else {
      for (long x : INTEGERS.get(row.name).apply(new Generator(row.seed))) {
        drawn.add(Long.toString(x));
      }
    }
    assertEquals(row.values, drawn);
  }

  private static List<Row> rows() throws IOException {
    try (InputStream in = GeneratorConformanceTest.class.getResourceAsStream("rng.tsv")) {
      List<Row> rows = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        List<String> fields = List.of(line.split("\t", -1));
        rows.add(
            new Row(
                fields.get(0),
                Long.parseLong(fields.get(1)),
                fields.get(2),
                fields.subList(3, fields.size())));
      }
      return rows;
    }
  }
}
