package dev.taper;

/** The same numbers elsewhere, chosen, or overwritten. */
final class Copies {
  private Copies() {}

  /** {@code a} where the mask is true, otherwise {@code b}. */
  static final Custom<Tensor> WHERE =
      Custom.pure(
          "where",
          (call, ab) -> {
            call.save(call.parameter());
            return Choice.where(call.parameter(), ab[0], ab[1]);
          },
          (call, dy) -> {
            Tensor mask = call.saved(0);
            Tensor zero = Tensor.scalar(0.0);
            return new Tensor[] {
              Tensor.where(mask, dy, zero).sumToSize(call.shape(0)),
              Tensor.where(mask, zero, dy).sumToSize(call.shape(1))
            };
          });

  /** The same numbers in memory of their own. */
  static final Custom<Boolean> CLONE =
      Custom.pure(
          "clone",
          (call, x) -> {
            Tensor y =
                call.parameter() ? Tensor.empty(x[0].dtype, x[0].shape) : Tensor.emptyLike(x[0]);
            Tensor.copyData(x[0], y);
            return y;
          },
          (_, dy) -> new Tensor[] {dy});

  /** The second tensor's numbers in place of the first's, to which no gradient goes back. */
  static final Custom<Boolean> COPY =
      Custom.pure(
          "copy",
          (_, xy) -> {
            Tensor y = Tensor.emptyLike(xy[0]);
            Tensor.copyData(xy[1], y);
            return y;
          },
          (_, dy) -> new Tensor[] {Tensor.zerosLike(dy), dy});

  /** One number in place of all; no gradient goes back. */
  static final Custom<Double> FILL =
      Custom.pure(
          "fill",
          (call, x) -> Tensor.full(x[0].shape, call.parameter()),
          (_, dy) -> new Tensor[] {Tensor.zerosLike(dy)});
}
