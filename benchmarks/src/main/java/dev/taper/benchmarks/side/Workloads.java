package dev.taper.benchmarks.side;

import dev.taper.benchmarks.side.Engine.Network;
import dev.taper.benchmarks.side.Engine.Steps;
import dev.taper.benchmarks.side.Workload.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** All workloads, in the order of the table. */
final class Workloads<T> {
  private static final int[] SIDES = {1, 4, 16, 128, 512, 1024, 2048};
  private static final String[] SIZES = {"1", "16", "256", "16K", "262K", "1M", "4M"};
  private static final String[] UNARY = {"relu", "exp", "log", "tanh", "sigmoid", "gelu", "erf"};
  private static final String[] BINARY = {"add", "mul", "div", "pow"};
  private static final String[] REDUCTIONS = {"sum", "mean", "max", "argmax", "var", "norm"};

  private final List<Workload<T>> all = new ArrayList<>();

  private Workloads() {}

  static <T> List<Workload<T>> all() {
    Workloads<T> w = new Workloads<>();
    w.pointwise();
    w.reductions();
    w.softmax();
    w.layerNorm();
    w.products();
    w.moves();
    w.random();
    w.tape();
    w.optimizers();
    w.networks();
    return w.all;
  }

  private Workload<T> add(String name, Function<Engine<T>, Case<T>> prepare) {
    return add(Workload.of(name, prepare));
  }

  private Workload<T> add(Workload<T> w) {
    all.add(w);
    return w;
  }

  private static <T> T matrix(Engine<T> e, long seed, int rows, int columns) {
    return e.of(Data.uniform(seed, rows * columns, -2, 2), rows, columns);
  }

  /** Between 0.1 and 2, where every op has a value. */
  private static <T> T positive(Engine<T> e, long seed, int rows, int columns) {
    return e.of(Data.uniform(seed, rows * columns, 0.1, 2), rows, columns);
  }

  /** How the first operand lies in memory. */
  private enum Layout {
    CONTIGUOUS("") {
      @Override
      <T> T of(Engine<T> e, int side) {
        return positive(e, 1, side, side);
      }
    },
    TRANSPOSED(" transposed") {
      @Override
      <T> T of(Engine<T> e, int side) {
        return e.transposed(positive(e, 1, side, side));
      }
    },
    SLICED(" sliced") {
      @Override
      <T> T of(Engine<T> e, int side) {
        return e.columns(positive(e, 1, side, side + 3), 1, side);
      }
    },
    BROADCAST(" broadcast") {
      @Override
      <T> T of(Engine<T> e, int side) {
        return positive(e, 1, 1, side);
      }
    };

    final String suffix;

    Layout(String suffix) {
      this.suffix = suffix;
    }

    abstract <T> T of(Engine<T> e, int side);
  }

  private void pointwise() {
    for (Layout layout : Layout.values()) {
      for (int i = 0; i < SIDES.length; i++) {
        int side = SIDES[i];
        boolean large = side >= 512;
        boolean extra = layout != Layout.CONTIGUOUS && side != 1024 && side != 16;
        for (String op : BINARY) {
          boolean rare = extra || layout != Layout.CONTIGUOUS && !op.equals("add");
          add(
              Workload.<T>of(
                      op + " " + SIZES[i] + layout.suffix,
                      e -> {
                        T a = layout.of(e, side);
                        T b = positive(e, 2, side, side);
                        BinaryOperator<T> f = e.binary(op);
                        return new Case<>(() -> f.apply(a, b));
                      })
                  .large(large)
                  .extra(rare));
        }
        for (String op : UNARY) {
          if (layout == Layout.BROADCAST) {
            continue;
          }
          boolean rare = extra || layout != Layout.CONTIGUOUS && !op.equals("exp");
          add(
              Workload.<T>of(
                      op + " " + SIZES[i] + layout.suffix,
                      e -> {
                        T a = layout.of(e, side);
                        UnaryOperator<T> f = e.unary(op);
                        return new Case<>(() -> f.apply(a));
                      })
                  .large(large)
                  .extra(rare));
        }
        add(
            Workload.<T>of(
                    "where " + SIZES[i] + layout.suffix,
                    e -> {
                      T mask = e.positive(matrix(e, 3, side, side));
                      T a = layout.of(e, side);
                      T b = positive(e, 2, side, side);
                      return new Case<>(() -> e.where(mask, a, b));
                    })
                .large(large)
                .extra(extra || layout != Layout.CONTIGUOUS));
      }
    }
  }

