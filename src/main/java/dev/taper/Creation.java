package dev.taper;

import java.lang.reflect.Array;
import java.util.Arrays;

/** New tensors, and the ops that overwrite all of an old one. */
final class Creation {
  private Creation() {}

  static Tensor of(double[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return Tensor.wrap(DType.FLOAT32, rounded, Shape.of(values.length));
  }

  static Tensor of(int[] values) {
    long[] wide = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return Tensor.wrap(DType.INT64, wide, Shape.of(values.length));
  }

  /** A tensor with a copy of the numbers of an array. */
  static Tensor of(Object array, DType dtype, int length, Shape shape) {
    if (shape.numel() != length) {
      throw new IllegalArgumentException(
          "of: " + length + " values for shape " + shape + ": must be " + shape.numel());
    }
    Tensor y = Tensor.empty(dtype, shape);
    System.arraycopy(array, 0, y.array(), 0, length);
    return y;
  }

  /** A tensor of a nested array or of a single boxed number. */
  static Tensor of(Object values) {
    return switch (values) {
      case Float f -> Tensor.scalar((double) f);
      case Double d -> Tensor.scalar((double) d);
      case Long l -> Tensor.scalar((long) l);
      case Integer i -> Tensor.scalar((long) i);
      case Short s -> Tensor.scalar((long) s);
      case Byte b -> Tensor.scalar((long) b);
      case Boolean b -> Tensor.scalar((boolean) b);
      case float[] a -> Tensor.of(a);
      case double[] a -> of(a);
      case long[] a -> Tensor.of(a);
      case int[] a -> of(a);
      case boolean[] a -> Tensor.of(a);
      case Object[] rows -> nested(rows);
      default -> throw notNumbers(values.getClass());
    };
  }

  private static IllegalArgumentException notNumbers(Class<?> type) {
    return new IllegalArgumentException(
        "of: a "
            + type.getTypeName()
            + ": must be a number or a nested array of float, double, int, long or boolean");
  }

  private static Tensor nested(Object[] rows) {
    if (rows.length == 0) {
      Class<?> element = rows.getClass().getComponentType();
      int dim = 1;
      while (element.isArray()) {
        element = element.getComponentType();
        dim++;
      }
      return Tensor.zeros(Shape.of(new int[dim]), dtype(element));
    }
    Tensor[] parts = new Tensor[rows.length];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] == null) {
        throw new IllegalArgumentException(
            "of: row " + i + " is null: must be an array or a number");
      }
      parts[i] = of(rows[i]);
      if (!parts[i].shape.equals(parts[0].shape)) {
        throw new IllegalArgumentException(
            "of: row 0 has shape "
                + parts[0].shape
                + " and row "
                + i
                + " has "
                + parts[i].shape
                + ": must be equal");
      }
    }
    return Joins.stack(parts, 0);
  }

  private static DType dtype(Class<?> element) {
    if (element == boolean.class || element == Boolean.class) {
      return DType.BOOL;
    }
    if (element == long.class || element == int.class || element == Long.class) {
      return DType.INT64;
    }
    if (element == float.class || element == double.class || element == Object.class) {
      return DType.FLOAT32;
    }
    throw notNumbers(element);
  }

  /** One number of a kind, for an op that keeps the kind of its tensor. */
  static Tensor scalar(String op, DType dtype, double value) {
    check(op, dtype, value);
    return switch (dtype) {
      case FLOAT32 -> Tensor.scalar(value);
      case INT64 -> Tensor.scalar((long) value);
      case BOOL -> Tensor.scalar(value != 0);
    };
  }

  /** Refuses a number that no integer can stand for. */
  static void check(String op, DType dtype, double value) {
    if (dtype == DType.INT64 && !(Math.abs(value) < 0x1p63)) {
      throw new IllegalArgumentException(op + ": the number is " + value + ": must fit into INT64");
    }
  }

  /** {@code y}, just made, with one number everywhere. */
  static Tensor filled(Tensor y, double value) {
    switch (y.dtype) {
      case FLOAT32 -> Arrays.fill(y.floats(), (float) value);
      case INT64 -> Arrays.fill(y.longs(), (long) value);
      case BOOL -> Arrays.fill(y.booleans(), value != 0);
    }
    return y;
  }

  static Tensor eye(int n, int m) {
    Tensor y = Tensor.zeros(Shape.of("eye", n, m));
    for (int i = 0; i < Math.min(n, m); i++) {
      y.floats()[i * m + i] = 1;
    }
    return y;
  }

  static Tensor arange(long start, long end, long step) {
    String range = "from " + start + " to " + end + " by " + step;
    if (step == 0 || (step > 0 ? end < start : end > start)) {
      throw leadsNowhere(range, step == 0);
    }
    // Of unsigned numbers, so that the distance of any two longs has its room.
    long distance = step > 0 ? end - start : start - end;
    long stride = Math.abs(step);
    long count = Long.divideUnsigned(distance, stride);
    count += Long.remainderUnsigned(distance, stride) == 0 ? 0 : 1;
    if (count < 0 || count > Shape.MAX_ELEMENTS) {
      throw tooMany(range);
    }
    long[] values = new long[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = start + i * step;
    }
    return Tensor.wrap(DType.INT64, values, Shape.of(values.length));
  }

  static Tensor arange(double start, double end, double step) {
    String range = "from " + start + " to " + end + " by " + step;
    if (!Double.isFinite(start) || !Double.isFinite(end) || Double.isNaN(step)) {
      throw new IllegalArgumentException("arange: " + range + ": must be finite");
    }
    if (step == 0 || (step > 0 ? end < start : end > start)) {
      throw leadsNowhere(range, step == 0);
    }
    double count = Math.ceil((end - start) / step);
    if (!(count <= Shape.MAX_ELEMENTS)) {
      throw tooMany(range);
    }
    float[] values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (start + i * step);
    }
    return Tensor.wrap(DType.FLOAT32, values, Shape.of(values.length));
  }

  private static IllegalArgumentException leadsNowhere(String range, boolean standsStill) {
    return new IllegalArgumentException(
        "arange: " + range + (standsStill ? ": step must not be 0" : ": step must lead there"));
  }

  private static IllegalArgumentException tooMany(String range) {
    return new IllegalArgumentException(
        "arange: "
            + range
            + " has too many elements: a tensor holds at most "
            + Shape.MAX_ELEMENTS);
  }

  /** From both ends towards the middle, as torch does, so that both ends are exact. */
  static Tensor linspace(double start, double end, int steps) {
    if (steps < 0) {
      throw new IllegalArgumentException("linspace: steps is " + steps + ": must not be negative");
    }
    Shape shape = Shape.of("linspace", steps);
    float[] values = new float[steps];
    float first = (float) start;
    float last = (float) end;
    float step = steps > 1 ? (last - first) / (steps - 1) : 0;
    for (int i = 0; i < steps; i++) {
      values[i] = i < steps / 2 ? Math.fma(step, i, first) : Math.fma(-step, steps - 1 - i, last);
    }
    if (steps == 1) {
      values[0] = first;
    }
    return Tensor.wrap(DType.FLOAT32, values, shape);
  }

  /** {@code fill_} and {@code zero_}, which may meet an element twice, as in an expanded tensor. */
  static Tensor fill(String op, Tensor x, double value) {
    Inplace.checkLeaf(op, x);
    check(op, x.dtype, value);
    Tensor once = Inplace.once(x);
    if (once != x) {
      fill(op, once, value);
      return x;
    }
    if (x.needsGrad() && GradMode.enabled()) {
      return Inplace.assign(op, x, Copies.FILL.apply(value, Inplace.before(x)));
    }
    if (x.contiguous && x.numel() == Array.getLength(x.array())) {
      filled(x, value);
    } else {
      Tensor.copyData(scalar(op, x.dtype, value), x);
    }
    x.storage.written(op);
    return x;
  }

  /** {@code copy_}: numbers of any kind go into a tensor of any kind. */
  static Tensor copy(Tensor x, Tensor other) {
    Inplace.check("copy_", x);
    if (!other.shape.stretchesTo(x.shape)) {
      throw new IllegalArgumentException(
          "copy_: " + other.shape + " into " + x.shape + ": must broadcast to it");
    }
    if (!GradMode.enabled() || (!x.needsGrad() && !other.needsGrad())) {
      Tensor.copyData(other, x);
      x.storage.written("copy_");
      return x;
    }
    Tensor source = other.dtype == x.dtype ? other.expand(x.shape) : other.to(x.dtype);
    Tensor all = source.expand(x.shape);
    // A view hands the numbers on to its base, which keeps its own way back to a leaf.
    Tensor y = x.base == null ? Copies.COPY.apply(true, x, all) : all.clone();
    return Inplace.assign("copy_", x, y);
  }
}
