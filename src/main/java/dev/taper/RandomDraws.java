package dev.taper;

import dev.taper.kernel.BoxMuller;
import dev.taper.kernel.Twist;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's draw algorithms over one mt19937, in the arithmetic of its x86 kernels: fused
 * multiply-adds in single precision, logarithms and angles of single draws in double.
 *
 * <p>Not thread-safe and without argument checks: both are its {@link Generator}'s.
 */
final class RandomDraws {
  private static final long LOW_53 = (1L << 53) - 1;
  private static final int FLOAT_DIGITS = 24;

  /** From here on 32 bits would leave {@code randint} visibly uneven. */
  private static final long WIDE_RANGE = 1L << 28;

  /** From here on {@code randperm} draws 64 bits. */
  private static final int LARGE_PERMUTATION = (int) (0xffffffffL / 20);

  private final MersenneTwister twister = new MersenneTwister();
  private final float[] units = new float[MersenneTwister.N];
  private boolean cached;
  private double cachedNormal;

  // The transform's buffers are made when they are first needed: a small model never does.
  private int @Nullable [] words;
  private @Nullable BoxMuller pairs;

  void seed(long seed) {
    twister.seed(seed);
    cached = false;
  }

  MersenneTwister twister() {
    return twister;
  }

  boolean hasCachedNormal() {
    return cached;
  }

  double cachedNormal() {
    return cachedNormal;
  }

  void cacheNormal(boolean valid, double value) {
    cached = valid;
    cachedNormal = value;
  }

  /** Uniform on [0, 1) in steps of 2⁻²⁴. */
  float uniform() {
    return (twister.next32() & 0xffffff) * 0x1p-24f;
  }

  /** Uniform on [0, 1) in steps of 2⁻⁵³. */
  private double uniformDouble() {
    return (twister.next64() & LOW_53) * 0x1p-53;
  }

  float uniform(float from, float to) {
    float y = Math.fma(uniform(), to - from, from);
    return y == to ? from : y;
  }

  void uniform(float[] y, int offset, int n, float from, float to) {
    float width = to - from;
    // Rounding reaches the excluded bound, if ever, from the largest draw.
    boolean reaches = Math.fma(1 - 0x1p-24f, width, from) == to;
    int done = 0;
    while (done < n) {
      int start = twister.ready();
      int count = Math.min(n - done, MersenneTwister.N - start);
      affine(twister.block(), units, start, start + count, width, from);
      if (reaches) {
        for (int i = start; i < start + count; i++) {
          units[i] = units[i] == to ? from : units[i];
        }
      }
      System.arraycopy(units, start, y, offset + done, count);
      twister.advance(count);
      done += count;
    }
  }

  // Source and destination share their index, without which C2 does not vectorise the loop.
  private static void affine(int[] words, float[] y, int start, int end, float width, float from) {
    for (int i = start; i < end; i++) {
      y[i] = Math.fma((words[i] & 0xffffff) * 0x1p-24f, width, from);
    }
  }

  /** Normal values in groups of 16; the last 16 are drawn once more where 16 does not divide n. */
  void normalGroups(float[] y, int offset, int n, float mean, float std) {
    int rest = n % BoxMuller.GROUP;
    normalBlocks(y, offset, n - rest, mean, std);
    if (rest != 0) {
      twister.skip(rest);
      normalBlocks(y, offset + n - BoxMuller.GROUP, BoxMuller.GROUP, mean, std);
    }
  }

  private void normalBlocks(float[] y, int offset, int n, float mean, float std) {
    if (words == null) {
      words = new int[BoxMuller.CAPACITY];
    }
    if (pairs == null) {
      pairs = new BoxMuller();
    }
    for (int done = 0; done < n; done += BoxMuller.CAPACITY) {
      int count = Math.min(n - done, BoxMuller.CAPACITY);
      twister.next(words, 0, count);
      pairs.transform(words, y, offset + done, count, mean, std);
    }
  }

  /** One normal value in double precision; every second one was computed with the one before. */
  double normal(double mean, double std) {
    double x;
    if (cached) {
      cached = false;
      x = cachedNormal;
    } else {
      double u1 = uniformDouble();
      double u2 = uniformDouble();
      double radius = Math.sqrt(-2 * StrictMath.log1p(-u2));
      double angle = 2 * Math.PI * u1;
      cachedNormal = radius * StrictMath.sin(angle);
      cached = true;
      x = radius * StrictMath.cos(angle);
    }
    return Math.fma(x, std, mean);
  }

  /** An integer on [low, low + range), where range is unsigned. */
  long randint(long low, long range) {
    if (range >= 0 && range < WIDE_RANGE) {
      return low + (twister.next32() & 0xffffffffL) % range;
    }
    return low + Long.remainderUnsigned(twister.next64(), range);
  }

