package dev.taper;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Random shapes and the walk over their indices, for the properties. */
final class Shapes {
  private Shapes() {}

  /** Of up to four dimensions of sizes 0 to 5, with many ones. */
  static Arbitrary<int[]> any() {
    return Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(1, 5)),
            Tuple.of(2, Arbitraries.just(1)),
            Tuple.of(1, Arbitraries.just(0)))
        .list()
        .ofMaxSize(4)
        .map(Shapes::toArray);
  }

  static int[] toArray(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  static int numel(int[] sizes) {
    return Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
  }

  /** Every index of a shape, in row-major order. */
  static Iterable<int[]> indices(int[] sizes) {
    int n = numel(sizes);
    return () ->
        new Iterator<>() {
          private int at;

          @Override
          public boolean hasNext() {
            return at < n;
          }

          @Override
          public int[] next() {
            int[] index = new int[sizes.length];
            int rest = at++;
            for (int d = sizes.length - 1; d >= 0; d--) {
              index[d] = rest % sizes[d];
              rest /= sizes[d];
            }
            return index;
          }
        };
  }

  /** A tensor of numbers that differ. */
  static Tensor counted(int... sizes) {
    float[] values = new float[numel(sizes)];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 1;
    }
    return Tensor.of(values, Shape.of(sizes));
  }
}
