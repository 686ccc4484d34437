package dev.taper.kernel;

import static jdk.incubator.vector.DoubleVector.broadcast;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Powers: the vector form of {@link FloatPower}, the same operations in the same order, in three
 * loops over a block, since C2 would not take all of it for one.
 */
final class VectorPowerLoop extends BinaryLoop {
  private static final VectorSpecies<Float> S = VectorFormulas.SPECIES;
  private static final VectorSpecies<Double> D = VectorSpecies.of(double.class, S.vectorShape());
  private static final VectorSpecies<Float> HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(S.vectorBitSize() / 2));

  /** Elements that go through one loop before the next begins; a multiple of all lengths. */
  private static final int BLOCK = 512;

  private final BinaryLoop tail;

  /** What is left over at the end goes to {@code tail}. */
  VectorPowerLoop(BinaryLoop tail) {
    this.tail = tail;
  }

  @Override
  void both(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int bound = S.loopBound(n);
    int most = Math.min(bound, BLOCK);
    float[] f = new float[most];
    float[] k = new float[most];
    for (int i = 0; i < bound; i += BLOCK) {
      int m = Math.min(BLOCK, bound - i);
      block(a, ao + i, b, bo + i, f, k, y, yo + i, m);
    }
    if (bound < n) {
      tail.both(a, ao + bound, b, bo + bound, y, yo + bound, n - bound);
    }
  }

  @Override
  void scalarLeft(float a, float[] b, int bo, float[] y, int yo, int n) {
    int bound = S.loopBound(n);
    int most = Math.min(bound, BLOCK);
    float[] f = new float[most];
    float[] k = new float[most];
    float[] all = repeated(a, most);
    for (int i = 0; i < bound; i += BLOCK) {
      block(all, 0, b, bo + i, f, k, y, yo + i, Math.min(BLOCK, bound - i));
    }
    if (bound < n) {
      tail.scalarLeft(a, b, bo + bound, y, yo + bound, n - bound);
    }
  }

  @Override
  void scalarRight(float[] a, int ao, float b, float[] y, int yo, int n) {
    int bound = S.loopBound(n);
    int most = Math.min(bound, BLOCK);
    float[] f = new float[most];
    float[] k = new float[most];
    float[] all = repeated(b, most);
    for (int i = 0; i < bound; i += BLOCK) {
      block(a, ao + i, all, 0, f, k, y, yo + i, Math.min(BLOCK, bound - i));
    }
    if (bound < n) {
      tail.scalarRight(a, ao + bound, b, y, yo + bound, n - bound);
    }
  }

  private static float[] repeated(float value, int n) {
    float[] all = new float[n];
    Arrays.fill(all, value);
    return all;
  }

  private static void block(
      float[] a, int ao, float[] b, int bo, float[] f, float[] k, float[] y, int yo, int n) {
    split(a, ao, f, k, n);
    raise(f, k, b, bo, n);
    finish(a, ao, b, bo, f, y, yo, n);
  }

  /** Numbers without sign as {@code (1 + f) 2ᵏ}. */
  private static void split(float[] a, int ao, float[] f, float[] k, int n) {
    for (int i = 0; i < n; i += S.length()) {
      FloatVector x = FloatVector.fromArray(S, a, ao + i).abs();
      VectorMask<Float> small = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
      IntVector bits = VectorMath.logBits(x, small);
      FloatVector e = VectorMath.logExponent(bits, small);
      e = e.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
      e = x.blend(e, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
      e.intoArray(k, i);
      VectorMath.logMantissa(bits).intoArray(f, i);
    }
  }

  /** Into {@code f}: 2 to {@code b} times the binary logarithm of {@code (1 + f) 2ᵏ}. */
  private static void raise(float[] f, float[] k, float[] b, int bo, int n) {
    for (int i = 0; i < n; i += HALF.length()) {
      DoubleVector x = doubles(f, i);
      DoubleVector p = x.fma(broadcast(D, FloatPower.A11), broadcast(D, FloatPower.A10));
      p = p.fma(x, broadcast(D, FloatPower.A9));
      p = p.fma(x, broadcast(D, FloatPower.A8));
      p = p.fma(x, broadcast(D, FloatPower.A7));
      p = p.fma(x, broadcast(D, FloatPower.A6));
      p = p.fma(x, broadcast(D, FloatPower.A5));
      p = p.fma(x, broadcast(D, FloatPower.A4));
      p = p.fma(x, broadcast(D, FloatPower.A3));
      p = p.fma(x, broadcast(D, FloatPower.A2));
      p = p.fma(x, broadcast(D, FloatPower.A1));
      p = p.fma(x, broadcast(D, FloatPower.A0));
      DoubleVector t = p.fma(x, doubles(k, i)).mul(doubles(b, bo + i));
      t = t.blend(FloatPower.ALL, t.compare(VectorOperators.GT, FloatPower.MAX));
      t = t.blend(FloatPower.NONE, t.compare(VectorOperators.LT, FloatPower.MIN));
      DoubleVector z = t.add(FloatPower.BIASED);
      DoubleVector r = t.sub(z.sub(FloatPower.BIASED));
      DoubleVector e = r.fma(broadcast(D, FloatPower.B6), broadcast(D, FloatPower.B5));
      e = e.fma(r, broadcast(D, FloatPower.B4));
      e = e.fma(r, broadcast(D, FloatPower.B3));
      e = e.fma(r, broadcast(D, FloatPower.B2));
      e = e.fma(r, broadcast(D, FloatPower.B1));
      e = e.fma(r, broadcast(D, FloatPower.B0));
      e = e.mul(z.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles());
      ((FloatVector) e.convertShape(VectorOperators.D2F, HALF, 0)).intoArray(f, i);
    }
  }

  private static DoubleVector doubles(float[] x, int i) {
    FloatVector half = FloatVector.fromArray(HALF, x, i);
    return (DoubleVector) half.convertShape(VectorOperators.F2D, D, 0);
  }

  /** The powers {@code p} of sizes, with signs and at special cases. */
  private static void finish(
      float[] x, int xo, float[] exponents, int eo, float[] p, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += S.length()) {
      FloatVector a = FloatVector.fromArray(S, x, xo + i);
      FloatVector b = FloatVector.fromArray(S, exponents, eo + i);
      FloatVector size = b.abs();
      VectorMask<Float> one =
          a.abs()
              .compare(VectorOperators.EQ, 1f)
              .and(size.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY))
              .or(a.compare(VectorOperators.EQ, 1f))
              .or(b.compare(VectorOperators.EQ, 0f));
      FloatVector r = FloatVector.fromArray(S, p, i).blend(1f, one);
      FloatVector half = size.mul(0.5f);
      VectorMask<Float> integer =
          size.add(FloatMath.WHOLE)
              .sub(FloatMath.WHOLE)
              .compare(VectorOperators.EQ, size)
              .or(size.compare(VectorOperators.GE, FloatMath.WHOLE));
      VectorMask<Float> odd =
          half.add(FloatMath.WHOLE)
              .sub(FloatMath.WHOLE)
              .compare(VectorOperators.NE, half)
              .and(half.compare(VectorOperators.LT, FloatMath.WHOLE))
              .and(integer);
      IntVector sign = a.reinterpretAsInts().and(Integer.MIN_VALUE);
      FloatVector signed =
          r.reinterpretAsInts().lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
      VectorMask<Float> undefined =
          a.compare(VectorOperators.LT, 0f)
              .and(a.compare(VectorOperators.GT, Float.NEGATIVE_INFINITY))
              .andNot(integer);
      r.blend(signed, odd).blend(Float.NaN, undefined).intoArray(y, yo + i);
    }
  }

  @Override
  void scalars(float a, float b, float[] y, int yo, int n) {
    tail.scalars(a, b, y, yo, n);
  }

  @Override
  void few(
      int n,
      int[] sizes,
      float[] a,
      int ao,
      int[] as,
      float[] b,
      int bo,
      int[] bs,
      float[] y,
      int yo,
      int[] ys) {
    tail.few(n, sizes, a, ao, as, b, bo, bs, y, yo, ys);
  }

  @Override
  void steps(
      float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int ys, int n) {
    tail.steps(a, ao, as, b, bo, bs, y, yo, ys, n);
  }
}
