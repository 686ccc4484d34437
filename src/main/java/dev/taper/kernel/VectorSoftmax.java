package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link Softmax} with the Vector API, bit for bit those of {@link PlainSoftmax}; what
 * is left of a row goes to these.
 *
 * <p>C2 inlines only so much into one method, and a vector that goes into or out of what it does
 * not inline is boxed, at ten times the cost. The Vector API's own methods are exempt; so the loops
 * call nothing else.
 *
 * <p>A loop with an exponential must not itself be inlined: where its caller calls other methods,
 * C2 makes all constants anew for each vector (1.5 times as slow with 16 registers). What keeps it
 * apart is its size, more than {@link #INLINED} bytes of byte code.
 */
final class VectorSoftmax {
  private static final VectorSpecies<Float> SPECIES = VectorReduce.SPECIES;
  private static final int WIDTH = VectorReduce.WIDTH;

  /** C2 inlines no ordinary method with more bytes of byte code. */
  static final int INLINED = 325;

  private VectorSoftmax() {}

  /**
   * {@code y = exp(x − m)}.
   *
   * <p>The one loop with an exponential, which is written out: see the class.
   */
  static void exps(float[] x, int xo, float m, float[] y, int yo, int n) {
    FloatVector shift = FloatVector.broadcast(SPECIES, -m);
    FloatVector least = FloatVector.broadcast(SPECIES, PlainSoftmax.LEAST);
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector log2e = FloatVector.broadcast(SPECIES, FloatMath.LOG2_E);
    FloatVector round = FloatVector.broadcast(SPECIES, FloatMath.BIASED);
    FloatVector high = FloatVector.broadcast(SPECIES, -FloatMath.LN2_HIGH);
    FloatVector low = FloatVector.broadcast(SPECIES, -FloatMath.LN2_LOW);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector e2 = FloatVector.broadcast(SPECIES, FloatMath.N2);
    FloatVector e3 = FloatVector.broadcast(SPECIES, FloatMath.N3);
    FloatVector e4 = FloatVector.broadcast(SPECIES, FloatMath.N4);
    FloatVector e5 = FloatVector.broadcast(SPECIES, FloatMath.N5);
    FloatVector e6 = FloatVector.broadcast(SPECIES, FloatMath.N6);
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector d = FloatVector.fromArray(SPECIES, x, xo + i).add(shift);
      VectorMask<Float> none = d.compare(VectorOperators.LT, least);
      FloatVector z = d.fma(log2e, round);
      FloatVector k = z.sub(round);
      FloatVector r = k.fma(low, k.fma(high, d));
      FloatVector p = r.fma(e6, e5);
      p = p.fma(r, e4).fma(r, e3).fma(r, e2).fma(r, one).fma(r, one);
      FloatVector scale =
          z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      p.mul(scale).blend(zero, none).intoArray(y, yo + i);
    }
    PlainSoftmax.exps(x, xo + i, m, y, yo + i, n - i);
  }

  /** {@code y = y·factor}. */
  static void scale(float[] y, int yo, float factor, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector.fromArray(SPECIES, y, yo + i).mul(factor).intoArray(y, yo + i);
    }
    PlainSoftmax.scale(y, yo + i, factor, n - i);
  }

  /** {@code y = x − m − s}. */
  static void shift(float[] x, int xo, float m, float s, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector.fromArray(SPECIES, x, xo + i).sub(m).sub(s).intoArray(y, yo + i);
    }
    PlainSoftmax.shift(x, xo + i, m, s, y, yo + i, n - i);
  }

  /** {@code dx = (dy − sum)·y}. */
  static void gradient(
      float[] dy, int dyo, float[] y, int yo, float sum, float[] dx, int dxo, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector.fromArray(SPECIES, dy, dyo + i)
          .sub(sum)
          .mul(FloatVector.fromArray(SPECIES, y, yo + i))
          .intoArray(dx, dxo + i);
    }
    PlainSoftmax.gradient(dy, dyo + i, y, yo + i, sum, dx, dxo + i, n - i);
  }

  // The same with numbers of their own for each of n neighbouring columns.

  static void subtract(float[] x, int xo, float[] m, int mo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector.fromArray(SPECIES, x, xo + i)
          .sub(FloatVector.fromArray(SPECIES, m, mo + i))
          .intoArray(y, yo + i);
    }
    PlainSoftmax.subtract(x, xo + i, m, mo + i, y, yo + i, n - i);
  }

  static void scale(float[] y, int yo, float[] factors, int fo, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector.fromArray(SPECIES, y, yo + i)
          .mul(FloatVector.fromArray(SPECIES, factors, fo + i))
          .intoArray(y, yo + i);
    }
    PlainSoftmax.scale(y, yo + i, factors, fo + i, n - i);
  }

  static void gradient(
      float[] dy, int dyo, float[] y, int yo, float[] sums, int so, float[] dx, int dxo, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector v =
          FloatVector.fromArray(SPECIES, dy, dyo + i)
              .sub(FloatVector.fromArray(SPECIES, sums, so + i));
      v.mul(FloatVector.fromArray(SPECIES, y, yo + i)).intoArray(dx, dxo + i);
    }
    PlainSoftmax.gradient(dy, dyo + i, y, yo + i, sums, so + i, dx, dxo + i, n - i);
  }

  static void logGradient(
      float[] dy, int dyo, float[] e, int eo, float[] sums, int so, float[] dx, int dxo, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector v =
          FloatVector.fromArray(SPECIES, e, eo + i)
              .mul(FloatVector.fromArray(SPECIES, sums, so + i));
      FloatVector.fromArray(SPECIES, dy, dyo + i).sub(v).intoArray(dx, dxo + i);
    }
    PlainSoftmax.logGradient(dy, dyo + i, e, eo + i, sums, so + i, dx, dxo + i, n - i);
  }
}
