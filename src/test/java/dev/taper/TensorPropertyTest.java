package dev.taper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Views, broadcasting, reductions, joins and indexing of random tensors against naive oracles. */
class TensorPropertyTest {
  private static final int TRIES = 300;

  @Provide
  Arbitrary<int[]> shapes() {
    return Shapes.any();
  }

  /** A chain of random views. */
  private static Pictured viewed(int[] sizes, Random random, int steps) {
    Pictured p = Pictured.of(sizes);
    for (int i = 0; i < steps; i++) {
      int dim = p.dim() == 0 ? 0 : random.nextInt(p.dim());
      p =
          switch (random.nextInt(p.dim() == 0 ? 2 : 6)) {
            case 0 -> p.unsqueeze(random.nextInt(p.dim() + 1));
            case 1 -> p.dim() < 5 ? p.expand(random.nextInt(4)) : p;
            case 2 -> p.permute(order(p.dim(), random));
            case 3 -> p.squeeze(dim);
            case 4 ->
                p.slice(dim, random.nextInt(13) - 6, random.nextInt(13) - 6, 1 + random.nextInt(3));
            default -> p.sizes()[dim] == 0 ? p : p.select(dim, pick(p.sizes()[dim], random));
          };
    }
    return p;
  }

  private static int pick(int size, Random random) {
    return random.nextInt(2 * size) - size;
  }

