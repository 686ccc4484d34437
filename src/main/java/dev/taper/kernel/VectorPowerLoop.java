package dev.taper.kernel;

import static jdk.incubator.vector.DoubleVector.broadcast;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Powers: the vector form of {@link FloatPower}, the same operations in the same order, in short
 * loops over a block: the processor looks only so far ahead, and the shorter a loop's chain of
 * operations, the more of its turns are under way at once.
 */
final class VectorPowerLoop extends BinaryLoop {
  private static final VectorSpecies<Float> S = VectorFormulas.SPECIES;
  private static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, S.vectorShape());
  private static final VectorSpecies<Double> D = VectorSpecies.of(double.class, S.vectorShape());
  private static final VectorSpecies<Float> HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(S.vectorBitSize() / 2));
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final int INF_BITS = Float.floatToRawIntBits(INF);

  /** Elements that go through one loop before the next begins; a multiple of all lengths. */
  private static final int BLOCK = 512;

  /** With it a long is, less 2⁵² + 2¹¹, a double 2¹¹ less: no conversion of longs is needed. */
  private static final long WHOLE_BITS = 0x4330000000000000L;

  private static final double WHOLE = 0x1p52 + 0x1p11;

  private final BinaryLoop tail;

  /** A thread's room between the loops, and for a number repeated. */
  static final class Room {
    static final ThreadLocal<Room> MINE = ThreadLocal.withInitial(Room::new);

    final double[] logs = new double[BLOCK];
    final float[] sizes = new float[BLOCK];
    final float[] scalars = new float[BLOCK];
  }

  /** What is left over at the end goes to {@code tail}. */
  VectorPowerLoop(BinaryLoop tail) {
    this.tail = tail;
  }

  @Override
  void both(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int bound = S.loopBound(n);
    if (bound > 0) {
      Room room = Room.MINE.get();
      for (int i = 0; i < bound; i += BLOCK) {
        int m = Math.min(BLOCK, bound - i);
        logs(a, ao + i, room.logs, m);
        if (positive(a, ao + i, m) && finite(b, bo + i, m)) {
          raise(room.logs, b, bo + i, y, yo + i, m);
        } else {
          raise(room.logs, b, bo + i, room.sizes, 0, m);
          finish(a, ao + i, -1, b, bo + i, -1, room.sizes, y, yo + i, m);
        }
      }
    }
    if (bound < n) {
      tail.both(a, ao + bound, b, bo + bound, y, yo + bound, n - bound);
    }
  }

  @Override
  void scalarLeft(float a, float[] b, int bo, float[] y, int yo, int n) {
    int bound = S.loopBound(n);
    if (bound > 0) {
      Room room = Room.MINE.get();
      Arrays.fill(room.logs, 0, Math.min(BLOCK, bound), FloatPower.log2(Math.abs(a)));
      float[] all = room.scalars;
      Arrays.fill(all, 0, S.length(), a);
      boolean positive = positive(all, 0, S.length());
      for (int i = 0; i < bound; i += BLOCK) {
        int m = Math.min(BLOCK, bound - i);
        if (positive && finite(b, bo + i, m)) {
          raise(room.logs, b, bo + i, y, yo + i, m);
        } else {
          raise(room.logs, b, bo + i, room.sizes, 0, m);
          finish(all, 0, 0, b, bo + i, -1, room.sizes, y, yo + i, m);
        }
      }
    }
    if (bound < n) {
      tail.scalarLeft(a, b, bo + bound, y, yo + bound, n - bound);
    }
  }

  @Override
  void scalarRight(float[] a, int ao, float b, float[] y, int yo, int n) {
    int bound = S.loopBound(n);
    if (bound > 0) {
      Room room = Room.MINE.get();
      float[] all = room.scalars;
      Arrays.fill(all, 0, Math.min(BLOCK, bound), b);
      boolean finite = finite(all, 0, S.length());
      for (int i = 0; i < bound; i += BLOCK) {
        int m = Math.min(BLOCK, bound - i);
        logs(a, ao + i, room.logs, m);
        if (finite && positive(a, ao + i, m)) {
          raise(room.logs, all, 0, y, yo + i, m);
        } else {
          raise(room.logs, all, 0, room.sizes, 0, m);
          finish(a, ao + i, -1, all, 0, 0, room.sizes, y, yo + i, m);
        }
      }
    }
    if (bound < n) {
      tail.scalarRight(a, ao + bound, b, y, yo + bound, n - bound);
    }
  }

  private static boolean positive(float[] a, int ao, int n) {
    return ordinary(a, ao, n, -1, 1);
  }

  private static boolean finite(float[] b, int bo, int n) {
    return ordinary(b, bo, n, Integer.MAX_VALUE, 0);
  }

  /** Whether those bits of {@code x} that are in {@code mask} are all from least up to Inf. */
  private static boolean ordinary(float[] x, int xo, int n, int mask, int least) {
    IntVector other = IntVector.zero(I);
    for (int i = 0; i < n; i += S.length()) {
      IntVector bits = FloatVector.fromArray(S, x, xo + i).reinterpretAsInts().and(mask);
      other = other.or(bits.sub(least)).or(IntVector.broadcast(I, INF_BITS - 1).sub(bits));
    }
    return !other.compare(VectorOperators.LT, 0).anyTrue();
  }

  /** The binary logarithms of the sizes of numbers. */
  private static void logs(float[] a, int ao, double[] logs, int n) {
    for (int i = 0; i < n; i += HALF.length()) {
      LongVector bits =
          doubles(a, ao + i)
              .reinterpretAsLongs()
              .and(Long.MAX_VALUE)
              .add(Long.MIN_VALUE - FloatPower.SQRT_HALF_BITS);
      DoubleVector k =
          bits.lanewise(VectorOperators.LSHR, 52).or(WHOLE_BITS).reinterpretAsDoubles().sub(WHOLE);
      DoubleVector f =
          bits.and(FloatPower.MANTISSA)
              .add(FloatPower.SQRT_HALF_BITS)
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector f2 = f.mul(f);
      DoubleVector f4 = f2.mul(f2);
      DoubleVector low = f.fma(broadcast(D, FloatPower.A1), broadcast(D, FloatPower.A0));
      low = f.fma(broadcast(D, FloatPower.A3), broadcast(D, FloatPower.A2)).fma(f2, low);
      DoubleVector middle = f.fma(broadcast(D, FloatPower.A5), broadcast(D, FloatPower.A4));
      middle = f.fma(broadcast(D, FloatPower.A7), broadcast(D, FloatPower.A6)).fma(f2, middle);
      DoubleVector high = f.fma(broadcast(D, FloatPower.A9), broadcast(D, FloatPower.A8));
      high = f.fma(broadcast(D, FloatPower.A11), broadcast(D, FloatPower.A10)).fma(f2, high);
      DoubleVector p = high.fma(f4, middle).fma(f4, low);
      p.fma(f, k).intoArray(logs, i);
    }
  }

  private static void raise(double[] logs, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += HALF.length()) {
      DoubleVector t = DoubleVector.fromArray(D, logs, i).mul(doubles(b, bo + i));
      power(t).intoArray(y, yo + i);
    }
  }

  /** 2 to {@code t}. */
  private static FloatVector power(DoubleVector t) {
    DoubleVector z = t.add(FloatPower.BIASED);
    LongVector bits = z.reinterpretAsLongs().max(FloatPower.LEAST_BITS).min(FloatPower.MOST_BITS);
    DoubleVector r = t.sub(z.sub(FloatPower.BIASED));
    DoubleVector r2 = r.mul(r);
    DoubleVector e = r.fma(broadcast(D, FloatPower.B5), broadcast(D, FloatPower.B4));
    e = r2.fma(broadcast(D, FloatPower.B6), e);
    e = e.fma(r2, r.fma(broadcast(D, FloatPower.B3), broadcast(D, FloatPower.B2)));
    e = e.fma(r2, r.fma(broadcast(D, FloatPower.B1), broadcast(D, FloatPower.B0)));
    e = e.mul(bits.lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles());
    return (FloatVector) e.convertShape(VectorOperators.D2F, HALF, 0);
  }

  private static DoubleVector doubles(float[] x, int i) {
    FloatVector half = FloatVector.fromArray(HALF, x, i);
    return (DoubleVector) half.convertShape(VectorOperators.F2D, D, 0);
  }

  /**
   * The powers of {@code x}, of which those of the sizes are in {@code p}, with signs and at
   * special cases; a mask of 0 repeats a vector.
   */
  private static void finish(
      float[] x,
      int xo,
      int xm,
      float[] exponents,
      int eo,
      int em,
      float[] p,
      float[] y,
      int yo,
      int n) {
    for (int i = 0; i < n; i += S.length()) {
      FloatVector a = FloatVector.fromArray(S, x, xo + (i & xm));
      FloatVector b = FloatVector.fromArray(S, exponents, eo + (i & em));
      FloatVector u = a.abs();
      FloatVector size = b.abs();
      FloatVector t = u.blend(INF, u.compare(VectorOperators.GT, 1f));
      t = b.mul(t.blend(-INF, u.compare(VectorOperators.LT, 1f)));
      t = t.blend(0f, t.compare(VectorOperators.LT, 0f));
      VectorMask<Float> between =
          u.compare(VectorOperators.GT, 0f)
              .and(u.compare(VectorOperators.LT, INF))
              .and(size.compare(VectorOperators.LT, INF));
      VectorMask<Float> one =
          u.compare(VectorOperators.EQ, 1f)
              .and(size.compare(VectorOperators.EQ, INF))
              .or(a.compare(VectorOperators.EQ, 1f))
              .or(b.compare(VectorOperators.EQ, 0f));
      FloatVector r = t.blend(FloatVector.fromArray(S, p, i), between).blend(1f, one);
      // How far the exponent is from an even integer: an odd one is 1 off.
      FloatVector whole = size.reinterpretAsInts().min(FloatPower.EVEN_BITS).reinterpretAsFloats();
      FloatVector off = whole.sub(whole.add(FloatPower.EVEN).sub(FloatPower.EVEN)).abs();
      VectorMask<Float> odd = off.compare(VectorOperators.EQ, 1f);
      VectorMask<Float> undefined =
          off.compare(VectorOperators.NE, 0f)
              .andNot(odd)
              .and(a.compare(VectorOperators.LT, 0f))
              .and(a.compare(VectorOperators.GT, -INF));
      IntVector sign = a.reinterpretAsInts().and(Integer.MIN_VALUE);
      FloatVector signed =
          r.reinterpretAsInts().lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
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
