package dev.taper;

/** Tensors filled with random numbers, drawn one after the other in the order of memory. */
final class Draws {
  private Draws() {}

  static Tensor uniform(Tensor y, double from, double to, Generator generator) {
    Checks.dtype("uniform_", y, DType.FLOAT32);
    if (y.contiguous) {
      generator.uniform(y.floats(), y.offset, y.numel(), from, to);
    } else {
      float[] values = new float[y.numel()];
      generator.uniform(values, 0, values.length, from, to);
      inMemoryOrder(values, y);
    }
    return y;
  }

  static Tensor normal(Tensor y, double mean, double std, Generator generator) {
    Checks.dtype("normal_", y, DType.FLOAT32);
    if (y.contiguous) {
      generator.normal(y.floats(), y.offset, y.numel(), mean, std);
    } else {
      // As torch, which draws by another algorithm where the memory has gaps or another order.
      float[] values = new float[y.numel()];
      synchronized (generator) {
        for (int i = 0; i < values.length; i++) {
          values[i] = generator.normal(mean, std);
        }
      }
      inMemoryOrder(values, y);
    }
    return y;
  }

  /** Has {@code fill} write into {@code y}, and no gradient go back to what it overwrites. */
  static Tensor inPlace(String op, Tensor y, Runnable fill) {
    Inplace.check(op, y);
    if (y.needsGrad() && GradMode.enabled()) {
      Tensor before = Inplace.before(y);
      fill.run();
      return Inplace.assign(op, y, Copies.COPY.apply(true, before, y.detach().clone()));
    }
    fill.run();
    y.storage.written(op);
    return y;
  }

  /** How a generator fills a piece of an array of floats. */
  interface Floating {
    void fill(float[] y, int offset, int n);
  }

  /** Fills a FLOAT32 tensor. */
  static Tensor floats(String op, Tensor y, Floating draw) {
    Checks.dtype(op, y, DType.FLOAT32);
    return inPlace(
        op,
        y,
        () -> {
          float[] values = new float[y.numel()];
          draw.fill(values, 0, values.length);
          inMemoryOrder(values, y);
        });
  }

  static Tensor bernoulli(Tensor y, double p, Generator generator) {
    int n = y.numel();
    return inPlace(
        "bernoulli_",
        y,
        () -> {
          switch (y.dtype) {
            case FLOAT32 -> {
              float[] values = new float[n];
              generator.bernoulli(values, 0, n, p);
              inMemoryOrder(values, y);
            }
            case INT64 -> {
              long[] values = new long[n];
              generator.bernoulli(values, 0, n, p);
              inMemoryOrder(values, y);
            }
            case BOOL -> {
              boolean[] values = new boolean[n];
              generator.bernoulli(values, 0, n, p);
              inMemoryOrder(values, y);
            }
          }
        });
  }

  static Tensor random(Tensor y, Generator generator) {
    int n = y.numel();
    return inPlace(
        "random_",
        y,
        () -> {
          switch (y.dtype) {
            case FLOAT32 -> {
              float[] values = new float[n];
              generator.random(values, 0, n);
              inMemoryOrder(values, y);
            }
            case INT64 -> {
              long[] values = new long[n];
              generator.random(values, 0, n);
              inMemoryOrder(values, y);
            }
            case BOOL -> {
              boolean[] values = new boolean[n];
              generator.random(values, 0, n);
              inMemoryOrder(values, y);
            }
          }
        });
  }

  /** The first index whose cumulated weight is above each draw, row by row. */
  static Tensor multinomial(Tensor weights, int count, boolean replacement, Generator generator) {
    Checks.dtype("multinomial", weights, DType.FLOAT32);
    if (weights.dim() != 1 && weights.dim() != 2) {
      throw new IllegalArgumentException(
          "multinomial: weights of shape " + weights.shape + ": must have 1 or 2 dimensions");
    }
    int n = weights.size(-1);
    int rows = weights.dim() == 1 ? 1 : weights.size(0);
    float[] values = weights.detach().toFloatArray();
    for (int r = 0; r < rows; r++) {
      DrawChecks.multinomial(values, r * n, n, count, replacement);
    }
    Shape shape = weights.dim() == 1 ? Shape.of(count) : Shape.of(rows, count);
    Tensor y = Tensor.empty(DType.INT64, shape);
    synchronized (generator) {
      for (int r = 0; r < rows; r++) {
        generator.multinomial(values, r * n, n, y.longs(), r * count, count, replacement);
      }
    }
    return y;
  }

  static Tensor randint(Tensor y, long low, long high, Generator generator) {
    switch (y.dtype) {
      case FLOAT32 -> generator.randint(y.floats(), 0, y.numel(), low, high);
      case INT64 -> generator.randint(y.longs(), 0, y.numel(), low, high);
      case BOOL ->
          throw new IllegalArgumentException("randint: a tensor of BOOL: must hold integers");
    }
    return y;
  }

  static Tensor randperm(int n, Generator generator) {
    DrawChecks.randperm(n);
    Tensor y = Tensor.empty(DType.INT64, Shape.of(n));
    generator.randperm(y.longs(), 0, n);
    return y;
  }

  private static void inMemoryOrder(Object values, Tensor y) {
    Tensor ordered = Views.PERMUTE.apply(y.detach(), y.memoryOrder());
    Tensor.copyData(Tensor.wrap(y.dtype, values, ordered.shape), ordered);
  }
}
