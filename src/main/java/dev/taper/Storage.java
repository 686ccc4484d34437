package dev.taper;

/**
 * The array that a tensor and its views share, with the number of times it was written to.
 *
 * <p>The version lets the tape notice that a tensor which it saved has changed since.
 */
final class Storage {
  final Object array;
  int version;

  /** The op that wrote last, for the error that a modified saved tensor gives. */
  String writer = "";

  Storage(Object array) {
    this.array = array;
  }

  /** Notes that {@code op} has written to the array. */
  void written(String op) {
    version++;
    writer = op;
  }

  static Storage of(DType dtype, int n) {
    return new Storage(
        switch (dtype) {
          case FLOAT32 -> new float[n];
          case INT64 -> new long[n];
          case BOOL -> new boolean[n];
        });
  }
}
