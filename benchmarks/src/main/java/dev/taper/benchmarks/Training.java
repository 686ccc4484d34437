package dev.taper.benchmarks;

import dev.taper.Autograd;
import dev.taper.Generator;
import dev.taper.Scope;
import dev.taper.Tensor;
import dev.taper.Threads;
import dev.taper.nn.Linear;
import dev.taper.nn.ReLU;
import dev.taper.nn.Sequential;
import dev.taper.nnf.Losses;
import dev.taper.nnf.Reduction;
import dev.taper.optim.Adam;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Steps of training: the tutorial's epoch and an MLP 784-256-128-10 at batch 64. */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 3, time = 1)
public class Training {
  /** Threads that Taper computes with. */
  @Param("1")
  public int threads;

  private Tensor points;
  private Tensor values;
  private Sequential small;
  private Adam smallSteps;
  private Tensor images;
  private Tensor one;
  private Tensor classes;
  private Sequential mlp;
  private Adam mlpSteps;

  /** Makes the data and the networks. */
  @Setup
  public void setup() {
    Threads.set(threads);
    Generator.manualSeed(0);
    points = Tensor.randn(100, 3);
    values = points.get(":, 0, None").mul(0.2).sub(points.get(":, 1, None").mul(1.3));
    small = new Sequential(new Linear(3, 32), new ReLU(), new Linear(32, 1));
    smallSteps = new Adam(small.parameters(), 0.08);
    images = Tensor.randn(64, 784);
    one = Tensor.randn(1, 784);
    classes = Tensor.randint(0, 10, 64);
    mlp =
        new Sequential(
            new Linear(784, 256),
            new ReLU(),
            new Linear(256, 128),
            new ReLU(),
            new Linear(128, 10));
    mlpSteps = new Adam(mlp.parameters(), 1e-3);
  }

  /** An epoch of the tutorial's program. */
  @Benchmark
  public Tensor tutorialEpoch() {
    Tensor loss = Losses.mseLoss(small.forward(points), values, Reduction.SUM);
    smallSteps.zeroGrad();
    loss.backward();
    smallSteps.step();
    return loss;
  }

  /** Forward, backward and Adam. */
  @Benchmark
  public Tensor mlpStep() {
    Tensor loss = Losses.crossEntropy(mlp.forward(images), classes);
    mlpSteps.zeroGrad();
    loss.backward();
    mlpSteps.step();
    return loss;
  }

  /** As {@link #tutorialEpoch}, its memory recycled at the end. */
  @Benchmark
  public double tutorialEpochInScope() {
    try (var _ = Scope.open("epoch")) {
      return tutorialEpoch().item();
    }
  }

  /** As {@link #mlpStep}, its memory recycled at the end. */
  @Benchmark
  public double mlpStepInScope() {
    try (var _ = Scope.open("step")) {
      return mlpStep().item();
    }
  }

  /** Forward, nothing recorded. */
  @Benchmark
  public Tensor mlpInference() {
    return Autograd.noGrad(() -> mlp.forward(images));
  }

  /** Forward of one image, nothing recorded. */
  @Benchmark
  public Tensor mlpInferenceOfOne() {
    return Autograd.noGrad(() -> mlp.forward(one));
  }
}
