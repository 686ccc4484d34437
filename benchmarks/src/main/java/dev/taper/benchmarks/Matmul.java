package dev.taper.benchmarks;

import dev.taper.Generator;
import dev.taper.Tensor;
import dev.taper.Threads;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A square product; 512 is 268 MFLOP, so 1 ms is 268 GFLOP/s. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 3, time = 1)
public class Matmul {
  /** Rows and columns. */
  @Param("512")
  public int n;

  /** Threads that Taper computes with. */
  @Param("1")
  public int threads;

  private Tensor a;
  private Tensor b;

  /** Makes the operands. */
  @Setup
  public void setup() {
    Threads.set(threads);
    Generator.manualSeed(0);
    a = Tensor.randn(n, n);
    b = Tensor.randn(n, n);
  }

  /** On the backend that the JVM chose. */
  @Benchmark
  public Tensor matmul() {
    return a.matmul(b);
  }

  /** In plain Java. */
  @Benchmark
  @Fork(value = 3, jvmArgsAppend = "-Ddev.taper.backend=scalar")
  public Tensor matmulPlain() {
    return a.matmul(b);
  }
}
