package dev.taper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import org.junit.jupiter.api.function.Executable;

/**
 * Tensors for calls that must be refused, and the check that a refused call says what it should and
 * changes nothing: no numbers, no version, no gradient, no state of the default generator.
 */
abstract class Refusals {
  private static final float[] NUMBERS = {1, -2, 3, -4, 5, -6};
  private static final long[] INTEGERS = {1, -2, 3, -4, 5, -6};
  private static final boolean[] TRUTHS = {true, false, true, false, true, false};

  /** FLOAT32, (2, 3). */
  final Tensor f = Tensor.of(NUMBERS, Shape.of(2, 3));

  /** INT64, (2, 3). */
  final Tensor i = Tensor.of(INTEGERS, Shape.of(2, 3));

  /** BOOL, (2, 3). */
  final Tensor b = Tensor.of(TRUTHS, Shape.of(2, 3));

  /** FLOAT32, (). */
  final Tensor s = Tensor.scalar(7.0);

  /** FLOAT32, (0, 3). */
  final Tensor e = Tensor.zeros(0, 3);

  /** FLOAT32, (3). */
  final Tensor v = Tensor.of(1f, 2f, 3f);

  private final Tensor grad = Tensor.ones(2, 3);

  Refusals() {
    f.setGrad(grad);
  }

  static int[] ints(int... values) {
    return values;
  }

  final void assertIllegal(Executable call, String message) {
    refused(IllegalArgumentException.class, call, message);
  }

  final void assertOutOfBounds(Executable call, String message) {
    refused(IndexOutOfBoundsException.class, call, message);
  }

  private void refused(Class<? extends Exception> type, Executable call, String message) {
    byte[] state = Generator.getDefault().getState();
    // Of this very type: a subclass is an internal error that escaped.
    assertEquals(message, assertThrowsExactly(type, call, message).getMessage());
    assertArrayEquals(NUMBERS, f.toFloatArray(), message);
    assertArrayEquals(INTEGERS, i.toLongArray(), message);
    assertArrayEquals(TRUTHS, b.toBooleanArray(), message);
    assertArrayEquals(new float[] {7}, s.toFloatArray(), message);
    assertArrayEquals(new float[] {1, 2, 3}, v.toFloatArray(), message);
    for (Tensor x : new Tensor[] {f, i, b, s, e, v}) {
      assertEquals(0, x.version(), message);
      assertFalse(x.requiresGrad(), message);
    }
    assertSame(grad, f.grad(), message);
    assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1}, grad.toFloatArray(), message);
    assertArrayEquals(state, Generator.getDefault().getState(), message);
  }
}
