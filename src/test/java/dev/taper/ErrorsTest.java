package dev.taper;

import org.junit.jupiter.api.Test;

/** Numbers of the wrong kind, and many where one is asked for, are refused by name. */
class ErrorsTest extends Refusals {
  @Test
  void wrongKinds() {
    assertIllegal(() -> i.requiresGrad_(), "requiresGrad_: a tensor of INT64: must be FLOAT32");
    assertIllegal(() -> b.requiresGrad_(), "requiresGrad_: a tensor of BOOL: must be FLOAT32");
    assertIllegal(
        () -> i.requiresGrad_(false), "requiresGrad_: a tensor of INT64: must be FLOAT32");
    assertIllegal(() -> f.setGrad(i), "setGrad: a tensor of INT64: must be FLOAT32");
    assertIllegal(() -> f.setGrad(v), "setGrad: shapes are (2, 3) and (3): must be equal");
    assertIllegal(() -> i.mean(), "mean: a tensor of INT64: must be FLOAT32, convert it with to");
    assertIllegal(() -> b.mean(0), "mean: a tensor of BOOL: must be FLOAT32, convert it with to");
    assertIllegal(() -> i.var(), "var: a tensor of INT64: must be FLOAT32, convert it with to");
    assertIllegal(() -> i.std(0), "std: a tensor of INT64: must be FLOAT32, convert it with to");
    assertIllegal(() -> i.norm(), "norm: a tensor of INT64: must be FLOAT32, convert it with to");
    assertIllegal(() -> b.norm(1), "norm: a tensor of BOOL: must be FLOAT32, convert it with to");
    assertIllegal(
        () -> b.sub(b),
        "sub: a tensor of BOOL: must be FLOAT32 or INT64, see logicalXor and logicalNot");
    assertIllegal(
        () -> b.sub_(b),
        "sub_: a tensor of BOOL: must be FLOAT32 or INT64, see logicalXor and logicalNot");
    assertIllegal(() -> b.neg(), "neg: a tensor of BOOL: must be FLOAT32 or INT64, see logicalNot");
    assertIllegal(
        () -> b.neg_(), "neg_: a tensor of BOOL: must be FLOAT32 or INT64, see logicalNot");
    assertIllegal(() -> b.argmax(), "argmax: a tensor of BOOL: must be FLOAT32 or INT64");
    assertIllegal(() -> b.argmin(0), "argmin: a tensor of BOOL: must be FLOAT32 or INT64");
    assertIllegal(() -> Tensor.where(f, f, f), "where: a tensor of FLOAT32: must be BOOL");
    assertIllegal(() -> Tensor.where(i, f, f), "where: a tensor of INT64: must be BOOL");
    assertIllegal(() -> Tensor.where(i, f, 1), "where: a tensor of INT64: must be BOOL");
    assertIllegal(() -> Tensor.where(i, 1, f), "where: a tensor of INT64: must be BOOL");
    assertIllegal(() -> f.maskedFill(i, 1), "maskedFill: a tensor of INT64: must be BOOL");
    assertIllegal(() -> f.maskedFill_(i, 1), "maskedFill_: a tensor of INT64: must be BOOL");
    assertIllegal(() -> f.maskedFill_(f, 1), "maskedFill_: a tensor of FLOAT32: must be BOOL");
    assertIllegal(() -> f.maskedSelect(i), "maskedSelect: a tensor of INT64: must be BOOL");
    assertIllegal(
        () -> i.add_(f), "add_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.add_(0.5), "add_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.sub_(f), "sub_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.mul_(0.5), "mul_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.div_(i), "div_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.div_(2), "div_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.pow_(0.5), "pow_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.pow_(f), "pow_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.exp_(), "exp_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.log_(), "log_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.sqrt_(), "sqrt_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.rsqrt_(), "rsqrt_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.reciprocal_(),
        "reciprocal_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.sigmoid_(),
        "sigmoid_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.tanh_(), "tanh_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.clamp_(0, 0.5),
        "clamp_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.clampMin_(0.5),
        "clampMin_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> i.clampMax_(0.5),
        "clampMax_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertIllegal(
        () -> b.add_(i), "add_: the result is INT64 and the tensor BOOL: convert it first");
    assertIllegal(
        () -> b.add_(1), "add_: the result is INT64 and the tensor BOOL: convert it first");
    assertIllegal(
        () -> b.mul_(f), "mul_: the result is FLOAT32 and the tensor BOOL: convert it first");
    assertIllegal(() -> i.uniform_(0, 1), "uniform_: a tensor of INT64: must be FLOAT32");
    assertIllegal(() -> i.normal_(0, 1), "normal_: a tensor of INT64: must be FLOAT32");
    assertIllegal(() -> f.uniform_(1, 0), "uniform_: from 1.0 to 0.0: must not be descending");
    assertIllegal(
        () -> f.uniform_(0, Double.NaN), "uniform_: from 0.0 to NaN: must not be descending");
    assertIllegal(
        () -> f.uniform_(0, Double.POSITIVE_INFINITY),
        "uniform_: from 0.0 to Infinity: bounds and distance must fit a float");
    assertIllegal(() -> f.normal_(0, -1), "normal_: std is -1.0: must not be negative");
    assertIllegal(() -> f.normal_(0, Double.NaN), "normal_: std is NaN: must not be negative");
    assertIllegal(
        () -> i.pow(-1L),
        "pow: an integer to the power -1: must not be negative, convert to FLOAT32");
    assertIllegal(
        () -> i.pow_(-1),
        "pow_: an integer to the power -1: must not be negative, convert to FLOAT32");
    assertIllegal(() -> i.fill_(Double.NaN), "fill_: the number is NaN: must fit into INT64");
    assertIllegal(
        () -> i.fill_(Double.POSITIVE_INFINITY),
        "fill_: the number is Infinity: must fit into INT64");
    assertIllegal(
        () -> i.maskedFill(b, Double.NaN), "maskedFill: the number is NaN: must fit into INT64");
    assertIllegal(
        () -> i.maskedFill_(b, Double.NaN), "maskedFill_: the number is NaN: must fit into INT64");
    assertIllegal(() -> i.set("0", Double.NaN), "set: the number is NaN: must fit into INT64");
    assertIllegal(
        () -> Tensor.fullLike(i, Double.NaN), "fullLike: the number is NaN: must fit into INT64");
    assertIllegal(() -> b.relu(), "relu: a tensor of BOOL: must be FLOAT32 or INT64");
    assertIllegal(() -> b.relu_(), "relu_: a tensor of BOOL: must be FLOAT32 or INT64");
    assertIllegal(() -> b.abs(), "abs: a tensor of BOOL: must be FLOAT32 or INT64");
    assertIllegal(() -> b.abs_(), "abs_: a tensor of BOOL: must be FLOAT32 or INT64");
    assertIllegal(
        () -> Tensor.randintLike(b, 0, 2), "randint: a tensor of BOOL: must hold integers");
    assertIllegal(() -> Floats.of(i), "floats: a tensor of INT64: must be FLOAT32");
  }

  @Test
  void notOneNumber() {
    assertIllegal(() -> f.item(), "item: a tensor of shape (2, 3): must have one element");
    assertIllegal(() -> e.item(), "item: a tensor of shape (0, 3): must have one element");
    assertIllegal(() -> f.itemLong(), "itemLong: a tensor of shape (2, 3): must have one element");
    assertIllegal(() -> i.itemLong(), "itemLong: a tensor of shape (2, 3): must have one element");
    assertIllegal(
        () -> e.itemBoolean(), "itemBoolean: a tensor of shape (0, 3): must have one element");
    assertIllegal(
        () -> b.itemBoolean(), "itemBoolean: a tensor of shape (2, 3): must have one element");
  }
}
