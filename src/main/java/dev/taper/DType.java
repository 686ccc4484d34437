package dev.taper;

/** The kind of number that a tensor holds. */
public enum DType {
  /** 32-bit floating point, the default; the only one that carries gradients. */
  FLOAT32("torch.float32"),
  /** 64-bit integers: indices and class targets. */
  INT64("torch.int64"),
  /** Truth values: masks. */
  BOOL("torch.bool");

  private final String torchName;

  DType(String torchName) {
    this.torchName = torchName;
  }

  /** The kind that holds the numbers of both: BOOL before INT64 before FLOAT32. */
  static DType promote(DType a, DType b) {
    if (a == FLOAT32 || b == FLOAT32) {
      return FLOAT32;
    }
    return a == INT64 || b == INT64 ? INT64 : BOOL;
  }

  /** The name that PyTorch prints for it. */
  String torchName() {
    return torchName;
  }
}