  private void reductions() {
    for (int side : new int[] {16, 128, 1024}) {
      for (String op : REDUCTIONS) {
        for (int dim = -1; dim < 2; dim++) {
          int d = dim;
          add(
              Workload.<T>of(
                      op + " " + side + "x" + side + (d < 0 ? " all" : " dim " + d),
                      e -> {
                        T x = matrix(e, 4, side, side);
                        UnaryOperator<T> f = e.reduction(op, d);
                        return new Case<>(() -> f.apply(x));
                      })
                  .within(1e-4)
                  .large(side == 1024)
                  .extra(side == 128));
        }
      }
    }
  }

  private void softmax() {
    for (int[] s : new int[][] {{64, 10}, {64, 1000}, {1024, 1024}}) {
      String sizes = " " + s[0] + "x" + s[1];
      boolean large = s[0] * s[1] >= 1 << 16;
      for (String op : new String[] {"softmax", "logSoftmax"}) {
        add(
            Workload.<T>of(
                    op + sizes,
                    e -> {
                      T x = matrix(e, 5, s[0], s[1]);
                      UnaryOperator<T> f = e.unary(op);
                      return new Case<>(() -> f.apply(x));
                    })
                .large(large));
        add(
            Workload.<T>of(
                    op + sizes + " and backward",
                    e -> {
                      T x = matrix(e, 5, s[0], s[1]);
                      T dy = matrix(e, 6, s[0], s[1]);
                      UnaryOperator<T> f = e.unary(op);
                      e.requiresGrad(x);
                      return new Case<>(
                          () ->
                              e.scope(
                                  () -> {
                                    e.backward(f.apply(x), dy);
                                    return e.takeGrad(x);
                                  }));
                    })
                .within(2e-5)
                .large(large));
      }
      add(
          Workload.<T>of(
                  "crossEntropy" + sizes + " and backward",
                  e -> {
                    T x = matrix(e, 5, s[0], s[1]);
                    T classes = e.of(Data.integers(7, s[0], s[1]), s[0]);
                    e.requiresGrad(x);
                    return new Case<>(
                        () ->
                            e.scope(
                                () -> {
                                  e.backward(e.crossEntropy(x, classes));
                                  return e.takeGrad(x);
                                }));
                  })
              .large(large));
    }
  }

  private void layerNorm() {
    for (int[] s : new int[][] {{64, 10}, {64, 1000}, {1024, 1024}}) {
      String sizes = " " + s[0] + "x" + s[1];
      boolean large = s[0] * s[1] >= 1 << 16;
      add(
          Workload.<T>of(
                  "layerNorm" + sizes,
                  e -> {
                    T x = matrix(e, 5, s[0], s[1]);
                    UnaryOperator<T> f = e.layerNorm(row(e, 25, s[1]), row(e, 26, s[1]));
                    return new Case<>(() -> f.apply(x));
                  })
              .within(2e-5)
              .large(large));
      add(
          Workload.<T>of(
                  "layerNorm" + sizes + " and backward",
                  e -> {
                    T x = matrix(e, 5, s[0], s[1]);
                    T dy = matrix(e, 6, s[0], s[1]);
                    T weight = row(e, 25, s[1]);
                    T bias = row(e, 26, s[1]);
                    UnaryOperator<T> f = e.layerNorm(weight, bias);
                    e.requiresGrad(x);
                    e.requiresGrad(weight);
                    e.requiresGrad(bias);
                    return new Case<>(
                        () ->
                            e.scope(
                                () -> {
                                  e.backward(f.apply(x), dy);
                                  e.takeGrad(weight);
                                  e.takeGrad(bias);
                                  return e.takeGrad(x);
                                }));
                  })
              .within(1e-4)
              .large(large));
    }
  }

  private static <T> T row(Engine<T> e, long seed, int n) {
    return e.of(Data.uniform(seed, n, 0.5, 2), n);
  }

  private Workload<T> product(
      String name, int m, int k, int n, boolean ta, boolean tb, Supplier<int[]> batch) {
    return add(
        Workload.<T>of(
                name,
                e -> {
                  int[] lead = batch.get();
                  T a = operand(e, 8, lead, m, k, ta);
                  T b = operand(e, 9, lead, k, n, tb);
                  BinaryOperator<T> f = e.binary("matmul");
                  return new Case<>(() -> f.apply(a, b));
                })
            .within(1e-5 * Math.sqrt(k))
            .operations(2.0 * m * k * n * (batch.get().length == 0 ? 1 : batch.get()[0]))
            .large((double) m * k * n >= 1 << 18));
  }

  private static <T> T operand(
      Engine<T> e, long seed, int[] lead, int rows, int columns, boolean transposed) {
    if (lead.length > 0) {
      return e.of(Data.uniform(seed, lead[0] * rows * columns, -1, 1), lead[0], rows, columns);
    }
    return transposed
        ? e.transposed(matrix(e, seed, columns, rows))
        : matrix(e, seed, rows, columns);
  }

