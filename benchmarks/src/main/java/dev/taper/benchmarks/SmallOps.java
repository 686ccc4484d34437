package dev.taper.benchmarks;

import dev.taper.Generator;
import dev.taper.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an op costs where there is hardly anything to compute: 16 elements. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class SmallOps {
  private Tensor leaf;
  private Tensor x;
  private Tensor dy;

  /** Makes the operands. */
  @Setup
  public void setup() {
    Generator.manualSeed(0);
    leaf = Tensor.randn(4, 4).requiresGrad_();
    x = Tensor.randn(4, 4);
    dy = Tensor.randn(4, 4);
  }

  /** Not recorded. */
  @Benchmark
  public Tensor add() {
    return x.add(dy);
  }

  /** Recorded. */
  @Benchmark
  public Tensor recordedAdd() {
    return leaf.add(x);
  }

  /** Recorded. */
  @Benchmark
  public Tensor recordedTanh() {
    return leaf.tanh();
  }

  /** A view. */
  @Benchmark
  public Tensor transpose() {
    return x.t();
  }

  /** Recorded and differentiated. */
  @Benchmark
  public Tensor tanhAndBackward() {
    leaf.tanh().backward(dy);
    Tensor grad = leaf.grad();
    leaf.setGrad(null);
    return grad;
  }
}
