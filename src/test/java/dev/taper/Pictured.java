package dev.taper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.Function;

/**
 * A tensor beside the naive picture of it: sizes, and for each index the index into the numbers it
 * began with, as a chain of functions.
 */
final class Pictured {
  private final Tensor tensor;
  private final int[] sizes;
  private final float[] numbers;
  private final Function<int[], Integer> at;

  private Pictured(Tensor tensor, int[] sizes, float[] numbers, Function<int[], Integer> at) {
    this.tensor = tensor;
    this.sizes = sizes;
    this.numbers = numbers;
    this.at = at;
  }

  static Pictured of(int... sizes) {
    Tensor x = Shapes.counted(sizes);
    return new Pictured(
        x,
        sizes,
        x.toFloatArray(),
        index -> {
          int place = 0;
          for (int d = 0; d < index.length; d++) {
            place = place * sizes[d] + index[d];
          }
          return place;
        });
  }

  private Pictured to(Tensor view, int[] newSizes, Function<int[], int[]> back) {
    return new Pictured(view, newSizes, numbers, index -> at.apply(back.apply(index)));
  }

  Tensor tensor() {
    return tensor;
  }

  int[] sizes() {
    return sizes;
  }

  /** The number that the picture has at an index. */
  float get(int... index) {
    return numbers[at.apply(index)];
  }

  int dim() {
    return sizes.length;
  }

  Pictured permute(int[] order) {
    int[] result = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      result[i] = sizes[order[i]];
    }
    return to(
        tensor.permute(order),
        result,
        index -> {
          int[] from = new int[index.length];
          for (int i = 0; i < index.length; i++) {
            from[order[i]] = index[i];
          }
          return from;
        });
  }

  Pictured slice(int dim, int start, int end, int step) {
    int size = sizes[dim];
    int from = Math.clamp(start < 0 ? start + size : start, 0, size);
    int stop = Math.clamp(end < 0 ? end + size : end, 0, size);
    int[] result = sizes.clone();
    result[dim] = 0;
    for (int i = from; i < stop; i += step) {
      result[dim]++;
    }
    return to(
        tensor.slice(dim, start, end, step),
        result,
        index -> {
          int[] back = index.clone();
          back[dim] = from + index[dim] * step;
          return back;
        });
  }

  Pictured select(int dim, int index) {
    int chosen = index < 0 ? index + sizes[dim] : index;
    return to(tensor.select(dim, index), without(sizes, dim), at -> with(at, dim, chosen));
  }

  Pictured unsqueeze(int dim) {
    return to(tensor.unsqueeze(dim), with(sizes, dim, 1), index -> without(index, dim));
  }

  Pictured squeeze(int dim) {
    return sizes[dim] == 1
        ? to(tensor.squeeze(dim), without(sizes, dim), index -> with(index, dim, 0))
        : to(tensor.squeeze(dim), sizes, index -> index);
  }

  /** Dimensions of size 1 become {@code size}, and one of that size comes in front. */
  Pictured expand(int size) {
    int[] result = new int[sizes.length + 1];
    result[0] = size;
    for (int d = 0; d < sizes.length; d++) {
      result[d + 1] = sizes[d] == 1 ? size : sizes[d];
    }
    return to(
        tensor.expand(result),
        result,
        index -> {
          int[] from = new int[sizes.length];
          for (int d = 0; d < from.length; d++) {
            from[d] = sizes[d] == 1 ? 0 : index[d + 1];
          }
          return from;
        });
  }

  private static int[] without(int[] values, int dim) {
    int[] rest = new int[values.length - 1];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = values[i < dim ? i : i + 1];
    }
    return rest;
  }

  private static int[] with(int[] values, int dim, int value) {
    int[] more = new int[values.length + 1];
    for (int i = 0; i < more.length; i++) {
      more[i] = i < dim ? values[i] : i == dim ? value : values[i - 1];
    }
    return more;
  }

  /** The numbers of the picture in row-major order. */
  float[] read() {
    float[] result = new float[Shapes.numel(sizes)];
    int i = 0;
    for (int[] index : Shapes.indices(sizes)) {
      result[i++] = get(index);
    }
    return result;
  }

  /** That the tensor shows what the picture does. */
  void check() {
    assertEquals(Shape.of(sizes), tensor.shape());
    assertArrayEquals(read(), tensor.toFloatArray(), () -> Arrays.toString(sizes));
  }
}
