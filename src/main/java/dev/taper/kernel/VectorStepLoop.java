package dev.taper.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Template of the loops written with the Vector API; only copies with a formula ({@link Splice})
 * run.
 *
 * <p>Each step has a loop of its own: a vector that comes from one of several branches would be
 * made an object.
 */
final class VectorStepLoop extends StepLoop {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int L = SPECIES.length();

  private final BinaryLoop tail;

  /** What is left over at the end goes to {@code tail}. */
  VectorStepLoop(BinaryLoop tail) {
    this.tail = tail;
  }

  @Override
  void run(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int ys, int n) {
    if (ys != 1 && VectorComb.NARROW) {
      apart(a, ao, as, b, bo, bs, y, yo, ys, n);
      return;
    }
    // A scalar is read over and over as a vector of its own.
    float[] left = as == 0 ? same(a[ao]) : a;
    float[] right = bs == 0 ? same(b[bo]) : b;
    int i = as == 0 ? 0 : ao;
    int j = bs == 0 ? 0 : bo;
    int bound =
        Math.min(
            Math.min(VectorComb.bound(a.length, ao, as, n), VectorComb.bound(b.length, bo, bs, n)),
            VectorComb.bound(y.length, yo, ys, n));
    if (ys != 1) {
      switch (ys) {
        case 2 -> to2(left, i, right, j, bs, y, yo, bound);
        case 3 -> to3(left, i, right, j, bs, y, yo, bound);
        default -> to4(left, i, right, j, bs, y, yo, bound);
      }
    } else if (as > 1) {
      switch (as) {
        case 2 -> left2(left, i, right, j, bs, y, yo, bound);
        case 3 -> left3(left, i, right, j, bs, y, yo, bound);
        default -> left4(left, i, right, j, bs, y, yo, bound);
      }
    } else {
      switch (bs) {
        case 2 -> right2(left, i, as, right, j, y, yo, bound);
        case 3 -> right3(left, i, as, right, j, y, yo, bound);
        default -> right4(left, i, as, right, j, y, yo, bound);
      }
    }
    if (bound < n) {
      tail.steps(a, ao + bound * as, as, b, bo + bound * bs, bs, y, yo + bound * ys, ys, n - bound);
    }
  }

  /** The results side by side first, then each to its place. */
  private void apart(
      float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int ys, int n) {
    Block block = Block.take();
    try {
      for (int i = 0; i < n; i += Walk.SMALL) {
        int m = Math.min(Walk.SMALL, n - i);
        run(a, ao + i * as, as, b, bo + i * bs, bs, block.y, 0, 1, m);
        Comb.scatterPlain(block.y, 0, y, yo + i * ys, ys, m);
      }
    } finally {
      block.give();
    }
  }

  private static float[] same(float value) {
    float[] all = new float[L];
    Arrays.fill(all, value);
    return all;
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }

  private static void left2(
      float[] a, int ao, float[] b, int bo, int bs, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      Splice.binary(VectorComb.read2(a, ao + 2 * i), load(b, bo + i * bs)).intoArray(y, yo + i);
    }
  }

  private static void left3(
      float[] a, int ao, float[] b, int bo, int bs, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      Splice.binary(VectorComb.read3(a, ao + 3 * i), load(b, bo + i * bs)).intoArray(y, yo + i);
    }
  }

  private static void left4(
      float[] a, int ao, float[] b, int bo, int bs, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      Splice.binary(VectorComb.read4(a, ao + 4 * i), load(b, bo + i * bs)).intoArray(y, yo + i);
    }
  }

  private static void right2(
      float[] a, int ao, int as, float[] b, int bo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      Splice.binary(load(a, ao + i * as), VectorComb.read2(b, bo + 2 * i)).intoArray(y, yo + i);
    }
  }

  private static void right3(
      float[] a, int ao, int as, float[] b, int bo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      Splice.binary(load(a, ao + i * as), VectorComb.read3(b, bo + 3 * i)).intoArray(y, yo + i);
    }
  }

  private static void right4(
      float[] a, int ao, int as, float[] b, int bo, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      Splice.binary(load(a, ao + i * as), VectorComb.read4(b, bo + 4 * i)).intoArray(y, yo + i);
    }
  }

  private static void to2(
      float[] a, int ao, float[] b, int bo, int bs, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      FloatVector v = VectorComb.read2(a, ao + 2 * i);
      VectorComb.write2(Splice.binary(v, load(b, bo + i * bs)), y, yo + 2 * i);
    }
  }

  private static void to3(
      float[] a, int ao, float[] b, int bo, int bs, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      FloatVector v = VectorComb.read3(a, ao + 3 * i);
      VectorComb.write3(Splice.binary(v, load(b, bo + i * bs)), y, yo + 3 * i);
    }
  }

  private static void to4(
      float[] a, int ao, float[] b, int bo, int bs, float[] y, int yo, int bound) {
    for (int i = 0; i < bound; i += L) {
      FloatVector v = VectorComb.read4(a, ao + 4 * i);
      VectorComb.write4(Splice.binary(v, load(b, bo + i * bs)), y, yo + 4 * i);
    }
  }
}
