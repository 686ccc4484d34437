package dev.taper;

/**
 * The numbers of a contiguous FLOAT32 tensor where they lie, for those who write ops.
 *
 * <p>Of a tensor just made, the array may be written to; of all others it is only to be read, since
 * the tape would not notice. Memory that was handed out so is never used again for other tensors.
 *
 * @param array which holds more than these numbers, where the tensor is a view
 * @param offset of the first
 * @param count of the numbers
 */
public record Floats(float[] array, int offset, int count) {
  /**
   * Those of {@code x}, or of a copy of it where it is not contiguous.
   *
   * @throws IllegalArgumentException if it is not FLOAT32
   */
  public static Floats of(Tensor x) {
    Tensor source = contiguous(x);
    source.storage.lent = true;
    return new Floats(source.floats(), source.offset, source.numel());
  }

  /** As {@link #of}, for someone who does not keep the array. */
  static Floats passing(Tensor x) {
    Tensor source = contiguous(x);
    return new Floats(source.floats(), source.offset, source.numel());
  }

  private static Tensor contiguous(Tensor x) {
    Checks.dtype("floats", x, DType.FLOAT32);
    return x.contiguous ? x : Autograd.noGrad(x::contiguous);
  }
}
