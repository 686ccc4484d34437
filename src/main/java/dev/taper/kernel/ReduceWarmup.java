package dev.taper.kernel;

import java.util.concurrent.locks.LockSupport;

/**
 * Lets a kernel's work go to plain Java until its form in the Vector API runs compiled.
 *
 * <p>Vector API code that is not compiled yet is a thousand times slower, for some tenths of a
 * second, and a JVM that compiles badly may leave it so. So a kernel that has had a good deal of
 * work in plain Java is run on small data by a daemon thread until it is fast, and only then used.
 * Results do not change, since both forms give the same bits. With {@code
 * -Ddev.taper.backend=vector} the Vector API is used from the first block on.
 */
final class ReduceWarmup {
  /** Elements in plain Java that make a kernel worth warming: some milliseconds of work. */
  private static final long MUCH = 1 << 24;

  private static final int CALLS = 500;
  private static final int ROUNDS = 1_000;
  private static final long PAUSE_NANOS = 500_000;
  private static final long LONGEST_PAUSE_NANOS = 20_000_000;
  private static final long FAST_NANOS = 6_000;
  private static final boolean AT_ONCE =
      "vector".equalsIgnoreCase(System.getProperty(Backend.PROPERTY));
  private static final boolean VECTOR = Kernels.vector();

  /** The vector form, over so many rows of 64 elements of {@code x}, into {@code y}. */
  @FunctionalInterface
  interface Form {
    void run(float[] x, int rows, float[] y);
  }

  private final int worthwhile;
  private final Form form;

  /** A count lost in a race only delays the change. */
  private long seen;

  private volatile boolean ready = VECTOR && AT_ONCE;

  /** A form that pays for blocks of {@code worthwhile} elements and more. */
  ReduceWarmup(int worthwhile, Form form) {
    this.worthwhile = worthwhile;
    this.form = form;
  }

  /** Whether a block of {@code n} elements goes to the Vector API. */
  boolean vector(int n) {
    if (n < worthwhile || !VECTOR) {
      return false;
    }
    if (ready) {
      return true;
    }
    if (seen < MUCH) {
      seen += n;
      if (seen >= MUCH) {
        Thread.ofPlatform()
            .daemon()
            .name("taper-warmup")
            .inheritInheritableThreadLocals(false)
            .start(this::warm);
      }
    }
    return false;
  }

  /** Few rows at a time make many calls cheap, and the compiler counts calls. */
  private void warm() {
    float[] x = new float[Fold.BLOCK];
    float[] y = new float[PlainReduce.LANES];
    long pause = PAUSE_NANOS;
    for (int round = 0; round < ROUNDS && !ready; round++) {
      for (int call = 0; call < CALLS; call++) {
        form.run(x, 2, y);
      }
      long best = Long.MAX_VALUE;
      for (int call = 0; call < 3; call++) {
        long start = System.nanoTime();
        form.run(x, PlainReduce.LANES, y);
        best = Math.min(best, System.nanoTime() - start);
      }
      ready = best < FAST_NANOS;
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }
}