  private static int[] order(int dim, Random random) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < dim; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    return Shapes.toArray(order);
  }

  @Property(tries = TRIES)
  void viewsShowTheirNumbers(@ForAll("shapes") int[] sizes, @ForAll Random random) {
    Pictured p = viewed(sizes, random, 4);
    p.check();
    float[] numbers = p.read();
    Tensor x = p.tensor();
    assertArrayEquals(numbers, x.contiguous().toFloatArray());
    assertArrayEquals(numbers, x.clone().toFloatArray());
    assertArrayEquals(numbers, x.flatten().toFloatArray());
    assertArrayEquals(numbers, x.to(DType.INT64).to(DType.FLOAT32).toFloatArray());
    assertArrayEquals(numbers, x.neg().neg().toFloatArray());
    assertEquals(x.shape(), x.neg().shape());
    assertTrue(x.isContiguous() || numbers.length > 1);
    for (int[] index : Shapes.indices(p.sizes())) {
      Index[] places = Arrays.stream(index).mapToObj(Index::at).toArray(Index[]::new);
      assertEquals(p.get(index), x.get(places).item());
    }
  }

  @Property(tries = TRIES)
  void binaryOpsBroadcast(
      @ForAll("shapes") int[] sizes, @ForAll Random random, @ForAll @IntRange(max = 7) int op) {
    int[] a = sizes.clone();
    int[] b = Arrays.copyOfRange(sizes, random.nextInt(sizes.length + 1), sizes.length);
    for (int d = 0; d < b.length; d++) {
      int other = a.length - b.length + d;
      switch (random.nextInt(4)) {
        case 0 -> a[other] = 1;
        case 1 -> b[d] = 1;
        default -> {}
      }
    }
    int[] backwards = new int[a.length];
    int[] reversed = new int[a.length];
    for (int d = 0; d < a.length; d++) {
      backwards[d] = a.length - 1 - d;
      reversed[d] = a[backwards[d]];
    }
    Tensor x =
        random.nextBoolean() ? Shapes.counted(a) : Shapes.counted(reversed).permute(backwards);
    Tensor y = Shapes.counted(b).sub(3);
    float[] xs = x.toFloatArray();
    float[] ys = y.toFloatArray();
    List<DoubleBinaryOperator> oracles =
        List.of(
            (u, v) -> u + v,
            (u, v) -> u - v,
            (u, v) -> u * v,
            (u, v) -> (float) u / (float) v,
            Math::max,
            Math::min,
            (u, v) -> u < v ? 1 : 0,
            (u, v) -> u == v ? 1 : 0);
    Tensor z =
        switch (op) {
          case 0 -> x.add(y);
          case 1 -> x.sub(y);
          case 2 -> x.mul(y);
          case 3 -> x.div(y);
          case 4 -> x.maximum(y);
          case 5 -> x.minimum(y);
          case 6 -> x.lt(y);
          default -> x.eq(y);
        };
    int[] result = new int[a.length];
    for (int d = 0; d < a.length; d++) {
      int other = d - (a.length - b.length);
      result[d] = other >= 0 && a[d] == 1 ? b[other] : a[d];
    }
    assertEquals(Shape.of(result), z.shape());
    float[] expected = new float[Shapes.numel(result)];
    int i = 0;
    for (int[] index : Shapes.indices(result)) {
      expected[i++] =
          (float) oracles.get(op).applyAsDouble(xs[place(index, a)], ys[place(index, b)]);
    }
    assertArrayEquals(expected, z.toFloatArray());
  }

  /** Where an index of a result lies in a tensor of these sizes that broadcasts to it. */
  private static int place(int[] index, int[] sizes) {
    int place = 0;
    for (int d = 0; d < sizes.length; d++) {
      int at = index[index.length - sizes.length + d];
      place = place * sizes[d] + (sizes[d] == 1 ? 0 : at);
    }
    return place;
  }

  @Property(tries = TRIES)
  void reductionsOverAnyDims(
      @ForAll("shapes") int[] sizes, @ForAll Random random, @ForAll boolean keepDim) {
    Pictured p = viewed(sizes, random, 2);
    int[] order = order(p.dim(), random);
    int[] dims = Arrays.copyOf(order, p.dim() == 0 ? 0 : 1 + random.nextInt(p.dim()));
    boolean[] reduced = new boolean[p.dim()];
    for (int i = 0; i < dims.length; i++) {
      reduced[dims[i]] = true;
      dims[i] -= random.nextBoolean() ? p.dim() : 0;
    }
    int[] kept = p.sizes().clone();
    List<Integer> left = new ArrayList<>();
    for (int d = 0; d < kept.length; d++) {
      if (reduced[d]) {
        kept[d] = 1;
      } else {
        left.add(kept[d]);
      }
    }
    int n = Shapes.numel(kept);
    int count = n == 0 ? 0 : Shapes.numel(p.sizes()) / n;
    double[] sum = new double[n];
    double[] squares = new double[n];
    double[] largest = new double[n];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    for (int[] index : Shapes.indices(p.sizes())) {
      int at = place(index, kept);
      double value = p.get(index);
      sum[at] += value;
      squares[at] += value * value;
      largest[at] = Math.max(largest[at], value);
    }
    Shape shape = keepDim ? Shape.of(kept) : Shape.of(Shapes.toArray(left));
    Tensor x = p.tensor();
    same(shape, sum, x.sum(dims, keepDim));
    same(shape, Arrays.stream(sum).map(s -> s / count).toArray(), x.mean(dims, keepDim));
    same(shape, Arrays.stream(squares).map(Math::sqrt).toArray(), x.norm(2, dims, keepDim));
    double[] variance = new double[n];
    for (int i = 0; i < n; i++) {
      variance[i] = Math.max(0, squares[i] / count - sum[i] / count * sum[i] / count);
    }
    if (count > 0) {
      same(shape, variance, x.var(dims, 0, keepDim));
      same(shape, largest, x.amax(dims, keepDim));
      same(shape, sum, x.to(DType.INT64).sum(dims, keepDim).to(DType.FLOAT32));
    }
  }

  private static void same(Shape shape, double[] expected, Tensor actual) {
    assertEquals(shape, actual.shape());
    float[] numbers = actual.toFloatArray();
    assertEquals(expected.length, numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      double bound = Tolerances.SUMS * Math.max(1, Math.abs(expected[i]));
      assertEquals(expected[i], numbers[i], Double.isFinite(bound) ? bound : 0);
    }
  }

  @Property(tries = TRIES)
  void joinsAndCutsUndoEachOther(
      @ForAll("shapes") int[] sizes,
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 6) int n) {
    Tensor x = viewed(sizes, random, 1).tensor();
    int stacked = random.nextInt(x.dim() + 1);
    List<Tensor> parts = Tensor.stack(List.of(x, x.neg(), x), stacked).unbind(stacked);
    assertTrue(x.equal(parts.get(0)) && x.neg().equal(parts.get(1)) && x.equal(parts.get(2)));
    if (x.dim() == 0) {
      return;
    }
    int dim = random.nextInt(x.dim());
    List<Tensor> split = x.split(n, dim);
    assertTrue(x.equal(Tensor.cat(split, dim)));
    for (Tensor part : split.subList(0, split.size() - 1)) {
      assertEquals(n, part.size(dim));
    }
    List<Tensor> chunks = x.chunk(n, dim);
    assertTrue(x.equal(Tensor.cat(chunks, dim)));
    assertTrue(chunks.size() <= n);
    int cut = random.nextInt(x.size(dim) + 1);
    List<Tensor> two = x.split(new int[] {cut, x.size(dim) - cut}, dim);
    assertTrue(x.equal(Tensor.cat(two, dim)));
  }

  /** A random index for each of some dimensions, and what it means. */
  private record Place(Index index, String text, int[] chosen, boolean kept) {}

  private static Place place(int size, Random random) {
    if (size > 0 && random.nextInt(3) == 0) {
      int at = pick(size, random);
      return new Place(
          Index.at(at), Integer.toString(at), new int[] {Math.floorMod(at, size)}, false);
    }
    int start = random.nextInt(2 * size + 3) - size - 1;
    int stop = random.nextInt(2 * size + 3) - size - 1;
    int step = 1 + random.nextInt(3);
    int from = Math.clamp(start < 0 ? start + size : start, 0, size);
    int to = Math.clamp(stop < 0 ? stop + size : stop, 0, size);
    List<Integer> chosen = new ArrayList<>();
    for (int i = from; i < to; i += step) {
      chosen.add(i);
    }
    return new Place(
        Index.slice(start, stop, step),
        start + ":" + stop + ":" + step,
        Shapes.toArray(chosen),
        true);
  }

  @Property(tries = TRIES)
  void basicIndexing(@ForAll("shapes") int[] sizes, @ForAll Random random) {
    Pictured p = viewed(sizes, random, 1);
    int named = random.nextInt(p.dim() + 1);
    List<Place> places = new ArrayList<>();
    for (int d = 0; d < p.dim(); d++) {
      places.add(
          d < named
              ? place(p.sizes()[d], random)
              : new Place(Index.all(), ":", range(p.sizes()[d]), true));
    }
    List<Integer> result = new ArrayList<>();
    int[] counts = new int[p.dim()];
    for (int d = 0; d < counts.length; d++) {
      counts[d] = places.get(d).chosen.length;
      if (places.get(d).kept) {
        result.add(counts[d]);
      }
    }
    float[] expected = new float[Shapes.numel(counts)];
    int i = 0;
    for (int[] index : Shapes.indices(counts)) {
      int[] from = new int[index.length];
      for (int d = 0; d < from.length; d++) {
        from[d] = places.get(d).chosen[index[d]];
      }
      expected[i++] = p.get(from);
    }
    List<Index> indices = places.subList(0, named).stream().map(Place::index).toList();
    Tensor y = p.tensor().get(indices.toArray(new Index[0]));
    assertEquals(Shape.of(Shapes.toArray(result)), y.shape());
    assertArrayEquals(expected, y.toFloatArray());
    if (named > 0) {
      String text = String.join(", ", places.subList(0, named).stream().map(Place::text).toList());
      assertTrue(y.equal(p.tensor().get(text)), text);
    }
    Tensor copy = p.tensor().clone();
    Tensor values = y.neg();
    copy.set(indices, values);
    assertTrue(values.equal(copy.get(indices.toArray(new Index[0]))));
    assertEquals(
        p.tensor().abs().sum().item(), copy.abs().sum().item(), "nothing else was written to");
    assertEquals(
        p.tensor().sum().item() - 2 * y.sum().item(), copy.sum().item(), "nothing else changed");
  }

  private static int[] range(int n) {
    int[] range = new int[n];
    Arrays.setAll(range, i -> i);
    return range;
  }

  @Property(tries = TRIES)
  void indexTensors(@ForAll("shapes") int[] sizes, @ForAll Random random) {
    Pictured p = viewed(sizes, random, 1);
    if (p.dim() == 0 || Shapes.numel(p.sizes()) == 0) {
      return;
    }
    int[] batch = {1 + random.nextInt(3), 1 + random.nextInt(3)};
    List<Index> indices = new ArrayList<>();
    int[][] chosen = new int[p.dim()][];
    int first = random.nextInt(p.dim());
    int last = first + random.nextInt(p.dim() - first);
    for (int d = 0; d <= last; d++) {
      if (d < first) {
        indices.add(Index.all());
        continue;
      }
      long[] at = new long[batch[0] * batch[1]];
      chosen[d] = new int[at.length];
      for (int i = 0; i < at.length; i++) {
        at[i] = pick(p.sizes()[d], random);
        chosen[d][i] = Math.floorMod((int) at[i], p.sizes()[d]);
      }
      indices.add(Index.of(Tensor.of(at, Shape.of(batch))));
    }
    List<Integer> result = new ArrayList<>();
    for (int d = 0; d < p.dim(); d++) {
      if (d == first) {
        result.add(batch[0]);
        result.add(batch[1]);
      }
      if (d < first || d > last) {
        result.add(p.sizes()[d]);
      }
    }
    int[] shape = Shapes.toArray(result);
    float[] expected = new float[Shapes.numel(shape)];
    int i = 0;
    for (int[] index : Shapes.indices(shape)) {
      int b = index[first] * batch[1] + index[first + 1];
      int[] from = new int[p.dim()];
      for (int d = 0; d < from.length; d++) {
        boolean named = d >= first && d <= last;
        from[d] = d < first ? index[d] : named ? chosen[d][b] : index[d - (last - first + 1) + 2];
      }
      expected[i++] = p.get(from);
    }
    Tensor y = p.tensor().get(indices.toArray(new Index[0]));
    assertEquals(Shape.of(shape), y.shape());
    assertArrayEquals(expected, y.toFloatArray());
    Tensor copy = p.tensor().clone().set(indices, 0);
    assertEquals(0, copy.get(indices.toArray(new Index[0])).abs().sum().item());
    Tensor counts = Tensor.zerosLike(p.tensor()).contiguous();
    counts.indexAdd_(indices, Tensor.ones(shape));
    assertEquals(expected.length, counts.sum().item());
    assertFalse(counts.gt(0).logicalAnd(copy.ne(0)).any().itemBoolean());
  }

  @Property(tries = TRIES)
  void masks(@ForAll("shapes") int[] sizes, @ForAll Random random) {
    Pictured p = viewed(sizes, random, 1);
    Tensor x = p.tensor();
    boolean[] chosen = new boolean[x.numel()];
    int count = 0;
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = random.nextBoolean();
      count += chosen[i] ? 1 : 0;
    }
    float[] numbers = p.read();
    float[] expected = new float[count];
    float[] filled = numbers.clone();
    for (int i = 0, j = 0; i < chosen.length; i++) {
      if (chosen[i]) {
        expected[j++] = numbers[i];
        filled[i] = -1;
      }
    }
    Tensor mask = Tensor.of(chosen, x.shape());
    assertArrayEquals(expected, x.get(mask).toFloatArray());
    assertArrayEquals(expected, x.maskedSelect(mask).toFloatArray());
    assertArrayEquals(filled, x.maskedFill(mask, -1).toFloatArray());
    assertArrayEquals(filled, x.clone().maskedFill_(mask, -1).toFloatArray());
    assertArrayEquals(filled, x.clone().set(mask, -1).toFloatArray());
    assertArrayEquals(filled, Tensor.where(mask, -1, x).toFloatArray());
    assertEquals(Shape.of(count, x.dim()), mask.nonzero().shape());
  }
}
