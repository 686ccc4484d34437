package dev.taper;

/**
 * Where the elements of a tensor and of a view of it lie in a buffer that holds both.
 *
 * @param size the elements of the buffer
 */
record Geometry(
    Shape baseShape,
    int[] baseStrides,
    int baseOffset,
    Shape viewShape,
    int[] viewStrides,
    int viewOffset,
    int size) {

  static Geometry of(Tensor base, Tensor view) {
    int low = Math.min(base.offset, view.offset);
    int high =
        Math.max(
            base.offset + extent(base.shape, base.strides),
            view.offset + extent(view.shape, view.strides));
    return new Geometry(
        base.shape,
        base.strides,
        base.offset - low,
        view.shape,
        view.strides,
        view.offset - low,
        high - low);
  }

  /** The elements from the first to behind the last of a tensor of these strides. */
  static int extent(Shape shape, int[] strides) {
    if (shape.numel() == 0) {
      return 0;
    }
    long last = 0;
    for (int i = 0; i < strides.length; i++) {
      last += (long) (shape.sizes()[i] - 1) * strides[i];
    }
    return (int) Math.min(last + 1, Integer.MAX_VALUE);
  }

  Tensor buffer() {
    return Tensor.zeros(size);
  }

  Tensor base(Tensor buffer) {
    return buffer.view(baseShape, baseStrides, baseOffset);
  }

  Tensor view(Tensor buffer) {
    return buffer.view(viewShape, viewStrides, viewOffset);
  }

  /**
   * Adds each number of {@code dy} where the view has it, in order, also where elements overlap.
   */
  void addToView(float[] dy, float[] buffer) {
    int[] sizes = viewShape.sizes();
    int[] index = new int[sizes.length];
    int at = viewOffset;
    for (float value : dy) {
      buffer[at] += value;
      for (int d = sizes.length - 1; d >= 0; d--) {
        at += viewStrides[d];
        if (++index[d] < sizes[d]) {
          break;
        }
        at -= viewStrides[d] * sizes[d];
        index[d] = 0;
      }
    }
  }
}
