package dev.taper;

import static dev.taper.DType.BOOL;
import static dev.taper.DType.INT64;
import static dev.taper.Tensor.of;
import static dev.taper.Tensor.zeros;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Dimensions, indices, masks and index strings that name nothing are refused by name. */
class IndexErrorsTest extends Refusals {
  @Test
  void dimsOutOfRange() {
    assertOutOfBounds(() -> f.size(2), "size: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.size(-3), "size: dim is -3: must be from -2 to 1");
    assertOutOfBounds(
        () -> s.size(0), "size: a single number has no dimension 0: must have one at least");
    assertOutOfBounds(
        () -> s.size(-1), "size: a single number has no dimension -1: must have one at least");
    assertOutOfBounds(() -> f.shape().size(2), "size: dim is 2: must be from -2 to 1");
    assertOutOfBounds(
        () -> s.shape().size(0),
        "size: a single number has no dimension 0: must have one at least");
    assertOutOfBounds(() -> f.stride(2), "stride: dim is 2: must be from -2 to 1");
    assertOutOfBounds(
        () -> s.stride(0), "stride: a single number has no dimension 0: must have one at least");
    assertOutOfBounds(() -> f.transpose(0, 2), "transpose: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.transpose(-3, 0), "transpose: dim is -3: must be from -2 to 1");
    assertOutOfBounds(() -> s.transpose(0, 1), "transpose: dim is 1: must be from -1 to 0");
    assertOutOfBounds(() -> f.squeeze(2), "squeeze: dim is 2: must be from -2 to 1");
    assertIllegal(() -> f.squeeze(0, 0), "squeeze: dims (0, 0) name 0 twice: must differ");
    assertOutOfBounds(() -> s.squeeze(1), "squeeze: dim is 1: must be from -1 to 0");
    assertOutOfBounds(() -> f.unsqueeze(3), "unsqueeze: dim is 3: must be from -3 to 2");
    assertOutOfBounds(() -> f.unsqueeze(-4), "unsqueeze: dim is -4: must be from -3 to 2");
    assertOutOfBounds(() -> s.unsqueeze(1), "unsqueeze: dim is 1: must be from -1 to 0");
    assertOutOfBounds(() -> f.select(2, 0), "select: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.narrow(2, 0, 1), "narrow: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.slice(2, 0, 1, 1), "slice: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.split(1, 2), "split: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.split(ints(1, 1), -3), "split: dim is -3: must be from -2 to 1");
    assertOutOfBounds(() -> f.chunk(2, 2), "chunk: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.unbind(2), "unbind: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> Tensor.cat(2, f, f), "cat: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> Tensor.stack(3, f, f), "stack: dim is 3: must be from -3 to 2");
    assertOutOfBounds(() -> f.sum(2), "sum: dim is 2: must be from -2 to 1");
    assertIllegal(() -> f.sum(0, 0), "sum: dims (0, 0) name 0 twice: must differ");
    assertIllegal(() -> f.sum(0, -2), "sum: dims (0, -2) name 0 twice: must differ");
    assertOutOfBounds(() -> f.mean(2), "mean: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.mean(-3), "mean: dim is -3: must be from -2 to 1");
    assertOutOfBounds(() -> f.prod(2), "prod: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.max(2), "max: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.min(2), "min: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.amax(2), "amax: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.amin(2), "amin: dim is 2: must be from -2 to 1");
    assertIllegal(() -> f.amin(1, 1), "amin: dims (1, 1) name 1 twice: must differ");
    assertOutOfBounds(() -> f.argmax(2), "argmax: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.argmin(-3), "argmin: dim is -3: must be from -2 to 1");
    assertOutOfBounds(() -> f.any(2), "any: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.all(2), "all: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.var(2), "var: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.std(2), "std: dim is 2: must be from -2 to 1");
    assertOutOfBounds(() -> f.norm(2, ints(2), false), "norm: dim is 2: must be from -2 to 1");
    assertIllegal(
        () -> f.norm(2, ints(0, 0), false), "norm: dims (0, 0) name 0 twice: must differ");
    assertOutOfBounds(() -> s.sum(1), "sum: dim is 1: must be from -1 to 0");
    assertIllegal(() -> s.sum(0, -1), "sum: dims (0, -1) name 0 twice: must differ");
    assertOutOfBounds(() -> s.max(1), "max: dim is 1: must be from -1 to 0");
    assertOutOfBounds(() -> s.argmax(-2), "argmax: dim is -2: must be from -1 to 0");
    assertOutOfBounds(() -> f.gather(2, i), "gather: dim is 2: must be from -2 to 1");
    assertOutOfBounds(
        () -> f.indexSelect(2, of(0L)), "indexSelect: dim is 2: must be from -2 to 1");
  }

  @Test
  void indicesOutOfRange() {
    assertOutOfBounds(
        () -> f.get(2), "get: index is 2 in a dimension of size 2: must be from -2 to 1");
    assertOutOfBounds(
        () -> f.get(-3), "get: index is -3 in a dimension of size 2: must be from -2 to 1");
    assertOutOfBounds(
        () -> f.get("2"), "get: index is 2 in a dimension of size 2: must be from -2 to 1");
    assertOutOfBounds(
        () -> f.get("0, 3"), "get: index is 3 in a dimension of size 3: must be from -3 to 2");
    assertOutOfBounds(
        () -> f.get("0, -4"), "get: index is -4 in a dimension of size 3: must be from -3 to 2");
    assertOutOfBounds(
        () -> f.get("..., 3"), "get: index is 3 in a dimension of size 3: must be from -3 to 2");
    assertOutOfBounds(() -> f.get("0, 0, 0"), "get: 3 indices for shape (2, 3): must be 2 at most");
    assertOutOfBounds(() -> f.get(":, :, :"), "get: 3 indices for shape (2, 3): must be 2 at most");
    assertOutOfBounds(
        () -> f.get("..., 0, 0, 0"), "get: 3 indices for shape (2, 3): must be 2 at most");
    assertOutOfBounds(
        () -> f.get(Index.at(2)), "get: index is 2 in a dimension of size 2: must be from -2 to 1");
    assertOutOfBounds(
        () -> f.get(Index.at(0), Index.at(0), Index.at(0)),
        "get: 3 indices for shape (2, 3): must be 2 at most");
    assertIllegal(
        () -> f.get(Index.ellipsis(), Index.ellipsis()),
        "get: [..., ...] has 2 ellipses: must have one at most");
    assertOutOfBounds(
        () -> f.get(of(0L, 2L)), "get: index 2 in dimension 0 of size 2: must be from -2 to 1");
    assertOutOfBounds(
        () -> f.get(of(-3L)), "get: index -3 in dimension 0 of size 2: must be from -2 to 1");
    assertOutOfBounds(
        () -> f.get(Index.all(), Index.of(of(3L))),
        "get: index 3 in dimension 1 of size 3: must be from -3 to 2");
    assertIllegal(
        () -> f.get(Index.of(of(0L, 1L)), Index.of(of(0L, 1L, 2L))),
        "get: (2) and (3) do not broadcast: 2 is not 3");
    assertOutOfBounds(
        () -> f.get(Index.of(of(0L)), Index.of(of(0L)), Index.of(of(0L))),
        "get: 3 indices for shape (2, 3): must be 2 at most");
    assertOutOfBounds(() -> e.get(0), "get: index is 0 in a dimension of size 0: there is none");
    assertOutOfBounds(() -> e.get("0"), "get: index is 0 in a dimension of size 0: there is none");
    assertOutOfBounds(() -> e.get(of(0L)), "get: index 0 in dimension 0 of size 0: there is none");
    assertOutOfBounds(
        () -> s.get(0), "get: a single number has no dimension 0: must have one at least");
    assertOutOfBounds(() -> s.get("0"), "get: 1 index for shape (): must be 0 at most");
    assertOutOfBounds(() -> s.get(":"), "get: 1 index for shape (): must be 0 at most");
    assertOutOfBounds(() -> s.get(of(0L)), "get: 1 index for shape (): must be 0 at most");
    assertOutOfBounds(
        () -> s.select(0, 0), "select: a single number has no dimension 0: must have one at least");
    assertOutOfBounds(
        () -> s.narrow(0, 0, 1),
        "narrow: a single number has no dimension 0: must have one at least");
    assertOutOfBounds(
        () -> s.slice(0, 0, 1, 1),
        "slice: a single number has no dimension 0: must have one at least");
    assertOutOfBounds(
        () -> f.select(0, 2), "select: index is 2 in a dimension of size 2: must be from -2 to 1");
    assertOutOfBounds(
        () -> f.select(1, -4),
        "select: index is -4 in a dimension of size 3: must be from -3 to 2");
    assertOutOfBounds(
        () -> e.select(0, 0), "select: index is 0 in a dimension of size 0: there is none");
    assertOutOfBounds(() -> f.narrow(0, 3, 0), "narrow: start is 3: must be from -2 to 2");
    assertOutOfBounds(() -> f.narrow(0, -3, 1), "narrow: start is -3: must be from -2 to 2");
    assertOutOfBounds(
        () -> f.narrow(0, 1, 2), "narrow: start 1 and length 2: must end at 2 or before");
    assertIllegal(() -> f.narrow(0, 0, -1), "narrow: length is -1: must not be negative");
    assertOutOfBounds(
        () -> f.narrow(0, 0, 2147483647),
        "narrow: start 0 and length 2147483647: must end at 2 or before");
    assertIllegal(() -> f.slice(0, 0, 2, 0), "slice: step is 0: must be positive");
    assertIllegal(() -> f.slice(0, 0, 2, -1), "slice: step is -1: must be positive");
    assertOutOfBounds(
        () -> f.set("2", 1), "set: index is 2 in a dimension of size 2: must be from -2 to 1");
    assertOutOfBounds(
        () -> f.set("0, 3", v), "set: index is 3 in a dimension of size 3: must be from -3 to 2");
    assertOutOfBounds(
        () -> f.set("0, 0, 0", 1), "set: 3 indices for shape (2, 3): must be 2 at most");
    assertIllegal(() -> f.set("0", zeros(2)), "set: (2) into (3): must broadcast to it");
    assertIllegal(() -> f.set("0", f), "set: (2, 3) into (3): must broadcast to it");
    assertOutOfBounds(
        () -> f.set(List.of(Index.at(2)), 1),
        "set: index is 2 in a dimension of size 2: must be from -2 to 1");
    assertOutOfBounds(
        () -> f.set(List.of(Index.at(0), Index.at(0), Index.at(0)), v),
        "set: 3 indices for shape (2, 3): must be 2 at most");
    assertOutOfBounds(
        () -> f.set(of(2L), 1), "set: index 2 in dimension 0 of size 2: must be from -2 to 1");
    assertIllegal(
        () -> f.set(of(0L, 1L), zeros(3, 3)), "set: (3, 3) into (2, 3): must broadcast to it");
    assertOutOfBounds(
        () -> f.set(List.of(Index.of(of(0L)), Index.of(of(3L))), v),
        "set: index 3 in dimension 1 of size 3: must be from -3 to 2");
    assertOutOfBounds(() -> s.set("0", 1), "set: 1 index for shape (): must be 0 at most");
    assertOutOfBounds(
        () -> f.indexAdd_(List.of(Index.of(of(2L))), v),
        "indexAdd_: index 2 in dimension 0 of size 2: must be from -2 to 1");
    assertIllegal(
        () -> f.indexAdd_(List.of(Index.of(of(0L, 1L))), zeros(3, 3)),
        "indexAdd_: (3, 3) into (2, 3): must broadcast to it");
    assertOutOfBounds(
        () -> f.indexAdd_(List.of(Index.at(2)), v),
        "indexAdd_: index is 2 in a dimension of size 2: must be from -2 to 1");
    assertIllegal(
        () -> f.indexAdd_(List.of(Index.at(0)), zeros(4)),
        "indexAdd_: (4) into (3): must broadcast to it");
    assertIllegal(
        () -> i.indexAdd_(List.of(Index.of(of(0L))), v),
        "indexAdd_: the result is FLOAT32 and the tensor INT64: convert it first");
    assertOutOfBounds(
        () -> f.gather(0, i.add(2)),
        "gather: index 3 in dimension 0 of size 2: must be from -2 to 1");
    assertIllegal(
        () -> f.gather(0, of(0L)),
        "gather: index of shape () for (2, 3): must have as many dimensions and not be "
            + "larger but in dimension 0");
    assertIllegal(
        () -> f.gather(0, Tensor.zeros(Shape.of(2, 4), INT64)),
        "gather: index of shape (2, 4) for (2, 3): must have as many dimensions and "
            + "not be larger but in dimension 0");
    assertIllegal(() -> f.gather(0, f), "gather: a tensor of FLOAT32: must be INT64");
    assertOutOfBounds(
        () -> f.indexSelect(0, of(2L)),
        "indexSelect: index 2 in dimension 0 of size 2: must be from -2 to 1");
    assertIllegal(
        () -> f.indexSelect(0, i), "indexSelect: index of shape (2, 3): must be a vector");
    assertIllegal(() -> f.indexSelect(0, v), "indexSelect: a tensor of FLOAT32: must be INT64");
    assertOutOfBounds(
        () -> f.indexSelect(1, of(-4L)),
        "indexSelect: index -4 in dimension 1 of size 3: must be from -3 to 2");
    assertOutOfBounds(
        () -> s.indexSelect(0, of(1L)),
        "indexSelect: index 1 in dimension 0 of size 1: must be from -1 to 0");
  }

  @Test
  void masksOfTheWrongShape() {
    assertOutOfBounds(
        () -> f.get(of(true, false, true)),
        "get: a mask of shape (3) at dimension 0 of shape (2, 3): sizes must be equal");
    assertOutOfBounds(
        () -> f.get(Tensor.ones(Shape.of(2, 2), BOOL)),
        "get: a mask of shape (2, 2) at dimension 0 of shape (2, 3): sizes must be equal");
    assertOutOfBounds(
        () -> f.get(Tensor.ones(Shape.of(2, 3, 1), BOOL)),
        "get: 3 indices for shape (2, 3): must be 2 at most");
    assertOutOfBounds(
        () -> f.get(Index.all(), Index.of(of(true, false))),
        "get: a mask of shape (2) at dimension 1 of shape (2, 3): sizes must be equal");
    assertOutOfBounds(
        () -> f.set(of(true, false, true), 1),
        "set: a mask of shape (3) at dimension 0 of shape (2, 3): sizes must be equal");
    assertIllegal(() -> f.set(b, zeros(5)), "set: (5) into (3): must broadcast to it");
    assertIllegal(
        () -> f.get(f), "index: a tensor of FLOAT32: must be INT64 indices or a BOOL mask");
    assertIllegal(
        () -> f.get(Index.of(f)),
        "index: a tensor of FLOAT32: must be INT64 indices or a BOOL mask");
    assertIllegal(
        () -> f.set(f, 1), "index: a tensor of FLOAT32: must be INT64 indices or a BOOL mask");
    assertIllegal(() -> f.set("0:1, 0", zeros(2)), "set: (2) into (1): must broadcast to it");
  }

  @Test
  void malformedIndices() {
    assertIllegal(() -> f.get(""), "index \"\": is empty: need an integer, a slice, None or ...");
    assertIllegal(() -> f.get(" "), "index \" \": is empty: need an integer, a slice, None or ...");
    assertIllegal(
        () -> f.get("a"),
        "index \"a\": \"a\" at 0 is not an index: need an integer, a slice, None or ...");
    assertIllegal(
        () -> f.get("0,,1"),
        "index \"0,,1\": nothing stands at 2: need an integer, a slice, None or ...");
    assertIllegal(
        () -> f.get(","),
        "index \",\": nothing stands at 0: need an integer, a slice, None or ...");
    assertIllegal(
        () -> f.get("1:2:3:4"),
        "index \"1:2:3:4\": \"1:2:3:4\" at 0 is not a slice: need at most start:stop:step");
    assertIllegal(
        () -> f.get("1:2:0"), "index \"1:2:0\": step is 0 at 4: must be greater than zero");
    assertIllegal(
        () -> f.get("::-1"), "index \"::-1\": step is -1 at 2: must be greater than zero");
    assertIllegal(
        () -> f.get("..., ..."), "index \"..., ...\": second \"...\" at 5: need at most one");
    assertIllegal(
        () -> f.get("1.5"),
        "index \"1.5\": \"1.5\" at 0 is not an index: need an integer, a slice, None or ...");
    assertIllegal(
        () -> f.get("-"),
        "index \"-\": \"-\" at 0 is not an index: need an integer, a slice, None or ...");
    assertIllegal(
        () -> f.get("0 1"),
        "index \"0 1\": \"0 1\" at 0 is not an index: need an integer, a slice, None or ...");
    assertIllegal(
        () -> f.get("[0]"),
        "index \"[0]\": \"[0]\" at 0 is not an index: need an integer, a slice, None or ...");
    assertIllegal(
        () -> f.get("99999999999"),
        "index \"99999999999\": \"99999999999\" at 0 does not fit an int: need -2147483648 "
            + "to 2147483647");
    assertIllegal(
        () -> f.get("1:x"), "index \"1:x\": \"x\" at 2 is not a bound: need an integer or nothing");
    assertIllegal(
        () -> f.set("", 1), "index \"\": is empty: need an integer, a slice, None or ...");
    assertIllegal(
        () -> f.set("a", 1),
        "index \"a\": \"a\" at 0 is not an index: need an integer, a slice, None or ...");
    assertIllegal(
        () -> f.set("::-1", v), "index \"::-1\": step is -1 at 2: must be greater than zero");
    assertIllegal(() -> Index.slice(0, 1, 0), "slice: step is 0: must be greater than zero");
    assertIllegal(() -> Index.step(-1), "slice: step is -1: must be greater than zero");
  }
}