  float randomFloat() {
    return (float) ((twister.next32() & 0xffffffffL) % ((1 << FLOAT_DIGITS) + 1));
  }

  /** The lower bound itself, or a number above it where a float would round it down. */
  static long representableLow(long low) {
    long rounded = (long) (float) (low + 1);
    return rounded < low ? rounded + (1L << (magnitude(low + 1) - FLOAT_DIGITS + 1)) : low;
  }

  /** The upper bound itself, or a number below it where a float would round up to it. */
  static long representableHigh(long high) {
    long rounded = (long) (float) (high - 1);
    return rounded >= high ? rounded - (1L << (magnitude(high - 1) - FLOAT_DIGITS + 1)) : high;
  }

  private static int magnitude(long x) {
    return 63 - Long.numberOfLeadingZeros(Math.abs(x));
  }

  void randperm(long[] y, int offset, int n) {
    if (n < LARGE_PERMUTATION) {
      shuffle(y, offset, n);
    } else {
      insideOut(y, offset, n);
    }
  }

  private void shuffle(long[] y, int offset, int n) {
    for (int i = 0; i < n; i++) {
      y[offset + i] = i;
    }
    for (int i = 0; i < n - 1; i++) {
      int other = offset + i + (int) ((twister.next32() & 0xffffffffL) % (n - i));
      long kept = y[offset + i];
      y[offset + i] = y[other];
      y[other] = kept;
    }
  }

  /** A shuffle that draws 64 bits for each element, for large n. */
  void insideOut(long[] y, int offset, int n) {
    for (int i = 0; i < n; i++) {
      int other = offset + (int) Long.remainderUnsigned(twister.next64(), i + 1L);
      y[offset + i] = i;
      y[offset + i] = y[other];
      y[other] = i;
    }
  }

  boolean bernoulli(double p) {
    return uniformDouble() < p;
  }

  /** {@code n} draws of {@link #bernoulli}, 64 to a long from the lowest bit on. */
  long[] bernoulliBits(int n, double p) {
    // A multiple of 2⁻⁵³ is below p if as many of them as it has are below p's, rounded up.
    long bound = (long) Math.ceil(p * 0x1p53);
    long[] bits = new long[(n + Long.SIZE - 1) / Long.SIZE];
    for (int done = 0; done < n; ) {
      int start = twister.ready();
      int count = Math.min((MersenneTwister.N - start) / 2, n - done);
      if (count == 0) {
        bits[done >> 6] |= ((twister.next64() & LOW_53) - bound) >>> 63 << done;
        done++;
      } else {
        Twist.below(twister.block(), start, bound, bits, done, count);
        twister.advance(2 * count);
        done += count;
      }
    }
    return bits;
  }

  float exponential(double lambda) {
    return (float) (-1 / lambda * StrictMath.log1p(-uniformDouble()));
  }

  float cauchy(double median, double sigma) {
    return (float) (median + sigma * StrictMath.tan(Math.PI * (uniformDouble() - 0.5)));
  }

  double geometric(double p) {
    return Math.ceil(StrictMath.log(uniformDouble()) / StrictMath.log1p(-p));
  }

  /** Draws with replacement: each draw is sought in the cumulative weights, made in place. */
  void multinomial(float[] weights, long[] y, int offset, int samples) {
    int categories = weights.length;
    float sum = 0;
    for (int i = 0; i < categories; i++) {
      sum += weights[i];
      weights[i] = sum;
    }
    for (int i = 0; i < categories; i++) {
      weights[i] /= sum;
    }
    weights[categories - 1] = 1;
    for (int i = 0; i < samples; i++) {
      double u = uniformDouble();
      int low = 0;
      int high = categories;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (weights[middle] < u) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      y[offset + i] = low;
    }
  }

  /** Draws without replacement: the categories whose weight over an exponential is largest. */
  void multinomialWithout(float[] weights, long[] y, int offset, int samples) {
    int categories = weights.length;
    for (int i = 0; i < categories; i++) {
      weights[i] /= exponential(1);
    }
    if (samples == 1) {
      y[offset] = largest(weights);
      return;
    }
    long[] order = new long[categories];
    for (int i = 0; i < categories; i++) {
      // Weights are not negative, so that their bits are ordered as they are; ties by index.
      order[i] = ((long) ~Float.floatToIntBits(weights[i]) << 32) | i;
    }
    Arrays.sort(order);
    for (int i = 0; i < samples; i++) {
      y[offset + i] = (int) order[i];
    }
  }

  private static int largest(float[] x) {
    int best = 0;
    for (int i = 1; i < x.length; i++) {
      if (x[i] > x[best]) {
        best = i;
      }
    }
    return best;
  }
}
