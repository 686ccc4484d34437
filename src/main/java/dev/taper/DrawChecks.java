package dev.taper;

/** The checks of what distributions are told. */
final class DrawChecks {
  private DrawChecks() {}

  static void uniform(double from, double to) {
    if (!(from <= to)) {
      throw new IllegalArgumentException(
          "uniform_: from " + from + " to " + to + ": must not be descending");
    }
    if (!(Math.abs(from) <= Float.MAX_VALUE
        && Math.abs(to) <= Float.MAX_VALUE
        && to - from <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "uniform_: from " + from + " to " + to + ": bounds and distance must fit a float");
    }
  }

  static void normal(double std) {
    if (!(std >= 0)) {
      throw new IllegalArgumentException("normal_: std is " + std + ": must not be negative");
    }
  }

  static void randint(long low, long high) {
    if (low >= high) {
      throw new IllegalArgumentException(
          "randint: from " + low + " to before " + high + ": must not be empty");
    }
  }

  static void randperm(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("randperm: n is " + n + ": must not be negative");
    }
  }

  static void probability(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("bernoulli: p is " + p + ": must lie in [0, 1]");
    }
  }

  static void geometric(double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("geometric: p is " + p + ": must lie in (0, 1)");
    }
  }

  static void positive(String op, String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(op + ": " + name + " is " + value + ": must be positive");
    }
  }

  static void multinomial(
      float[] weights, int offset, int categories, int samples, boolean replacement) {
    if (samples <= 0) {
      throw new IllegalArgumentException(
          "multinomial: samples is " + samples + ": must be positive");
    }
    if (!replacement && samples > categories) {
      throw new IllegalArgumentException(
          "multinomial: "
              + samples
              + " samples of "
              + categories
              + " categories without replacement: need samples <= categories");
    }
    float sum = 0;
    for (int i = 0; i < categories; i++) {
      float weight = weights[offset + i];
      if (!(weight >= 0 && weight < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "multinomial: weight " + i + " is " + weight + ": must be finite and not negative");
      }
      sum += weight;
    }
    if (!(sum > 0)) {
      throw new IllegalArgumentException(
          "multinomial: the weights add up to 0: need a positive one");
    }
  }
}
