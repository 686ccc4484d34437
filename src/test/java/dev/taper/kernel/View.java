package dev.taper.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;

/** A strided view of an array, and the plainest way to walk through it. */
record View(int[] sizes, int[] strides, int offset, int length) {

  /** All elements in order, from {@code offset} on, with some room behind. */
  static View contiguous(int offset, int... sizes) {
    int[] strides = new int[sizes.length];
    int n = 1;
    for (int d = sizes.length - 1; d >= 0; d--) {
      strides[d] = n;
      n *= sizes[d];
    }
    return new View(sizes, strides, offset, offset + n + 3);
  }

  /** The same elements for all indices. */
  static View scalar(int offset, int... sizes) {
    return new View(sizes, new int[sizes.length], offset, offset + 2);
  }

  /** Dimensions in any order in memory, with steps and gaps, some of them repeated. */
  static View random(Random random, boolean repeats, int... sizes) {
    List<Integer> order = new ArrayList<>();
    for (int d = sizes.length - 1; d >= 0; d--) {
      order.add(d);
    }
    if (random.nextInt(3) > 0) {
      Collections.shuffle(order, random);
    }
    int[] strides = new int[sizes.length];
    int next = random.nextInt(4) == 0 ? 2 : 1;
    int last = 0;
    for (int d : order) {
      if (repeats && random.nextInt(4) == 0) {
        continue;
      }
      strides[d] = next;
      last += Math.max(0, sizes[d] - 1) * next;
      next = next * Math.max(1, sizes[d]) + (random.nextInt(4) == 0 ? 5 : 0);
    }
    int offset = random.nextInt(6);
    return new View(sizes, strides, offset, offset + last + 4);
  }

  /** Calls {@code use} with the number of each element in order of its indices. */
  static int count(int[] sizes) {
    int n = 1;
    for (int size : sizes) {
      n *= size;
    }
    return n;
  }

  void forEach(IntConsumer use) {
    for (int i = 0; i < count(sizes); i++) {
      use.accept(at(i));
    }
  }

  /** Where the {@code i}-th element in order of indices lies. */
  int at(int i) {
    int at = offset;
    for (int d = sizes.length - 1; d >= 0; d--) {
      at += i % sizes[d] * strides[d];
      i /= sizes[d];
    }
    return at;
  }

  float[] floats(Random random) {
    float[] x = new float[length];
    float[] special = {
      Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, Float.MIN_VALUE, 1e38f
    };
    for (int i = 0; i < length; i++) {
      x[i] =
          random.nextInt(8) == 0
              ? special[random.nextInt(special.length)]
              : (float) (random.nextGaussian() * 3);
    }
    return x;
  }

  /** The shapes that every kernel is tried on, beside random ones. */
  static List<int[]> shapes() {
    List<int[]> shapes = new ArrayList<>();
    shapes.add(new int[0]);
    for (int n : new int[] {0, 1, 3, 15, 16, 17, 31, 33, 64, 100, 127, 129, 257, 1000, 1025}) {
      shapes.add(new int[] {n});
    }
    shapes.add(new int[] {0, 3});
    shapes.add(new int[] {4, 0, 2});
    shapes.add(new int[] {1, 1, 1});
    shapes.add(new int[] {100, 10});
    shapes.add(new int[] {3, 700});
    shapes.add(new int[] {70, 90});
    shapes.add(new int[] {33, 1, 65});
    shapes.add(new int[] {2, 3, 40});
    shapes.add(new int[] {7, 5, 3, 4});
    shapes.add(new int[] {2, 3, 2, 5, 6});
    shapes.add(new int[] {2, 17, 1, 3, 16});
    return shapes;
  }
}
