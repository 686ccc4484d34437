package dev.taper;

import static dev.taper.DType.BOOL;
import static dev.taper.DType.INT64;
import static dev.taper.Tensor.of;
import static dev.taper.Tensor.zeros;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes that do not broadcast, multiply, stretch or fit are refused by name. */
class ShapeErrorsTest extends Refusals {
  @Test
  void shapesThatDoNotBroadcast() {
    assertIllegal(() -> f.add(zeros(2, 4)), "add: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(() -> f.sub(zeros(2, 4)), "sub: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(() -> f.mul(zeros(2, 4)), "mul: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(() -> f.div(zeros(2, 4)), "div: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(() -> f.pow(zeros(2, 4)), "pow: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(
        () -> f.maximum(zeros(2, 4)), "maximum: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(
        () -> f.minimum(zeros(2, 4)), "minimum: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(() -> f.eq(zeros(2, 4)), "eq: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(() -> f.ne(zeros(2, 4)), "ne: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(() -> f.lt(zeros(2, 4)), "lt: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(() -> f.le(zeros(2, 4)), "le: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(() -> f.gt(zeros(2, 4)), "gt: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(() -> f.ge(zeros(2, 4)), "ge: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(
        () -> b.logicalAnd(zeros(2, 4)),
        "logicalAnd: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(
        () -> b.logicalOr(zeros(2, 4)),
        "logicalOr: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(
        () -> b.logicalXor(zeros(2, 4)),
        "logicalXor: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(
        () -> i.add(zeros(2, 4).to(INT64)), "add: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(
        () -> Tensor.where(b, f, zeros(4)), "where: (2, 3) and (4) do not broadcast: 3 is not 4");
    assertIllegal(
        () -> Tensor.where(zeros(4).to(BOOL), f, f),
        "where: (4) and (2, 3) do not broadcast: 4 is not 3");
    assertIllegal(
        () -> f.clamp(zeros(4), zeros(3)), "clamp: (4) and (3) do not broadcast: 4 is not 3");
    assertIllegal(() -> f.repeat(2), "repeat: 1 counts for shape (2, 3): must be 2 at least");
    assertIllegal(() -> f.repeat(2, -1), "repeat: count -1 of dimension 1: must not be negative");
    assertIllegal(
        () -> f.repeat(1, Integer.MAX_VALUE),
        "repeat: dimension 1 would have size 6442450941: a tensor holds at most 2147483639");
    assertIllegal(
        () -> f.repeat(1 << 20, 1 << 20),
        "repeat: (2097152, 3145728) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> f.clamp(zeros(3), zeros(4)), "clamp: (3) and (4) do not broadcast: 3 is not 4");
    assertIllegal(
        () -> f.maskedFill(zeros(4).to(BOOL), 1),
        "maskedFill: (2, 3) and (4) do not broadcast: 3 is not 4");
    assertIllegal(
        () -> f.maskedSelect(zeros(4).to(BOOL)),
        "maskedSelect: (2, 3) and (4) do not broadcast: 3 is not 4");
    assertIllegal(
        () -> f.allclose(zeros(4)), "allclose: (2, 3) and (4) do not broadcast: 3 is not 4");
    assertIllegal(() -> e.add(zeros(2, 3)), "add: (0, 3) and (2, 3) do not broadcast: 0 is not 2");
  }

  @Test
  void inPlaceResultsThatDoNotFit() {
    assertIllegal(
        () -> f.add_(zeros(2, 4)), "add_: (2, 3) and (2, 4) do not broadcast: 3 is not 4");
    assertIllegal(
        () -> f.add_(zeros(2, 2, 3)),
        "add_: the result has shape (2, 2, 3) and the tensor (2, 3): it can not grow in place");
    assertIllegal(
        () -> v.mul_(f),
        "mul_: the result has shape (2, 3) and the tensor (3): it can not grow in place");
    assertIllegal(
        () -> s.sub_(v),
        "sub_: the result has shape (3) and the tensor (): it can not grow in place");
    assertIllegal(
        () -> v.div_(f),
        "div_: the result has shape (2, 3) and the tensor (3): it can not grow in place");
    assertIllegal(
        () -> v.pow_(f),
        "pow_: the result has shape (2, 3) and the tensor (3): it can not grow in place");
    assertIllegal(() -> f.copy_(zeros(2, 4)), "copy_: (2, 4) into (2, 3): must broadcast to it");
    assertIllegal(() -> v.copy_(f), "copy_: (2, 3) into (3): must broadcast to it");
    assertIllegal(
        () -> f.maskedFill_(zeros(4).to(BOOL), 1),
        "maskedFill_: (4) does not stretch to (2, 3): 4 must be 1 or 3");
    assertIllegal(
        () -> v.maskedFill_(b, 1),
        "maskedFill_: (2, 3) does not stretch to (3): must have 2 dimensions at least");
    assertIllegal(
        () -> v.expand(2, 3).add_(1.0),
        "add_: elements of shape (2, 3) lie on the same memory in dimension 0: clone it first");
    assertIllegal(
        () -> v.expand(2, 3).copy_(f),
        "copy_: elements of shape (2, 3) lie on the same memory in dimension 0: clone "
            + "it first");
    assertIllegal(
        () -> v.expand(2, 3).exp_(),
        "exp_: elements of shape (2, 3) lie on the same memory in dimension 0: clone it first");
    assertIllegal(
        () -> v.expand(2, 3).clamp_(0, 1),
        "clamp_: elements of shape (2, 3) lie on the same memory in dimension 0: clone "
            + "it first");
    assertIllegal(
        () -> v.expand(2, 3).uniform_(0, 1),
        "uniform_: elements of shape (2, 3) lie on the same memory in dimension 0: "
            + "clone it first");
    assertIllegal(
        () -> v.expand(2, 3).normal_(0, 1),
        "normal_: elements of shape (2, 3) lie on the same memory in dimension 0: "
            + "clone it first");
    assertIllegal(
        () -> v.expand(2, 3).set("0", 1),
        "set: elements of shape (2, 3) lie on the same memory in dimension 0: clone it first");
    assertIllegal(
        () -> v.expand(2, 3).pow_(2),
        "pow_: elements of shape (2, 3) lie on the same memory in dimension 0: clone it first");
    assertIllegal(
        () -> v.expand(2, 3).maskedFill_(b, 1),
        "maskedFill_: elements of shape (2, 3) lie on the same memory in dimension 0: "
            + "clone it first");
    assertIllegal(
        () -> v.expand(2, 3).indexAdd_(List.of(Index.at(0)), v),
        "indexAdd_: elements of shape (2, 3) lie on the same memory in dimension 0: "
            + "clone it first");
  }

  @Test
  void productsThatDoNotFit() {
    assertIllegal(
        () -> f.matmul(zeros(4, 5)), "matmul: (2, 3) and (4, 5) do not multiply: 3 is not 4");
    assertIllegal(() -> f.matmul(zeros(4)), "matmul: (2, 3) and (4) do not multiply: 3 is not 4");
    assertIllegal(() -> v.matmul(zeros(4)), "matmul: (3) and (4) do not multiply: 3 is not 4");
    assertIllegal(() -> v.matmul(f), "matmul: (3) and (2, 3) do not multiply: 3 is not 2");
    assertIllegal(
        () -> f.matmul(s), "matmul: (2, 3) and (): both must have one dimension at least");
    assertIllegal(
        () -> s.matmul(f), "matmul: () and (2, 3): both must have one dimension at least");
    assertIllegal(
        () -> zeros(2, 3, 4).matmul(zeros(3, 4, 5)),
        "matmul: batches of (2, 3, 4) and (3, 4, 5) do not broadcast: 2 is not 3");
    assertIllegal(
        () -> zeros(2, 3, 4).matmul(zeros(5, 6)),
        "matmul: (2, 3, 4) and (5, 6) do not multiply: 4 is not 5");
    assertIllegal(
        () -> zeros(2, 3, 4).matmul(zeros(3)),
        "matmul: (2, 3, 4) and (3) do not multiply: 4 is not 3");
    assertIllegal(
        () -> v.matmul(zeros(2, 4, 5)), "matmul: (3) and (2, 4, 5) do not multiply: 3 is not 4");
    assertIllegal(() -> f.matmul(i), "matmul: tensors of FLOAT32 and INT64: must be of one dtype");
    assertIllegal(() -> i.matmul(f), "matmul: tensors of INT64 and FLOAT32: must be of one dtype");
    assertIllegal(() -> b.matmul(b), "matmul: a tensor of BOOL: must be FLOAT32 or INT64");
    assertIllegal(() -> f.mm(f), "mm: (2, 3) and (2, 3) do not multiply: 3 is not 2");
    assertIllegal(() -> f.mm(v), "mm: a tensor of shape (3): must have 2 dimensions");
    assertIllegal(() -> v.mm(f), "mm: a tensor of shape (3): must have 2 dimensions");
    assertIllegal(() -> f.mm(i), "mm: tensors of FLOAT32 and INT64: must be of one dtype");
    assertIllegal(() -> f.bmm(f), "bmm: a tensor of shape (2, 3): must have 3 dimensions");
    assertIllegal(
        () -> zeros(2, 3, 4).bmm(zeros(2, 5, 6)),
        "bmm: (2, 3, 4) and (2, 5, 6) do not multiply: 4 is not 5");
    assertIllegal(
        () -> zeros(2, 3, 4).bmm(zeros(3, 4, 5)),
        "bmm: (2, 3, 4) and (3, 4, 5) are batches of different size: 2 is not 3");
    assertIllegal(
        () -> zeros(2, 3, 4).bmm(zeros(2, 4, 5).to(INT64)),
        "bmm: tensors of FLOAT32 and INT64: must be of one dtype");
    assertIllegal(() -> f.mv(f), "mv: a tensor of shape (2, 3): must have 1 dimension");
    assertIllegal(() -> v.mv(v), "mv: a tensor of shape (3): must have 2 dimensions");
    assertIllegal(() -> f.mv(zeros(4)), "mv: (2, 3) and (4) do not multiply: 3 is not 4");
    assertIllegal(
        () -> f.mv(of(1L, 2L, 3L)), "mv: tensors of FLOAT32 and INT64: must be of one dtype");
    assertIllegal(() -> v.dot(zeros(4)), "dot: (3) and (4) do not multiply: 3 is not 4");
    assertIllegal(() -> v.dot(f), "dot: a tensor of shape (2, 3): must have 1 dimension");
    assertIllegal(() -> f.dot(v), "dot: a tensor of shape (2, 3): must have 1 dimension");
    assertIllegal(
        () -> v.dot(of(1L, 2L, 3L)), "dot: tensors of FLOAT32 and INT64: must be of one dtype");
    assertIllegal(() -> f.outer(v), "outer: a tensor of shape (2, 3): must have 1 dimension");
    assertIllegal(() -> v.outer(f), "outer: a tensor of shape (2, 3): must have 1 dimension");
    assertIllegal(() -> s.outer(v), "outer: a tensor of shape (): must have 1 dimension");
    assertIllegal(() -> v.addmm(f, f), "addmm: (2, 3) and (2, 3) do not multiply: 3 is not 2");
    assertIllegal(
        () -> v.addmm(f, zeros(3, 4)), "addmm: (3) is added to (2, 4): must broadcast to it");
    assertIllegal(() -> f.addmm(f, v), "addmm: a tensor of shape (3): must have 2 dimensions");
    assertIllegal(() -> f.addmm(v, f), "addmm: a tensor of shape (3): must have 2 dimensions");
    assertIllegal(
        () -> i.addmm(i, i.t(), 0.5, 1),
        "addmm: 0.5 times a tensor of INT64: must be a whole number");
    assertIllegal(() -> i.addmm(f, f.t()), "addmm: a tensor of INT64: must be FLOAT32");
    assertIllegal(
        () -> f.addmm(i, zeros(3, 3)), "addmm: tensors of INT64 and FLOAT32: must be of one dtype");
  }

  @Test
  void viewsThatDoNotFit() {
    assertIllegal(() -> f.view(4), "view: (2, 3) does not fit into (4): must have 6 elements");
    assertIllegal(
        () -> f.view(2, 2), "view: (2, 3) does not fit into (2, 2): must have 6 elements");
    assertIllegal(
        () -> f.view(-1, 4), "view: (2, 3) does not fit into (-1, 4): must have 6 elements");
    assertIllegal(() -> f.view(-1, -1), "view: (-1, -1) has two sizes of -1: can infer only one");
    assertIllegal(() -> f.view(-2, 3), "view: (-2, 3) has size -2: must not be negative");
    assertIllegal(
        () -> f.view(0, -1), "view: (2, 3) does not fit into (0, -1): must have 6 elements");
    assertIllegal(
        () -> f.t().view(6),
        "view: (3, 2) with strides (1, 3) can not be seen as (6): use reshape, which "
            + "copies where it must");
    assertIllegal(
        () -> f.t().view(-1),
        "view: (3, 2) with strides (1, 3) can not be seen as (6): use reshape, which "
            + "copies where it must");
    assertIllegal(
        () -> f.reshape(4), "reshape: (2, 3) does not fit into (4): must have 6 elements");
    assertIllegal(
        () -> f.reshape(-1, 4), "reshape: (2, 3) does not fit into (-1, 4): must have 6 elements");
    assertIllegal(
        () -> f.reshape(-1, -1), "reshape: (-1, -1) has two sizes of -1: can infer only one");
    assertIllegal(() -> f.reshape(-2, 3), "reshape: (-2, 3) has size -2: must not be negative");
    assertIllegal(
        () -> f.reshape(0, -1), "reshape: (2, 3) does not fit into (0, -1): must have 6 elements");
    assertIllegal(() -> f.reshape(), "reshape: (2, 3) does not fit into (): must have 6 elements");
    assertIllegal(
        () -> e.reshape(0, -1), "reshape: (0, 3) does not fit into (0, -1): must have 0 elements");
    assertIllegal(
        () -> f.reshape(2147483647, 2147483647, 4),
        "reshape: (2, 3) does not fit into (2147483647, 2147483647, 4): must have 6 elements");
    assertIllegal(
        () -> f.expand(2, 4), "expand: (2, 3) does not stretch to (2, 4): 3 must be 1 or 4");
    assertIllegal(
        () -> f.expand(3),
        "expand: (2, 3) does not stretch to (3): must have 2 dimensions at least");
    assertIllegal(
        () -> f.expand(-1, 2, 3),
        "expand: (2, 3) does not stretch to (-1, 2, 3): -1 must not be negative");
    assertIllegal(
        () -> f.expand(-2, 3),
        "expand: (2, 3) does not stretch to (-2, 3): -2 must not be negative");
    assertIllegal(
        () -> f.expand(3, 3), "expand: (2, 3) does not stretch to (3, 3): 2 must be 1 or 3");
    assertIllegal(
        () -> v.expand(2147483647, 3),
        "expand: (2147483647, 3) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> f.broadcastTo(2, 4),
        "broadcastTo: (2, 3) does not stretch to (2, 4): 3 must be 1 or 4");
    assertIllegal(
        () -> f.broadcastTo(3),
        "broadcastTo: (2, 3) does not stretch to (3): must have 2 dimensions at least");
    assertIllegal(
        () -> f.expandAs(v),
        "expandAs: (2, 3) does not stretch to (3): must have 2 dimensions at least");
    assertIllegal(
        () -> f.sumToSize(Shape.of(2, 2)),
        "sumToSize: (2, 3) is not a stretched (2, 2): sizes must be 1 or equal");
    assertIllegal(
        () -> f.sumToSize(Shape.of(1, 2, 3)),
        "sumToSize: (2, 3) is not a stretched (1, 2, 3): sizes must be 1 or equal");
    assertIllegal(() -> f.permute(0), "permute: dims (0) for 2 dimensions: must name each");
    assertIllegal(() -> f.permute(0, 0), "permute: dims (0, 0) name 0 twice: must differ");
    assertOutOfBounds(() -> f.permute(0, 2), "permute: dim is 2: must be from -2 to 1");
    assertIllegal(
        () -> f.permute(0, 1, 2), "permute: dims (0, 1, 2) for 2 dimensions: must name each");
    assertIllegal(() -> s.permute(0), "permute: dims (0) for 0 dimensions: must name each");
    assertIllegal(
        () -> zeros(2, 3, 4).t(), "t: a tensor of shape (2, 3, 4): must have 2 dimensions at most");
    assertIllegal(() -> v.mT(), "mT: a tensor of shape (3): must have 2 dimensions at least");
    assertIllegal(() -> s.mT(), "mT: a tensor of shape (): must have 2 dimensions at least");
    assertIllegal(
        () -> f.unflatten(1, 2, 2),
        "unflatten: (3) does not fit into (2, 2): must have 3 elements");
    assertIllegal(
        () -> f.unflatten(1, -1, -1),
        "unflatten: (-1, -1) has two sizes of -1: can infer only one");
    assertOutOfBounds(() -> f.unflatten(2, 1, 3), "unflatten: dim is 2: must be from -2 to 1");
    assertOutOfBounds(
        () -> s.unflatten(0, 1),
        "unflatten: a single number has no dimension 0: must have one at least");
    assertIllegal(() -> f.unflatten(0), "unflatten: no sizes: must have one at least");
    assertIllegal(
        () -> f.flatten(1, 0), "flatten: from dimension 1 to 0: must not end before it starts");
    assertOutOfBounds(() -> f.flatten(0, 2), "flatten: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.flatten(-3, 0), "flatten: dim is -3: must be from -2 to 1");
    assertOutOfBounds(() -> s.flatten(0, 1), "flatten: dim is 1: must be from -1 to 0");
    assertIllegal(
        () -> f.asStrided(ints(2, 3), ints(3)), "asStrided: 1 strides for 2 sizes: must be equal");
    assertIllegal(
        () -> f.asStrided(ints(2, 3), ints(3, -1)),
        "asStrided: stride is -1: must not be negative");
    assertOutOfBounds(
        () -> f.asStrided(ints(2, 3), ints(3, 2)),
        "asStrided: elements 0 to 7 of a memory of 6: must lie in it");
    assertOutOfBounds(
        () -> f.asStrided(ints(2, 3), ints(3, 1), -1),
        "asStrided: elements -1 to 4 of a memory of 6: must lie in it");
    assertIllegal(
        () -> f.asStrided(ints(-2, 3), ints(3, 1)),
        "asStrided: (-2, 3) has size -2: must not be negative");
    assertIllegal(
        () -> f.asStrided(ints(2147483647), ints(2147483647)),
        "asStrided: (2147483647) has too many elements: a tensor holds at most 2147483639");
  }
}