  private void products() {
    for (int n = 4; n <= 2048; n *= 2) {
      product("matmul " + n, n, n, n, false, false, () -> new int[0]);
    }
    for (int n : new int[] {64, 512}) {
      product("matmul " + n + " A transposed", n, n, n, true, false, () -> new int[0]);
      product("matmul " + n + " B transposed", n, n, n, false, true, () -> new int[0]);
      product("matmul " + n + " both transposed", n, n, n, true, true, () -> new int[0]);
    }
    product("matmul 1x784x256", 1, 784, 256, false, false, () -> new int[0]);
    product("matmul 8x512x512", 8, 512, 512, false, false, () -> new int[0]);
    product("matmul 512x512x8", 512, 512, 8, false, false, () -> new int[0]);
    product("matmul 512x512x1", 512, 512, 1, false, false, () -> new int[0]);
    product("matmul 1000x8x1000", 1000, 8, 1000, false, false, () -> new int[0]);
    product("matmul batch 32 of 64", 64, 64, 64, false, false, () -> new int[] {32});
    product("matmul batch 256 of 16", 16, 16, 16, false, false, () -> new int[] {256});
    add(
        Workload.<T>of(
                "addmm 64x512x256",
                e -> {
                  T bias = matrix(e, 10, 1, 256);
                  T a = matrix(e, 8, 64, 512);
                  T b = matrix(e, 9, 512, 256);
                  return new Case<>(() -> e.addmm(bias, a, b));
                })
            .within(2e-4)
            .operations(2.0 * 64 * 512 * 256)
            .large(true));
  }

  private void moves() {
    for (int n : new int[] {128, 1024}) {
      add(
          Workload.<T>of(
                  "transposed copy " + n,
                  e -> {
                    T x = e.transposed(matrix(e, 11, n, n));
                    UnaryOperator<T> f = e.unary("contiguous");
                    return new Case<>(() -> f.apply(x));
                  })
              .large(n == 1024));
    }
    for (int dim = 0; dim < 2; dim++) {
      int d = dim;
      add(
          Workload.<T>of(
                  "cat 2 of 1024x512 dim " + d,
                  e -> {
                    Supplier<T> f = e.cat(d, matrix(e, 12, 1024, 512), matrix(e, 13, 1024, 512));
                    return new Case<>(f);
                  })
              .large(true));
      add(
          Workload.<T>of(
                  "indexSelect 1024 of 1024x1024 dim " + d,
                  e -> {
                    T x = matrix(e, 14, 1024, 1024);
                    T index = e.of(Data.integers(15, 1024, 1024), 1024);
                    return new Case<>(() -> e.indexSelect(x, d, index));
                  })
              .large(true));
      add(
          Workload.<T>of(
                  "gather 1024x1024 dim " + d,
                  e -> {
                    T x = matrix(e, 14, 1024, 1024);
                    T index = e.of(Data.integers(16, 1 << 20, 1024), 1024, 1024);
                    return new Case<>(() -> e.gather(x, d, index));
                  })
              .large(true));
    }
  }

  private void random() {
    int[] counts = {16, 1 << 14, 1 << 20};
    String[] names = {"16", "16K", "1M"};
    for (int i = 0; i < counts.length; i++) {
      int n = counts[i];
      add(
          Workload.<T>of(
                  "rand " + names[i],
                  e -> {
                    e.seed(17);
                    return new Case<>(() -> e.rand(n));
                  })
              .large(n > 1 << 18));
      add(
          Workload.<T>of(
                  "randn " + names[i],
                  e -> {
                    e.seed(18);
                    return new Case<>(() -> e.randn(n));
                  })
              .large(n > 1 << 18));
      add(
          Workload.<T>of(
                  "dropout " + names[i],
                  e -> {
                    T x = e.of(Data.uniform(27, n, 0.1, 2), n);
                    e.seed(28);
                    return new Case<>(() -> e.dropout(x));
                  })
              .large(n > 1 << 18));
    }
  }

