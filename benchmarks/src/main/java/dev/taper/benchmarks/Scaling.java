package dev.taper.benchmarks;

import dev.taper.Scope;
import dev.taper.Shape;
import dev.taper.Tensor;
import dev.taper.Threads;
import dev.taper.nnf.Activations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Prints what large work takes with one thread and with two, each the least of many runs. */
public final class Scaling {
  private static final int ROUNDS = 4;
  private static final int RUNS = 15;

  /** Least time of one turn of a workload: small work runs more often until it is compiled. */
  private static final long TURN = 50_000_000;

  private Scaling() {}

  /** Runs all work for a while, then measures it. */
  public static void main(String[] args) {
    Map<String, Runnable> work = work();
    Threads.set(1);
    for (int i = 0; i < ROUNDS; i++) {
      work.values().forEach(Scaling::least);
    }
    System.out.printf("%-20s %10s %10s%n", "", "1 thread", "2, us");
    work.forEach(
        (name, run) -> {
          double[] micros = {Double.MAX_VALUE, Double.MAX_VALUE};
          for (int i = 0; i < ROUNDS; i++) {
            for (int threads = 1; threads <= 2; threads++) {
              Threads.set(threads);
              micros[threads - 1] = Math.min(micros[threads - 1], least(run));
            }
          }
          System.out.printf(
              "%-20s %10.1f %10.1f %5.2f%n", name, micros[0], micros[1], micros[0] / micros[1]);
        });
  }

  private static Map<String, Runnable> work() {
    Map<String, Runnable> work = new LinkedHashMap<>();
    Tensor million = Tensor.randn(1024, 1024);
    Tensor other = Tensor.randn(1024, 1024);
    Tensor millions = Tensor.randn(2048, 2048);
    Tensor others = Tensor.randn(2048, 2048);
    Tensor small = Tensor.randn(512, 512);
    work.put("add_ 1M", () -> million.add_(other, 1e-9));
    work.put("add_ 4M", () -> millions.add_(others, 1e-9));
    work.put("copy_ 4M", () -> millions.copy_(others));
    work.put("exp 1M", () -> other.exp());
    work.put("sum 4M", () -> others.sum());
    work.put("softmax 1024x1024", () -> Activations.softmax(other, 1));
    Tensor leaf = Tensor.randn(1024, 1024).requiresGrad_();
    work.put(
        "softmax and backward",
        () -> {
          Activations.softmax(leaf, 1).backward(other);
          leaf.setGrad(null);
        });
    Tensor columns =
        Tensor.of(new Random(1).longs(1 << 20, 0, 1024).toArray(), Shape.of(1024, 1024));
    work.put("gather 1024x1024", () -> other.gather(1, columns));
    products(work, other, small);
    return work;
  }

  private static void products(Map<String, Runnable> work, Tensor large, Tensor small) {
    for (int n : new int[] {128, 256}) {
      Tensor square = Tensor.randn(n, n);
      work.put("matmul " + n, () -> square.matmul(square));
    }
    work.put("matmul 512", () -> small.matmul(small));
    work.put("matmul 1024", () -> large.matmul(large));
    for (int n : new int[] {1, 8}) {
      Tensor narrow = Tensor.randn(512, n);
      Tensor few = Tensor.randn(n, 512);
      work.put("matmul 512x512x" + n, () -> small.matmul(narrow));
      work.put("matmul " + n + "x512x512", () -> few.matmul(small));
    }
    Tensor tall = Tensor.randn(1000, 8);
    Tensor wide = Tensor.randn(8, 1000);
    work.put("matmul 1000x8x1000", () -> tall.matmul(wide));
    Tensor one = Tensor.randn(1, 784);
    Tensor weights = Tensor.randn(256, 784).t();
    work.put("linear 1x784x256", () -> one.matmul(weights));
  }

  /** The least time of a run, each in a scope. */
  private static double least(Runnable run) {
    double least = Double.MAX_VALUE;
    long end = System.nanoTime() + TURN;
    for (int i = 0; i < RUNS || System.nanoTime() < end; i++) {
      long start = System.nanoTime();
      try (var _ = Scope.open("run")) {
        run.run();
      }
      least = Math.min(least, (System.nanoTime() - start) / 1e3);
    }
    return least;
  }
}
