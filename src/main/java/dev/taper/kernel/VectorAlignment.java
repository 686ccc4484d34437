package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Finds where in an array vectors lie within cache lines.
 *
 * <p>A 64-byte vector that begins anywhere but on a line takes two reads, which costs a
 * micro-kernel an eighth of its speed, and Java neither says nor fixes where an array lies. Reading
 * it tells: the one place of eight that is on a line is the fastest. A wrong answer costs speed
 * only.
 */
final class VectorAlignment {
  private VectorAlignment() {}

  /** Floats that the trial reads, from L1. */
  static final int LENGTH = 4096;

  /** How far a place may be from the start of the array. */
  static final int SLACK = 16;

  private static final int REPEATS = 6;

  /** No compiled reading takes so long. */
  private static final long UNCOMPILED_NANOS = 50_000;

  private static final int CALLS = 100;
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int VL = S.length();

  /** Keeps the reads from being left out. */
  @SuppressWarnings("UnusedVariable")
  private static volatile int sink;

  /** The best place among 0, 2, … 14 (arrays lie on multiples of 8 bytes), or the old one. */
  static int find(float[] x, int old) {
    if (x.length < LENGTH + SLACK) {
      return old;
    }
    int place = old;
    long best = Long.MAX_VALUE;
    long worst = 0;
    for (int o = 0; o < SLACK; o += 2) {
      long time = Long.MAX_VALUE;
      for (int i = 0; i < REPEATS; i++) {
        long start = System.nanoTime();
        int bits = read(x, o, LENGTH);
        time = Math.min(time, System.nanoTime() - start);
        sink = bits;
        if (time > UNCOMPILED_NANOS) {
          return old;
        }
      }
      worst = Math.max(worst, time);
      if (time < best) {
        best = time;
        place = o;
      }
    }
    return best < worst - worst / 5 ? place : old;
  }

  /** Brings the reading to the compiler's notice. */
  static void warm(float[] x) {
    sink = read(x, 0, 16 * VL);
    for (int i = 0; i < CALLS; i++) {
      sink = read(x, 0, 0);
    }
  }

  private static int read(float[] x, int o, int length) {
    var s0 = IntVector.zero(IntVector.SPECIES_PREFERRED);
    var s1 = s0;
    var s2 = s0;
    var s3 = s0;
    // Sixteen reads in a turn: on a shared core a short loop hides what the lines cost.
    for (int r = 0; r < 4; r++) {
      for (int p = o; p < o + length; p += 16 * VL) {
        s0 = s0.or(FloatVector.fromArray(S, x, p).reinterpretAsInts());
        s1 = s1.or(FloatVector.fromArray(S, x, p + VL).reinterpretAsInts());
        s2 = s2.or(FloatVector.fromArray(S, x, p + 2 * VL).reinterpretAsInts());
        s3 = s3.or(FloatVector.fromArray(S, x, p + 3 * VL).reinterpretAsInts());
        s0 = s0.or(FloatVector.fromArray(S, x, p + 4 * VL).reinterpretAsInts());
        s1 = s1.or(FloatVector.fromArray(S, x, p + 5 * VL).reinterpretAsInts());
        s2 = s2.or(FloatVector.fromArray(S, x, p + 6 * VL).reinterpretAsInts());
        s3 = s3.or(FloatVector.fromArray(S, x, p + 7 * VL).reinterpretAsInts());
        s0 = s0.or(FloatVector.fromArray(S, x, p + 8 * VL).reinterpretAsInts());
        s1 = s1.or(FloatVector.fromArray(S, x, p + 9 * VL).reinterpretAsInts());
        s2 = s2.or(FloatVector.fromArray(S, x, p + 10 * VL).reinterpretAsInts());
        s3 = s3.or(FloatVector.fromArray(S, x, p + 11 * VL).reinterpretAsInts());
        s0 = s0.or(FloatVector.fromArray(S, x, p + 12 * VL).reinterpretAsInts());
        s1 = s1.or(FloatVector.fromArray(S, x, p + 13 * VL).reinterpretAsInts());
        s2 = s2.or(FloatVector.fromArray(S, x, p + 14 * VL).reinterpretAsInts());
        s3 = s3.or(FloatVector.fromArray(S, x, p + 15 * VL).reinterpretAsInts());
      }
    }
    return s0.or(s1).or(s2.or(s3)).reduceLanes(VectorOperators.OR);
  }
}
