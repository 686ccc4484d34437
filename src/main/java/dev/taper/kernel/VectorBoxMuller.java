package dev.taper.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link BoxMuller} with the Vector API, which give the same bits.
 *
 * <p>Vectors of 16 take the first halves of two groups, shorter ones a part of one.
 */
final class VectorBoxMuller {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());
  private static final int WIDTH = F.length();
  private static final boolean TWO = WIDTH == BoxMuller.GROUP;
  private static final int HALF = BoxMuller.HALF;

  /** Of vectors of two halves: the halves exchanged, and the second one. */
  private static final VectorShuffle<Integer> SWAP = VectorShuffle.iota(I, WIDTH / 2, 1, true);

  private static final VectorShuffle<Float> SWAP_FLOATS = VectorShuffle.iota(F, WIDTH / 2, 1, true);
  private static final VectorMask<Integer> SECOND =
      VectorMask.fromLong(I, ((1L << (WIDTH / 2)) - 1) << (WIDTH / 2));
  private static final VectorMask<Float> SECOND_FLOATS =
      VectorMask.fromLong(F, ((1L << (WIDTH / 2)) - 1) << (WIDTH / 2));

  private VectorBoxMuller() {}

  /** Makes as many of the {@code n} normals as fill vectors, and tells how many. */
  static int transform(
      int[] words, float[] radius, float[] y, int offset, int n, float mean, float std) {
    int pairs = n / 2 & -Math.max(WIDTH, HALF);
    radii(words, radius, pairs);
    turn(words, radius, y, offset, pairs, mean, std);
    return 2 * pairs;
  }

  /** Where the words of the pairs from {@code pair} on begin. */
  private static int at(int pair) {
    return TWO ? 2 * pair : 2 * pair - pair % HALF;
  }

  /** {@code √(-2 log(1 - u))} of the first words. */
  private static void radii(int[] words, float[] y, int pairs) {
    for (int i = 0; i < pairs; i += WIDTH) {
      IntVector w = IntVector.fromArray(I, words, at(i));
      if (TWO) {
        w = w.blend(IntVector.fromArray(I, words, at(i) + WIDTH).rearrange(SWAP), SECOND);
      }
      IntVector k = w.and(BoxMuller.LOW_24).neg().add(BoxMuller.ONE);
      IntVector bits =
          ((FloatVector) k.convert(VectorOperators.I2F, 0))
              .reinterpretAsInts()
              .sub(FloatMath.SQRT_HALF_BITS);
      // The exponent of 1 - u, which is k in units of 2⁻²⁴.
      IntVector exponent = bits.lanewise(VectorOperators.ASHR, 23).sub(24);
      FloatVector e = (FloatVector) exponent.convert(VectorOperators.I2F, 0);
      FloatVector m =
          bits.and(FloatMath.MANTISSA).add(FloatMath.SQRT_HALF_BITS).reinterpretAsFloats().sub(1f);
      FloatVector z = m.mul(m);
      FloatVector p = m.fma(broadcast(F, 7.0376836292E-2f), broadcast(F, -1.1514610310E-1f));
      p = p.fma(m, broadcast(F, 1.1676998740E-1f));
      p = p.fma(m, broadcast(F, -1.2420140846E-1f));
      p = p.fma(m, broadcast(F, 1.4249322787E-1f));
      p = p.fma(m, broadcast(F, -1.6668057665E-1f));
      p = p.fma(m, broadcast(F, 2.0000714765E-1f));
      p = p.fma(m, broadcast(F, -2.4999993993E-1f));
      p = p.fma(m, broadcast(F, 3.3333331174E-1f));
      p = m.mul(p).fma(z, e.mul(-2.12194440e-4f));
      p = m.add(z.fma(broadcast(F, -0.5f), p));
      e.fma(broadcast(F, 0.693359375f), p).mul(-2f).sqrt().intoArray(y, i);
    }
  }

  /** Normals of the second words, which say the angle, and of the radii. */
  private static void turn(
      int[] words, float[] radius, float[] y, int offset, int pairs, float mean, float std) {
    for (int i = 0; i < pairs; i += WIDTH) {
      IntVector w = IntVector.fromArray(I, words, at(i) + (TWO ? 0 : HALF));
      if (TWO) {
        w = w.rearrange(SWAP).blend(IntVector.fromArray(I, words, at(i) + WIDTH), SECOND);
      }
      FloatVector u = (FloatVector) w.and(BoxMuller.LOW_24).convert(VectorOperators.I2F, 0);
      FloatVector angle = u.mul(0x1p-24f).mul(BoxMuller.TWO_PI);
      // The integer part of the eighths, by rounding and one less where that went up.
      FloatVector eighths = angle.mul(1.27323954473516f);
      FloatVector rounded = eighths.add(FloatMath.ROUND);
      VectorMask<Float> up = rounded.sub(FloatMath.ROUND).compare(VectorOperators.GT, eighths);
      rounded = rounded.lanewise(VectorOperators.SUB, 1f, up);
      IntVector octant = rounded.reinterpretAsInts().and(0xf).add(1).and(~1);
      FloatVector turns = (FloatVector) octant.convert(VectorOperators.I2F, 0);
      FloatVector x = turns.fma(broadcast(F, -0.78515625f), angle);
      x = turns.fma(broadcast(F, -2.4187564849853515625e-4f), x);
      x = turns.fma(broadcast(F, -3.77489497744594108e-8f), x);
      FloatVector z = x.mul(x);
      FloatVector s = z.fma(broadcast(F, -1.9515295891E-4f), broadcast(F, 8.3321608736E-3f));
      s = z.mul(s.fma(z, broadcast(F, -1.6666654611E-1f)));
      s = x.fma(s, x);
      FloatVector c =
          z.fma(broadcast(F, 2.443315711809948E-5f), broadcast(F, -1.388731625493765E-3f));
      c = z.mul(c.fma(z, broadcast(F, 4.166664568298827E-2f)));
      c = z.fma(c, z.mul(-0.5f)).add(1f);
      VectorMask<Float> odd =
          octant.lanewise(VectorOperators.LSHL, 30).compare(VectorOperators.LT, 0).cast(F);
      IntVector sign = octant.and(4).lanewise(VectorOperators.LSHL, 29);
      FloatVector r = FloatVector.fromArray(F, radius, i);
      FloatVector sine =
          s.blend(c, odd)
              .reinterpretAsInts()
              .lanewise(VectorOperators.XOR, sign)
              .reinterpretAsFloats();
      sign = octant.add(2).and(4).lanewise(VectorOperators.LSHL, 29);
      FloatVector cosine =
          c.blend(s, odd)
              .reinterpretAsInts()
              .lanewise(VectorOperators.XOR, sign)
              .reinterpretAsFloats();
      sine = r.mul(sine).fma(broadcast(F, std), broadcast(F, mean));
      cosine = r.mul(cosine).fma(broadcast(F, std), broadcast(F, mean));
      int to = offset + at(i);
      if (TWO) {
        cosine.blend(sine.rearrange(SWAP_FLOATS), SECOND_FLOATS).intoArray(y, to);
        cosine.rearrange(SWAP_FLOATS).blend(sine, SECOND_FLOATS).intoArray(y, to + WIDTH);
      } else {
        cosine.intoArray(y, to);
        sine.intoArray(y, to + HALF);
      }
    }
  }
}
