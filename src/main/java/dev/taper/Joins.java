package dev.taper;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Tensors put together and cut apart. */
final class Joins {
  private Joins() {}

  /** Tensors one after the other along a dimension. */
  static final Custom<Integer> CAT =
      Custom.pure(
          "cat",
          (call, parts) -> {
            int dim = call.parameter();
            int[] sizes = parts[0].shape.toArray();
            DType dtype = parts[0].dtype;
            for (int i = 1; i < parts.length; i++) {
              sizes[dim] += parts[i].shape.sizes()[dim];
              dtype = DType.promote(dtype, parts[i].dtype);
            }
            Tensor y = Tensor.empty(dtype, Shape.owned("cat", sizes));
            int at = 0;
            for (Tensor part : parts) {
              int size = part.shape.sizes()[dim];
              Tensor.copyData(part, y.narrow(dim, at, size));
              at += size;
            }
            return y;
          },
          (call, dy) -> {
            int dim = call.parameter();
            int n = call.inputs();
            Tensor[] gradients = new Tensor[n];
            int at = 0;
            for (int i = 0; i < n; i++) {
              int size = call.shape(i).size(dim);
              gradients[i] = dy.narrow(dim, at, size);
              at += size;
            }
            return gradients;
          });

  static Tensor cat(Tensor[] tensors, int dim) {
    if (tensors.length == 0) {
      throw new IllegalArgumentException("cat: no tensors: must have one at least");
    }
    // torch skips vectors of no elements whatever the shape of the others.
    List<Tensor> parts = new ArrayList<>();
    DType dtype = tensors[0].dtype;
    for (Tensor tensor : tensors) {
      dtype = DType.promote(dtype, tensor.dtype);
      if (tensor.dim() != 1 || tensor.numel() > 0) {
        parts.add(tensor);
      }
    }
    if (parts.isEmpty()) {
      return tensors[0].clone().to(dtype);
    }
    parts.set(0, parts.getFirst().to(dtype));
    Tensor first = parts.getFirst();
    if (first.dim() == 0) {
      throw new IllegalArgumentException("cat: a single number has no dimension: use stack");
    }
    int d = Checks.dim("cat", dim, first.dim());
    long size = first.size(d);
    for (int i = 1; i < parts.size(); i++) {
      Tensor part = parts.get(i);
      boolean fits = part.dim() == first.dim();
      for (int j = 0; fits && j < first.dim(); j++) {
        fits = j == d || part.shape.sizes()[j] == first.shape.sizes()[j];
      }
      if (!fits) {
        throw new IllegalArgumentException(
            "cat: "
                + first.shape
                + " and "
                + part.shape
                + " along dimension "
                + d
                + ": the other sizes must be equal");
      }
      size += part.size(d);
    }
    if (size > Shape.MAX_ELEMENTS) {
      throw new IllegalArgumentException(
          "cat: dimension "
              + d
              + " would have size "
              + size
              + ": a tensor holds at most "
              + Shape.MAX_ELEMENTS);
    }
    return CAT.apply(d, parts.toArray(new Tensor[0]));
  }

  static Tensor stack(Tensor[] tensors, int dim) {
    if (tensors.length == 0) {
      throw new IllegalArgumentException("stack: no tensors: must have one at least");
    }
    Tensor[] parts = new Tensor[tensors.length];
    int d = Checks.dim("stack", dim, tensors[0].dim() + 1);
    for (int i = 0; i < parts.length; i++) {
      Checks.sameShape("stack", tensors[0], tensors[i]);
      parts[i] = tensors[i].unsqueeze(d);
    }
    int[] sizes = parts[0].shape.toArray();
    sizes[d] = parts.length;
    Shape.owned("stack", sizes);
    return CAT.apply(d, parts);
  }

  /** Stretches a new dimension before each one and joins the two. */
  static Tensor repeat(Tensor x, int[] counts) {
    int dim = counts.length;
    int shift = dim - x.dim();
    if (shift < 0) {
      throw new IllegalArgumentException(
          "repeat: "
              + counts.length
              + " counts for shape "
              + x.shape
              + ": must be "
              + x.dim()
              + " at least");
    }
    int[] apart = new int[2 * dim];
    int[] stretched = new int[2 * dim];
    int[] joined = new int[dim];
    for (int i = 0; i < dim; i++) {
      int own = i < shift ? 1 : x.shape.sizes()[i - shift];
      if (counts[i] < 0) {
        throw new IllegalArgumentException(
            "repeat: count " + counts[i] + " of dimension " + i + ": must not be negative");
      }
      long size = (long) own * counts[i];
      if (size > Shape.MAX_ELEMENTS) {
        throw new IllegalArgumentException(
            "repeat: dimension "
                + i
                + " would have size "
                + size
                + ": a tensor holds at most "
                + Shape.MAX_ELEMENTS);
      }
      apart[2 * i] = 1;
      apart[2 * i + 1] = own;
      stretched[2 * i] = counts[i];
      stretched[2 * i + 1] = own;
      joined[i] = (int) size;
    }
    Shape shape = Shape.owned("repeat", joined);
    Tensor y = x.reshape(apart).expand(stretched).reshape(shape);
    return y.storage == x.storage ? y.clone() : y;
  }

  static List<Tensor> split(Tensor x, int size, int dim) {
    int d = Checks.ownDim("split", dim, x.dim());
    int whole = x.size(d);
    if (size < 0 || (size == 0 && whole != 0)) {
      throw new IllegalArgumentException("split: size is " + size + ": must be positive");
    }
    List<Tensor> parts = new ArrayList<>();
    for (long at = 0; at < whole || at == 0; at += size) {
      parts.add(x.narrow(d, (int) at, (int) Math.min(size, whole - at)));
      if (size == 0) {
        break;
      }
    }
    return Collections.unmodifiableList(parts);
  }

  static List<Tensor> split(Tensor x, int[] sizes, int dim) {
    int d = Checks.ownDim("split", dim, x.dim());
    long sum = 0;
    for (int size : sizes) {
      if (size < 0) {
        throw new IllegalArgumentException(
            "split: sizes " + Shape.text(sizes) + " have " + size + ": must not be negative");
      }
      sum += size;
    }
    if (sum != x.size(d)) {
      throw new IllegalArgumentException(
          "split: sizes "
              + Shape.text(sizes)
              + " add up to "
              + sum
              + ": must be "
              + x.size(d)
              + ", the size of dimension "
              + d);
    }
    List<Tensor> parts = new ArrayList<>();
    int at = 0;
    for (int size : sizes) {
      parts.add(x.narrow(d, at, size));
      at += size;
    }
    return Collections.unmodifiableList(parts);
  }

  static List<Tensor> chunk(Tensor x, int chunks, int dim) {
    if (chunks <= 0) {
      throw new IllegalArgumentException("chunk: chunks is " + chunks + ": must be positive");
    }
    int d = Checks.ownDim("chunk", dim, x.dim());
    int size = (int) (((long) x.size(d) + chunks - 1) / chunks);
    if (size == 0) {
      return split(x, new int[chunks], d);
    }
    return split(x, size, d);
  }

  static List<Tensor> unbind(Tensor x, int dim) {
    int d = Checks.ownDim("unbind", dim, x.dim());
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < x.size(d); i++) {
      parts.add(x.select(d, i));
    }
    return Collections.unmodifiableList(parts);
  }
}
