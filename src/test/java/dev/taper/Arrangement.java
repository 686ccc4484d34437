package dev.taper;

import java.util.Arrays;

/** How the numbers of an input lie in memory: the input is a view of a leaf that holds more. */
enum Arrangement {
  /** One after the other. */
  CONTIGUOUS {
    @Override
    Tensor leaf(float[] values, Shape shape) {
      return Tensor.of(values.clone(), shape);
    }

    @Override
    Tensor view(Tensor leaf, Shape shape) {
      return leaf;
    }
  },
  /** The last dimension first. */
  REVERSED {
    @Override
    Tensor leaf(float[] values, Shape shape) {
      return Tensor.of(values, shape).permute(backwards(shape.dim())).contiguous().detach();
    }

    @Override
    Tensor view(Tensor leaf, Shape shape) {
      return leaf.permute(backwards(shape.dim()));
    }
  },
  /** Every other number of the last dimension, behind others; a single number out of three. */
  STRIDED {
    @Override
    Tensor leaf(float[] values, Shape shape) {
      int[] sizes = Arrays.copyOf(shape.toArray(), Math.max(1, shape.dim()));
      int last = sizes.length - 1;
      sizes[last] = shape.dim() == 0 ? 3 : 2 * sizes[last] + 1;
      Tensor leaf = Tensor.full(Shape.of(sizes), 0.625);
      view(leaf, shape).copy_(Tensor.of(values, shape));
      return leaf;
    }

    @Override
    Tensor view(Tensor leaf, Shape shape) {
      return shape.dim() == 0 ? leaf.select(0, 1) : leaf.slice(-1, 1, Integer.MAX_VALUE, 2);
    }
  };

  /** A tensor that holds these numbers. */
  abstract Tensor leaf(float[] values, Shape shape);

  /** The part of the leaf that is the input. */
  abstract Tensor view(Tensor leaf, Shape shape);

  private static int[] backwards(int dim) {
    int[] order = new int[dim];
    for (int i = 0; i < dim; i++) {
      order[i] = dim - 1 - i;
    }
    return order;
  }

  /** The leaves of a sample. */
  Tensor[] leaves(Sample sample) {
    Tensor[] leaves = new Tensor[sample.inputs().size()];
    for (int i = 0; i < leaves.length; i++) {
      Input input = sample.inputs().get(i);
      leaves[i] = leaf(input.values(i), Shape.of(input.shape()));
    }
    return leaves;
  }

  /** The row's op on the inputs that these leaves hold. */
  Tensor apply(Row row, Sample sample, Tensor[] leaves) {
    Tensor[] inputs = new Tensor[leaves.length];
    for (int i = 0; i < leaves.length; i++) {
      inputs[i] = view(leaves[i], Shape.of(sample.inputs().get(i).shape()));
    }
    return row.apply().apply(inputs);
  }
}
