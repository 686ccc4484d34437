package dev.taper.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector forms of {@link FloatAngles}, the same operations in the same order, for angles whose
 * size is at most {@link FloatAngles#MAX}.
 */
final class VectorAngles {
  static final VectorSpecies<Float> S = VectorFormulas.SPECIES;

  private VectorAngles() {}

  /** Whether all of {@code x} may be handed to the others. */
  static boolean fits(FloatVector x) {
    return x.abs().compare(VectorOperators.LE, FloatAngles.MAX).allTrue();
  }

  static FloatVector sin(FloatVector x) {
    FloatVector z = quarters(x);
    FloatVector r = reduced(x, z);
    IntVector quarter = z.reinterpretAsInts();
    FloatVector y = sinNear(r).blend(cosNear(r), odd(quarter));
    return signed(y, quarter.lanewise(VectorOperators.LSHL, 30));
  }

  static FloatVector cos(FloatVector x) {
    FloatVector z = quarters(x);
    FloatVector r = reduced(x, z);
    IntVector quarter = z.reinterpretAsInts();
    FloatVector y = cosNear(r).blend(sinNear(r), odd(quarter));
    return signed(y, quarter.add(1).lanewise(VectorOperators.LSHL, 30));
  }

  static FloatVector tan(FloatVector x) {
    FloatVector z = quarters(x);
    FloatVector r = reduced(x, z);
    IntVector quarter = z.reinterpretAsInts();
    FloatVector s = sinNear(r);
    FloatVector c = cosNear(r);
    VectorMask<Float> odd = odd(quarter);
    return signed(s.blend(c, odd).div(c.blend(s, odd)), quarter.lanewise(VectorOperators.LSHL, 31));
  }

  private static FloatVector quarters(FloatVector x) {
    return x.fma(broadcast(S, FloatAngles.TWO_BY_PI), broadcast(S, FloatMath.ROUND));
  }

  private static VectorMask<Float> odd(IntVector quarter) {
    IntVector top = quarter.lanewise(VectorOperators.LSHL, 31);
    return top.compare(VectorOperators.LT, 0).cast(VectorFormulas.SPECIES);
  }

  private static FloatVector reduced(FloatVector x, FloatVector z) {
    FloatVector k = z.sub(FloatMath.ROUND);
    FloatVector r = k.fma(broadcast(S, -FloatAngles.QUARTER_HIGH), x);
    r = k.fma(broadcast(S, -FloatAngles.QUARTER_LOW), r);
    return k.fma(broadcast(S, -FloatAngles.QUARTER_LEAST), r);
  }

  private static FloatVector sinNear(FloatVector r) {
    FloatVector q = r.mul(r);
    FloatVector p = q.fma(broadcast(S, FloatAngles.S2), broadcast(S, FloatAngles.S1));
    p = p.fma(q, broadcast(S, FloatAngles.S0));
    return p.fma(q, broadcast(S, 1f)).mul(r);
  }

  private static FloatVector cosNear(FloatVector r) {
    FloatVector q = r.mul(r);
    FloatVector p = q.fma(broadcast(S, FloatAngles.C2), broadcast(S, FloatAngles.C1));
    p = p.fma(q, broadcast(S, FloatAngles.C0));
    p = p.fma(q, broadcast(S, -0.5f));
    return p.fma(q, broadcast(S, 1f));
  }

  private static FloatVector signed(FloatVector y, IntVector sign) {
    IntVector bits = y.reinterpretAsInts();
    return bits.lanewise(VectorOperators.XOR, sign.and(Integer.MIN_VALUE)).reinterpretAsFloats();
  }
}