  private void tape() {
    for (String op : new String[] {"relu", "tanh"}) {
      add(
          "recorded " + op + " 16",
          e -> {
            T x = positive(e, 19, 4, 4);
            e.requiresGrad(x);
            UnaryOperator<T> f = e.unary(op);
            return new Case<>(() -> f.apply(x));
          });
    }
    add(
        "recorded mul 16",
        e -> {
          T x = positive(e, 19, 4, 4);
          T y = positive(e, 20, 4, 4);
          e.requiresGrad(x);
          BinaryOperator<T> f = e.binary("mul");
          return new Case<>(() -> f.apply(x, y));
        });
    add(
        "view t 4x4",
        e -> {
          T x = positive(e, 19, 4, 4);
          UnaryOperator<T> f = e.unary("t");
          return new Case<>(() -> f.apply(x));
        });
    add(
        Workload.<T>of(
                "chain of 100 ops on 16, forward and backward",
                e -> {
                  T x = positive(e, 19, 4, 4);
                  T c = positive(e, 20, 4, 4);
                  T dy = positive(e, 21, 4, 4);
                  e.requiresGrad(x);
                  UnaryOperator<T> tanh = e.unary("tanh");
                  BinaryOperator<T> mul = e.binary("mul");
                  return new Case<>(
                      () ->
                          e.scope(
                              () -> {
                                T y = x;
                                for (int i = 0; i < 50; i++) {
                                  y = tanh.apply(mul.apply(y, c));
                                }
                                e.backward(y, dy);
                                return e.takeGrad(x);
                              }));
                })
            .within(1e-4));
  }

  private void optimizers() {
    for (boolean many : new boolean[] {false, true}) {
      String sizes = many ? " 200 of 1000" : " 1M";
      for (String name : new String[] {"SGD step", "SGD momentum step", "Adam step"}) {
        add(
            Workload.<T>of(
                    name + sizes,
                    e -> {
                      List<T> params = new ArrayList<>();
                      for (int i = 0; i < (many ? 200 : 1); i++) {
                        int n = many ? 1000 : 1 << 20;
                        T p = matrix(e, 22 + i, 1, n);
                        e.requiresGrad(p);
                        e.setGrad(p, matrix(e, 300 + i, 1, n));
                        params.add(p);
                      }
                      Steps steps =
                          switch (name) {
                            case "SGD step" -> e.sgd(params, 1e-3, 0);
                            case "SGD momentum step" -> e.sgd(params, 1e-3, 0.9);
                            default -> e.adam(params, 1e-3);
                          };
                      return new Case<>(
                          () -> {
                            steps.step();
                            return null;
                          },
                          () -> e.copy(params.getLast()));
                    })
                .after(3)
                .within(1e-5)
                .large(!many));
      }
    }
  }

  private void networks() {
    add(
        Workload.<T>of("tutorial epoch, 100x3 to 32 to 1, Adam", Workloads::tutorial)
            .after(100)
            .within(1e-4));
    add(
        Workload.<T>of(
                "MLP 784-256-128-10 batch 64 training step, Adam",
                e -> {
                  T x = matrix(e, 23, 64, 784);
                  T classes = e.of(Data.integers(24, 64, 10), 64);
                  e.seed(1);
                  Network<T> net = e.network(784, 256, 128, 10);
                  Steps steps = e.adam(net.parameters(), 1e-3);
                  return new Case<>(
                      () ->
                          e.scope(
                              () -> {
                                T loss = e.crossEntropy(net.forward(x), classes);
                                steps.zeroGrad();
                                e.backward(loss);
                                steps.step();
                                return loss;
                              }));
                })
            .after(5)
            .within(1e-3)
            .large(true));
    for (int batch : new int[] {64, 1}) {
      add(
          Workload.<T>of(
                  "MLP 784-256-128-10 batch " + batch + " inference",
                  e -> {
                    T x = matrix(e, 23, batch, 784);
                    e.seed(1);
                    Network<T> net = e.network(784, 256, 128, 10);
                    return new Case<>(() -> e.scope(() -> e.withoutGrad(() -> net.forward(x))));
                  })
              .within(1e-4)
              .large(true));
    }
  }

  private static <T> Case<T> tutorial(Engine<T> e) {
    e.seed(0);
    T drawn = e.randn(300);
    double[] p = e.values(drawn, 300);
    T noise = e.randn(100);
    double[] q = e.values(noise, 100);
    float[] inputs = new float[300];
    float[] targets = new float[100];
    for (int i = 0; i < 300; i++) {
      inputs[i] = (float) p[i];
    }
    for (int i = 0; i < 100; i++) {
      float y = inputs[3 * i] * 0.2f - inputs[3 * i + 1] * 1.3f - inputs[3 * i + 2] * 0.5f;
      targets[i] = y + (float) q[i];
    }
    T x = e.of(inputs, 100, 3);
    T y = e.of(targets, 100, 1);
    Network<T> net = e.network(3, 32, 1);
    Steps steps = e.adam(net.parameters(), 0.08);
    return new Case<>(
        () ->
            e.scope(
                () -> {
                  T loss = e.squaredError(net.forward(x), y);
                  steps.zeroGrad();
                  e.backward(loss);
                  steps.step();
                  return loss;
                }));
  }
}
