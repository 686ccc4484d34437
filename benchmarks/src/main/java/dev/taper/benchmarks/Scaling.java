package dev.taper.benchmarks;

import dev.taper.Scope;
import dev.taper.Tensor;
import dev.taper.Threads;
import dev.taper.nnf.Activations;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints what large work takes with one thread and with two, each the least of many runs. */
public final class Scaling {
  private static final int ROUNDS = 4;
  private static final int RUNS = 15;

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
    work.put("matmul 512", () -> small.matmul(small));
    work.put("matmul 1024", () -> other.matmul(other));
    return work;
  }

  /** The least time of a run, each in a scope. */
  private static double least(Runnable run) {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      try (var _ = Scope.open("run")) {
        run.run();
      }
      least = Math.min(least, (System.nanoTime() - start) / 1e3);
    }
    return least;
  }
}
