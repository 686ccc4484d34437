package dev.taper;

/** Tensors filled with random numbers, drawn one after the other in the order of memory. */
final class Draws {
  private Draws() {}

  static Tensor uniform(Tensor y, double from, double to, Generator generator) {
    Checks.dtype("uniform_", y, DType.FLOAT32);
    if (!(from <= to)) {
      throw new IllegalArgumentException(
          "uniform_: from " + from + " to " + to + ": must not be descending");
    }
    if (!(Math.abs(from) <= Float.MAX_VALUE && Math.abs(to) <= Float.MAX_VALUE)
        || to - from > Float.MAX_VALUE) {
      throw new IllegalArgumentException(
          "uniform_: from " + from + " to " + to + ": bounds and distance must fit a float");
    }
    if (y.contiguous) {
      generator.uniform(y.floats(), y.offset, y.numel(), from, to);
    } else {
      float[] values = new float[y.numel()];
      generator.uniform(values, 0, values.length, from, to);
      inMemoryOrder(values, y);
    }
    y.storage.written("uniform_");
    return y;
  }

  static Tensor normal(Tensor y, double mean, double std, Generator generator) {
    Checks.dtype("normal_", y, DType.FLOAT32);
    if (!(std >= 0)) {
      throw new IllegalArgumentException("normal_: std is " + std + ": must not be negative");
    }
    if (y.contiguous) {
      generator.normal(y.floats(), y.offset, y.numel(), mean, std);
    } else {
      // As torch, which draws by another algorithm where the memory has gaps or another order.
      float[] values = new float[y.numel()];
      for (int i = 0; i < values.length; i++) {
        values[i] = generator.normal(mean, std);
      }
      inMemoryOrder(values, y);
    }
    y.storage.written("normal_");
    return y;
  }

  static Tensor randint(Tensor y, long low, long high, Generator generator) {
    if (low >= high) {
      throw new IllegalArgumentException(
          "randint: from " + low + " to before " + high + ": must not be empty");
    }
    switch (y.dtype) {
      case FLOAT32 -> generator.randint(y.floats(), 0, y.numel(), low, high);
      case INT64 -> generator.randint(y.longs(), 0, y.numel(), low, high);
      case BOOL ->
          throw new IllegalArgumentException("randint: a tensor of BOOL: must hold integers");
    }
    return y;
  }

  static Tensor randperm(int n, Generator generator) {
    if (n < 0) {
      throw new IllegalArgumentException("randperm: n is " + n + ": must not be negative");
    }
    Tensor y = Tensor.empty(DType.INT64, Shape.of(n));
    generator.randperm(y.longs(), 0, n);
    return y;
  }

  private static void inMemoryOrder(float[] values, Tensor y) {
    Tensor ordered = Views.PERMUTE.apply(y.detach(), y.memoryOrder());
    Tensor.copyData(Tensor.wrap(DType.FLOAT32, values, ordered.shape), ordered);
  }
}
