package dev.taper;

import dev.taper.kernel.BoxMuller;
import java.util.Arrays;

/**
 * A source of random numbers: mt19937 with PyTorch's draw algorithms, so that the same seed gives
 * the same bits as PyTorch 2.7 or later on an x86 CPU.
 *
 * <p>Everything random in Taper draws from the {@linkplain #getDefault() default generator} unless
 * it is given another. Draws are serial, in memory order of what they fill. A generator may be
 * shared between threads: each draw holds its monitor, and {@code synchronized (generator)} holds
 * it over several. torch: {@code torch.Generator}.
 */
public final class Generator {
  /** The length of a {@linkplain #getState() state}. */
  public static final int STATE_BYTES = 5056;

  /** The seed of {@code new Generator()}, as in torch. */
  public static final long DEFAULT_SEED = 67280421310721L;

  private static final Generator DEFAULT = new Generator(nondeterministicSeed());

  private final RandomDraws draws = new RandomDraws();
  private long seed;

  /** A generator that starts from {@link #DEFAULT_SEED}. */
  public Generator() {
    this(DEFAULT_SEED);
  }

  /** A generator that starts from {@code seed}, of which the low 32 bits choose the sequence. */
  public Generator(long seed) {
    this.seed = seed;
    draws.seed(seed);
  }

  /**
   * The generator used where none is given; it is seeded from the clock when Taper starts.
   *
   * <p>torch: {@code torch.default_generator}.
   */
  public static Generator getDefault() {
    return DEFAULT;
  }

  /**
   * Starts the default generator anew from {@code seed} and returns it.
   *
   * <p>For another generator see {@link #setSeed}. torch: {@code torch.manual_seed}.
   */
  public static Generator manualSeed(long seed) {
    return DEFAULT.setSeed(seed);
  }

  /**
   * Starts this generator anew from {@code seed} and returns it.
   *
   * <p>torch: {@code Generator.manual_seed}.
   */
  public synchronized Generator setSeed(long seed) {
    this.seed = seed;
    draws.seed(seed);
    return this;
  }

  /**
   * Starts this generator anew from a seed that differs each time, and returns that seed.
   *
   * <p>torch: {@code Generator.seed}.
   */
  public synchronized long seed() {
    long chosen = nondeterministicSeed();
    setSeed(chosen);
    return chosen;
  }

  /** The seed that this generator last started from. torch: {@code Generator.initial_seed}. */
  public synchronized long initialSeed() {
    return seed;
  }

  /**
   * The whole state in {@value #STATE_BYTES} bytes, the same bytes as PyTorch's.
   *
   * <p>torch: {@code Generator.get_state}, {@code torch.get_rng_state}.
   */
  public synchronized byte[] getState() {
    return GeneratorState.write(seed, draws);
  }

  /**
   * Continues from a state that {@link #getState()} or PyTorch wrote.
   *
   * <p>torch: {@code Generator.set_state}, {@code torch.set_rng_state}.
   *
   * @throws IllegalArgumentException if it has not {@value #STATE_BYTES} bytes or they are not the
   *     state of a seeded mt19937; the generator is then unchanged
   */
  public synchronized void setState(byte[] state) {
    seed = GeneratorState.read(state, draws);
  }

  /** Of the clocks and of where an object lies; the process id would start a thread pool. */
  private static long nondeterministicSeed() {
    long mix = System.nanoTime() ^ Long.rotateLeft(System.currentTimeMillis(), 32);
    mix += System.identityHashCode(new Object()) * 0x9e3779b97f4a7c15L;
    mix = (mix ^ (mix >>> 30)) * 0xbf58476d1ce4e5b9L;
    mix = (mix ^ (mix >>> 27)) * 0x94d049bb133111ebL;
    // 53 bits, as in PyTorch, so that the seed is the same number where it is read as a double.
    return (mix ^ (mix >>> 31)) & ((1L << 53) - 1);
  }

  /** The next 32 bits as an int. */
  synchronized int nextInt32() {
    return draws.twister().next32();
  }

  /** The next 64 bits; two 32-bit draws. */
  synchronized long nextInt64() {
    return draws.twister().next64();
  }

  /** Fills {@code n} values uniform on [from, to). torch: {@code uniform_}. */
  synchronized void uniform(float[] y, int offset, int n, double from, double to) {
    DrawChecks.uniform(from, to);
    draws.uniform(y, offset, n, (float) from, (float) to);
  }

