package dev.taper;

import dev.taper.kernel.Pool;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The array that a tensor and its views share, with the number of times it was written to.
 *
 * <p>The version lets the tape notice that a tensor which it saved has changed since. Where the
 * array has been recycled there is none, so that nobody can see the numbers of others.
 */
final class Storage {
  /** Null where it has been recycled: read through the tensor, which says so. */
  @Nullable Object array;

  int version;

  /** The op that wrote last, for the error that a modified saved tensor gives. */
  String writer = "";

  /** With what the array is recycled, or was; null where it belongs to the collector. */
  @Nullable Region owner;

  /** What was made before this in the same region, while that has not ended. */
  @Nullable Storage older;

  /** Whether a user may hold the array itself: it is never used again then. */
  boolean lent;

  /** Whether this was made for the {@code grad} of a leaf, and no user has set it anywhere. */
  boolean gradient;

  Storage(Object array) {
    this.array = array;
  }

  /** Notes that {@code op} has written to the array. */
  void written(String op) {
    version++;
    writer = op;
  }

  /** Memory whose numbers are not defined: its maker writes all of them. */
  static Storage of(DType dtype, int n) {
    boolean small = n < Pool.LEAST_BYTES >> shift(dtype);
    if (small && !Region.scopes()) {
      return new Storage(small(dtype, n));
    }
    if (small) {
      return owning(small(dtype, n));
    }
    Pool pool = Pool.local();
    return registered(
        Region.current(),
        switch (dtype) {
          case FLOAT32 -> pool.floats(n);
          case INT64 -> pool.longs(n);
          case BOOL -> pool.booleans(n);
        });
  }

  /** Memory of zeros. */
  static Storage zeros(DType dtype, int n) {
    if (n < Pool.LEAST_BYTES >> shift(dtype)) {
      return owning(
          switch (dtype) {
            case FLOAT32 -> new float[n];
            case INT64 -> new long[n];
            case BOOL -> new boolean[n];
          });
    }
    Pool pool = Pool.local();
    return registered(
        Region.current(),
        switch (dtype) {
          case FLOAT32 -> pool.zeroFloats(n);
          case INT64 -> pool.zeroLongs(n);
          case BOOL -> pool.zeroBooleans(n);
        });
  }

  private static Storage registered(@Nullable Region region, Object array) {
    Storage storage = new Storage(array);
    if (region != null) {
      region.addLarge(storage);
    }
    return storage;
  }

  /** An array that was just made and that nobody else holds. */
  static Storage owning(Object array) {
    Storage storage = new Storage(array);
    if (Region.scopes()) {
      Region region = Region.current();
      if (region != null && region.all) {
        region.add(storage);
      }
    }
    return storage;
  }

  private static int shift(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> 2;
      case INT64 -> 3;
      case BOOL -> 0;
    };
  }

  private static Object small(DType dtype, int n) {
    return switch (dtype) {
      case FLOAT32 -> Pool.newFloats(n);
      case INT64 -> Pool.newLongs(n);
      case BOOL -> Pool.newBooleans(n);
    };
  }

  /** Gives the array up; who uses the storage from now on gets an error. */
  void end() {
    Object old = array;
    array = null;
    if (old != null && !lent) {
      Pool.local().give(old);
    }
  }

  /** Lets a gradient that a leaf has dropped end with the scope in which it was dropped. */
  void drop() {
    if (gradient && Region.scopes()) {
      Region region = Region.current();
      if (region != null) {
        region.adopt(this);
      }
    }
  }

  /** The error of a tensor whose memory has been recycled. */
  IllegalStateException ended(String op, Shape shape) {
    String why = owner == null ? "has been recycled" : owner.end(gradient);
    return new IllegalStateException(op + ": tensor of shape " + shape + " " + why);
  }

  private static final Set<String> NOT_OPS =
      Set.of("floats", "longs", "booleans", "array", "noGrad", "enableGrad");

  /** The method of {@link Tensor} or {@link Autograd} that a user has called. */
  static String calledOp() {
    return StackWalker.getInstance()
        .walk(
            frames -> {
              String op = "tensor";
              for (Iterator<StackWalker.StackFrame> i = frames.iterator(); i.hasNext(); ) {
                StackWalker.StackFrame frame = i.next();
                String in = frame.getClassName();
                if (!in.startsWith("dev.taper.")) {
                  break;
                }
                String method = frame.getMethodName();
                boolean known = in.equals("dev.taper.Tensor") || in.equals("dev.taper.Autograd");
                if (known && !NOT_OPS.contains(method) && method.indexOf('$') < 0) {
                  op = method;
                }
              }
              return op;
            });
  }
}
