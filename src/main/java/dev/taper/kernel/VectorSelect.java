package dev.taper.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The choice by vectors; what is left over is chosen one by one. */
final class VectorSelect {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

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
}