  /**
   * One value uniform on [from, to), as each element of {@link #uniform(float[], int, int, double,
   * double)}.
   */
  synchronized float uniform(double from, double to) {
    DrawChecks.uniform(from, to);
    return draws.uniform((float) from, (float) to);
  }

  /**
   * Fills {@code n} normal values; 16 or more of them by another algorithm than fewer, which is
   * {@link #normal(double, double)} for each. torch: {@code normal_} of a contiguous tensor.
   */
  synchronized void normal(float[] y, int offset, int n, double mean, double std) {
    DrawChecks.normal(std);
    if (n >= BoxMuller.GROUP) {
      draws.normalGroups(y, offset, n, (float) mean, (float) std);
    } else {
      for (int i = 0; i < n; i++) {
        y[offset + i] = (float) draws.normal(mean, std);
      }
    }
  }

  /** One normal value, as each element of a tensor that is small or not contiguous. */
  synchronized float normal(double mean, double std) {
    DrawChecks.normal(std);
    return (float) draws.normal(mean, std);
  }

  /** One integer uniform on [low, high). torch: {@code random_(from, to)}, {@code randint}. */
  synchronized long randint(long low, long high) {
    DrawChecks.randint(low, high);
    return draws.randint(low, high - low);
  }

  /** Fills {@code n} integers uniform on [low, high). */
  synchronized void randint(long[] y, int offset, int n, long low, long high) {
    DrawChecks.randint(low, high);
    for (int i = 0; i < n; i++) {
      y[offset + i] = draws.randint(low, high - low);
    }
  }

  /**
   * Fills {@code n} whole numbers uniform on [low, high), where bounds beyond 2²⁴ are first moved
   * inwards to numbers that a float can hold.
   */
  synchronized void randint(float[] y, int offset, int n, long low, long high) {
    DrawChecks.randint(low, high);
    long from = RandomDraws.representableLow(low);
    long to = RandomDraws.representableHigh(high);
    DrawChecks.randint(from, to);
    for (int i = 0; i < n; i++) {
      y[offset + i] = (float) draws.randint(from, to - from);
    }
  }

  /** One whole number uniform on [0, 2²⁴]. torch: {@code random_()} of a float tensor. */
  synchronized float randomFloat() {
    return draws.randomFloat();
  }

  /** Fills {@code n} whole numbers uniform on [0, 2²⁴]. */
  synchronized void random(float[] y, int offset, int n) {
    for (int i = 0; i < n; i++) {
      y[offset + i] = draws.randomFloat();
    }
  }

  /** One integer uniform on [0, 2⁶³). torch: {@code random_()} of an int64 tensor. */
  synchronized long randomLong() {
    return nextInt64() & Long.MAX_VALUE;
  }

  /** Fills {@code n} integers uniform on [0, 2⁶³). */
  synchronized void random(long[] y, int offset, int n) {
    for (int i = 0; i < n; i++) {
      y[offset + i] = randomLong();
    }
  }

  /** One fair truth value. torch: {@code random_()} of a bool tensor. */
  synchronized boolean randomBoolean() {
    return (nextInt32() & 1) != 0;
  }

  /** Fills {@code n} fair truth values. */
  synchronized void random(boolean[] y, int offset, int n) {
    for (int i = 0; i < n; i++) {
      y[offset + i] = randomBoolean();
    }
  }

  /** Fills a random order of 0 … n - 1. torch: {@code randperm}. */
  synchronized void randperm(long[] y, int offset, int n) {
    DrawChecks.randperm(n);
    draws.randperm(y, offset, n);
  }

  /** True with probability {@code p}; 64 bits a draw. torch: {@code bernoulli_(p)}. */
  synchronized boolean bernoulli(double p) {
    DrawChecks.probability(p);
    return draws.bernoulli(p);
  }

  /** Fills {@code n} ones and zeros, one with probability {@code p}. */
  synchronized void bernoulli(float[] y, int offset, int n, double p) {
    DrawChecks.probability(p);
    for (int i = 0; i < n; i++) {
      y[offset + i] = draws.bernoulli(p) ? 1 : 0;
    }
  }

  /** Fills {@code n} ones and zeros, one with probability {@code p}. */
  synchronized void bernoulli(long[] y, int offset, int n, double p) {
    DrawChecks.probability(p);
    for (int i = 0; i < n; i++) {
      y[offset + i] = draws.bernoulli(p) ? 1 : 0;
    }
  }

