package dev.taper.kernel;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The choice by vectors; what is left over is chosen one by one. */
final class VectorSelect {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;

  private VectorSelect() {}

  /** {@code y = c ? a : b}; {@code as} and {@code bs} are 0 or 1. */
  static void row(
      boolean[] c,
      int i,
      float[] a,
      int j,
      int as,
      float[] b,
      int k,
      int bs,
      float[] y,
      int o,
      int n) {
    int bound = S.loopBound(n);
    if (as != 0 && bs != 0) {
      for (int at = 0; at < bound; at += L) {
        FloatVector v = FloatVector.fromArray(S, a, j + at);
        FloatVector w = FloatVector.fromArray(S, b, k + at);
        w.blend(v, VectorMask.fromArray(S, c, i + at)).intoArray(y, o + at);
      }
    } else if (as != 0) {
      FloatVector w = FloatVector.broadcast(S, b[k]);
      for (int at = 0; at < bound; at += L) {
        FloatVector v = FloatVector.fromArray(S, a, j + at);
        w.blend(v, VectorMask.fromArray(S, c, i + at)).intoArray(y, o + at);
      }
    } else if (bs != 0) {
      FloatVector v = FloatVector.broadcast(S, a[j]);
      for (int at = 0; at < bound; at += L) {
        FloatVector w = FloatVector.fromArray(S, b, k + at);
        w.blend(v, VectorMask.fromArray(S, c, i + at)).intoArray(y, o + at);
      }
    } else {
      FloatVector v = FloatVector.broadcast(S, a[j]);
      FloatVector w = FloatVector.broadcast(S, b[k]);
      for (int at = 0; at < bound; at += L) {
        w.blend(v, VectorMask.fromArray(S, c, i + at)).intoArray(y, o + at);
      }
    }
    for (int at = bound; at < n; at++) {
      y[o + at] = c[i + at] ? a[j + at * as] : b[k + at * bs];
    }
  }

  /** {@code y = c ? a : b}; {@code as} and {@code bs} are 0 or 1. */
  static void row(
      boolean[] c,
      int i,
      long[] a,
      int j,
      int as,
      long[] b,
      int k,
      int bs,
      long[] y,
      int o,
      int n) {
    int bound = LONGS.loopBound(n);
    long[] p = as == 0 ? repeated(a[j]) : a;
    long[] q = bs == 0 ? repeated(b[k]) : b;
    int pj = as == 0 ? 0 : j;
    int qk = bs == 0 ? 0 : k;
    for (int at = 0; at < bound; at += LONGS.length()) {
      LongVector v = LongVector.fromArray(LONGS, p, pj + at * as);
      LongVector w = LongVector.fromArray(LONGS, q, qk + at * bs);
      w.blend(v, VectorMask.fromArray(LONGS, c, i + at)).intoArray(y, o + at);
    }
    for (int at = bound; at < n; at++) {
      y[o + at] = c[i + at] ? a[j + at * as] : b[k + at * bs];
    }
  }

  private static long[] repeated(long value) {
    long[] x = new long[LONGS.length()];
    Arrays.fill(x, value);
    return x;
  }

  /** {@code y = c ? a : b}; {@code as} and {@code bs} are 0 or 1. */
  static void row(
      boolean[] c,
      int i,
      boolean[] a,
      int j,
      int as,
      boolean[] b,
      int k,
      int bs,
      boolean[] y,
      int o,
      int n) {
    int bound = BYTES.loopBound(n);
    boolean[] p = as == 0 ? repeated(a[j]) : a;
    boolean[] q = bs == 0 ? repeated(b[k]) : b;
    int pj = as == 0 ? 0 : j;
    int qk = bs == 0 ? 0 : k;
    for (int at = 0; at < bound; at += BYTES.length()) {
      ByteVector v = ByteVector.fromBooleanArray(BYTES, p, pj + at * as);
      ByteVector w = ByteVector.fromBooleanArray(BYTES, q, qk + at * bs);
      ByteVector m = ByteVector.fromBooleanArray(BYTES, c, i + at);
      w.lanewise(VectorOperators.XOR, v.lanewise(VectorOperators.XOR, w).and(m))
          .intoBooleanArray(y, o + at);
    }
    for (int at = bound; at < n; at++) {
      y[o + at] = c[i + at] ? a[j + at * as] : b[k + at * bs];
    }
  }

  private static boolean[] repeated(boolean value) {
    boolean[] x = new boolean[BYTES.length()];
    Arrays.fill(x, value);
    return x;
  }
}
