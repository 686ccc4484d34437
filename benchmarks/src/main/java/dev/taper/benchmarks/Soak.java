package dev.taper.benchmarks;

import dev.taper.Generator;
import dev.taper.Scope;
import dev.taper.Tensor;
import dev.taper.nn.Linear;
import dev.taper.nn.ReLU;
import dev.taper.nn.Sequential;
import dev.taper.nnf.Losses;
import dev.taper.optim.Adam;
import java.util.Arrays;

/**
 * Trains the tutorial's network for many steps, each in a scope, and prints what a step takes and
 * how much of the heap is in use after a collection, at the beginning and at the end: neither is to
 * grow.
 */
public final class Soak {
  private Soak() {}

  /**
   * Runs the soak.
   *
   * @param args the number of steps; 100,000 if it is left out
   */
  public static void main(String[] args) {
    int steps = args.length == 0 ? 100_000 : Integer.parseInt(args[0]);
    int tenth = steps / 10;
    Generator.manualSeed(0);
    Tensor x = Tensor.randn(100, 3);
    Tensor y = Tensor.randn(100, 1);
    Sequential model = new Sequential(new Linear(3, 32), new ReLU(), new Linear(32, 1));
    Adam adam = new Adam(model.parameters(), 1e-4);
    long[] nanos = new long[tenth];
    double loss = 0;
    for (int part = 0; part < 10; part++) {
      for (int i = 0; i < tenth; i++) {
        long start = System.nanoTime();
        try (var _ = Scope.open("step")) {
          Tensor l = Losses.mseLoss(model.forward(x), y);
          adam.zeroGrad();
          l.backward();
          adam.step();
          loss = l.item();
        }
        nanos[i] = System.nanoTime() - start;
      }
      Arrays.sort(nanos);
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      System.out.printf(
          "steps to %,d: median %.1f us, %,d KB in use, loss %.6f%n",
          (part + 1) * tenth,
          nanos[tenth / 2] / 1e3,
          (runtime.totalMemory() - runtime.freeMemory()) >> 10,
          loss);
    }
  }
}