  /** Fills {@code n} truth values, true with probability {@code p}. */
  synchronized void bernoulli(boolean[] y, int offset, int n, double p) {
    DrawChecks.probability(p);
    for (int i = 0; i < n; i++) {
      y[offset + i] = draws.bernoulli(p);
    }
  }

  /**
   * {@code n} draws of {@link #bernoulli(double)} as bits, 64 to a long from the lowest on.
   *
   * @throws IllegalArgumentException if {@code p} is not from 0 to 1 or {@code n} is negative
   */
  public synchronized long[] bernoulliBits(int n, double p) {
    DrawChecks.probability(p);
    if (n < 0) {
      throw new IllegalArgumentException("bernoulli: n is " + n + ": must not be negative");
    }
    return draws.bernoulliBits(n, p);
  }

  /**
   * True with a probability that is an element of a tensor; 32 bits a draw. torch: {@code
   * bernoulli(input)}.
   */
  synchronized boolean bernoulli(float p) {
    DrawChecks.probability(p);
    return draws.uniform() < p;
  }

  /** One value with density {@code λ exp(-λx)}. torch: {@code exponential_}. */
  synchronized float exponential(double lambda) {
    DrawChecks.positive("exponential", "lambda", lambda);
    return draws.exponential(lambda);
  }

  /** Fills {@code n} values with density {@code λ exp(-λx)}. */
  synchronized void exponential(float[] y, int offset, int n, double lambda) {
    DrawChecks.positive("exponential", "lambda", lambda);
    for (int i = 0; i < n; i++) {
      y[offset + i] = draws.exponential(lambda);
    }
  }

  /** One value of the Cauchy distribution. torch: {@code cauchy_}. */
  synchronized float cauchy(double median, double sigma) {
    DrawChecks.positive("cauchy", "sigma", sigma);
    return draws.cauchy(median, sigma);
  }

  /** Fills {@code n} values of the Cauchy distribution. */
  synchronized void cauchy(float[] y, int offset, int n, double median, double sigma) {
    DrawChecks.positive("cauchy", "sigma", sigma);
    for (int i = 0; i < n; i++) {
      y[offset + i] = draws.cauchy(median, sigma);
    }
  }

  /** One value whose logarithm is normal. torch: {@code log_normal_}. */
  synchronized float logNormal(double mean, double std) {
    DrawChecks.positive("logNormal", "std", std);
    return (float) StrictMath.exp(draws.normal(mean, std));
  }

  /** Fills {@code n} values whose logarithms are normal. */
  synchronized void logNormal(float[] y, int offset, int n, double mean, double std) {
    DrawChecks.positive("logNormal", "std", std);
    for (int i = 0; i < n; i++) {
      y[offset + i] = (float) StrictMath.exp(draws.normal(mean, std));
    }
  }

  /**
   * The number of trials until one succeeds, each with probability {@code p}. torch: {@code
   * geometric_}.
   */
  synchronized double geometric(double p) {
    DrawChecks.geometric(p);
    return draws.geometric(p);
  }

  /** Fills {@code n} numbers of trials until one succeeds. */
  synchronized void geometric(float[] y, int offset, int n, double p) {
    DrawChecks.geometric(p);
    for (int i = 0; i < n; i++) {
      y[offset + i] = (float) draws.geometric(p);
    }
  }

  /** Fills {@code n} numbers of trials until one succeeds. */
  synchronized void geometric(long[] y, int offset, int n, double p) {
    DrawChecks.geometric(p);
    for (int i = 0; i < n; i++) {
      y[offset + i] = (long) draws.geometric(p);
    }
  }

  /**
   * Draws {@code samples} of the categories of one row of weights, which need not add up to 1.
   *
   * <p>A matrix is drawn row by row. torch: {@code multinomial}.
   */
  synchronized void multinomial(
      float[] weights, int wo, int categories, long[] y, int yo, int samples, boolean replacement) {
    DrawChecks.multinomial(weights, wo, categories, samples, replacement);
    float[] row = Arrays.copyOfRange(weights, wo, wo + categories);
    if (replacement && samples > 1) {
      draws.multinomial(row, y, yo, samples);
    } else {
      draws.multinomialWithout(row, y, yo, samples);
    }
  }
}
