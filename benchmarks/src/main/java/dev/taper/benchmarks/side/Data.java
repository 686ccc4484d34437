package dev.taper.benchmarks.side;

import java.util.SplittableRandom;

/** Numbers that are the same on every side. */
final class Data {
  private Data() {}

  /** Uniform numbers. */
  static float[] uniform(long seed, int n, double low, double high) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextDouble(low, high);
    }
    return values;
  }

  /** Integers from 0 to {@code bound - 1}. */
  static long[] integers(long seed, int n, int bound) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] values = new long[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextInt(bound);
    }
    return values;
  }

  /** At most {@code limit} of the numbers, evenly spread. */
  static double[] sample(float[] x, int limit) {
    int n = Math.min(limit, x.length);
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = x[(int) ((long) i * x.length / n)];
    }
    return y;
  }
}
