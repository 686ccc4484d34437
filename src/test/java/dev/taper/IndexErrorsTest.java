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
    outOfBounds(() -> f.size(2), "size: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.size(-3), "size: dim is -3: must be from -2 to 1");
    outOfBounds(
        () -> s.size(0), "size: a single number has no dimension 0: must have one at least");
    outOfBounds(
        () -> s.size(-1), "size: a single number has no dimension -1: must have one at least");
    outOfBounds(() -> f.shape().size(2), "size: dim is 2: must be from -2 to 1");
    outOfBounds(
        () -> s.shape().size(0),
        "size: a single number has no dimension 0: must have one at least");
    outOfBounds(() -> f.stride(2), "stride: dim is 2: must be from -2 to 1");
    outOfBounds(
        () -> s.stride(0), "stride: a single number has no dimension 0: must have one at least");
    outOfBounds(() -> f.transpose(0, 2), "transpose: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.transpose(-3, 0), "transpose: dim is -3: must be from -2 to 1");
    outOfBounds(() -> s.transpose(0, 1), "transpose: dim is 1: must be from -1 to 0");
    outOfBounds(() -> f.squeeze(2), "squeeze: dim is 2: must be from -2 to 1");
    illegal(() -> f.squeeze(0, 0), "squeeze: dims (0, 0) name 0 twice: must differ");
    outOfBounds(() -> s.squeeze(1), "squeeze: dim is 1: must be from -1 to 0");
    outOfBounds(() -> f.unsqueeze(3), "unsqueeze: dim is 3: must be from -3 to 2");
    outOfBounds(() -> f.unsqueeze(-4), "unsqueeze: dim is -4: must be from -3 to 2");
    outOfBounds(() -> s.unsqueeze(1), "unsqueeze: dim is 1: must be from -1 to 0");
    outOfBounds(() -> f.select(2, 0), "select: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.narrow(2, 0, 1), "narrow: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.slice(2, 0, 1, 1), "slice: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.split(1, 2), "split: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.split(ints(1, 1), -3), "split: dim is -3: must be from -2 to 1");
    outOfBounds(() -> f.chunk(2, 2), "chunk: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.unbind(2), "unbind: dim is 2: must be from -2 to 1");
    outOfBounds(() -> Tensor.cat(2, f, f), "cat: dim is 2: must be from -2 to 1");
    outOfBounds(() -> Tensor.stack(3, f, f), "stack: dim is 3: must be from -3 to 2");
    outOfBounds(() -> f.sum(2), "sum: dim is 2: must be from -2 to 1");
    illegal(() -> f.sum(0, 0), "sum: dims (0, 0) name 0 twice: must differ");
    illegal(() -> f.sum(0, -2), "sum: dims (0, -2) name 0 twice: must differ");
    outOfBounds(() -> f.mean(2), "mean: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.mean(-3), "mean: dim is -3: must be from -2 to 1");
    outOfBounds(() -> f.prod(2), "prod: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.max(2), "max: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.min(2), "min: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.amax(2), "amax: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.amin(2), "amin: dim is 2: must be from -2 to 1");
    illegal(() -> f.amin(1, 1), "amin: dims (1, 1) name 1 twice: must differ");
    outOfBounds(() -> f.argmax(2), "argmax: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.argmin(-3), "argmin: dim is -3: must be from -2 to 1");
    outOfBounds(() -> f.any(2), "any: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.all(2), "all: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.var(2), "var: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.std(2), "std: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.norm(2, ints(2), false), "norm: dim is 2: must be from -2 to 1");
    illegal(() -> f.norm(2, ints(0, 0), false), "norm: dims (0, 0) name 0 twice: must differ");
    outOfBounds(() -> s.sum(1), "sum: dim is 1: must be from -1 to 0");
    illegal(() -> s.sum(0, -1), "sum: dims (0, -1) name 0 twice: must differ");
    outOfBounds(() -> s.max(1), "max: dim is 1: must be from -1 to 0");
    outOfBounds(() -> s.argmax(-2), "argmax: dim is -2: must be from -1 to 0");
    outOfBounds(() -> f.gather(2, i), "gather: dim is 2: must be from -2 to 1");
    outOfBounds(() -> f.indexSelect(2, of(0L)), "indexSelect: dim is 2: must be from -2 to 1");
  }

  @Test
  void indicesOutOfRange() {
    outOfBounds(() -> f.get(2), "get: index is 2 in a dimension of size 2: must be from -2 to 1");
    outOfBounds(() -> f.get(-3), "get: index is -3 in a dimension of size 2: must be from -2 to 1");
    outOfBounds(() -> f.get("2"), "get: index is 2 in a dimension of size 2: must be from -2 to 1");
    outOfBounds(
        () -> f.get("0, 3"), "get: index is 3 in a dimension of size 3: must be from -3 to 2");
    outOfBounds(
        () -> f.get("0, -4"), "get: index is -4 in a dimension of size 3: must be from -3 to 2");
    outOfBounds(
        () -> f.get("..., 3"), "get: index is 3 in a dimension of size 3: must be from -3 to 2");
    outOfBounds(() -> f.get("0, 0, 0"), "get: 3 indices for shape (2, 3): must be 2 at most");
    outOfBounds(() -> f.get(":, :, :"), "get: 3 indices for shape (2, 3): must be 2 at most");
    outOfBounds(() -> f.get("..., 0, 0, 0"), "get: 3 indices for shape (2, 3): must be 2 at most");
    outOfBounds(
        () -> f.get(Index.at(2)), "get: index is 2 in a dimension of size 2: must be from -2 to 1");
    outOfBounds(
        () -> f.get(Index.at(0), Index.at(0), Index.at(0)),
        "get: 3 indices for shape (2, 3): must be 2 at most");
    illegal(
        () -> f.get(Index.ellipsis(), Index.ellipsis()),
        "get: [..., ...] has 2 ellipses: must have one at most");
    outOfBounds(
        () -> f.get(of(0L, 2L)), "get: index 2 in dimension 0 of size 2: must be from -2 to 1");
    outOfBounds(
        () -> f.get(of(-3L)), "get: index -3 in dimension 0 of size 2: must be from -2 to 1");
    outOfBounds(
        () -> f.get(Index.all(), Index.of(of(3L))),
        "get: index 3 in dimension 1 of size 3: must be from -3 to 2");
    illegal(
        () -> f.get(Index.of(of(0L, 1L)), Index.of(of(0L, 1L, 2L))),
        "get: (2) and (3) do not broadcast: 2 is not 3");
    outOfBounds(
        () -> f.get(Index.of(of(0L)), Index.of(of(0L)), Index.of(of(0L))),
        "get: 3 indices for shape (2, 3): must be 2 at most");
    outOfBounds(() -> e.get(0), "get: index is 0 in a dimension of size 0: there is none");
    outOfBounds(() -> e.get("0"), "get: index is 0 in a dimension of size 0: there is none");
    outOfBounds(() -> e.get(of(0L)), "get: index 0 in dimension 0 of size 0: there is none");
    outOfBounds(() -> s.get(0), "get: a single number has no dimension 0: must have one at least");
    outOfBounds(() -> s.get("0"), "get: 1 index for shape (): must be 0 at most");
    outOfBounds(() -> s.get(":"), "get: 1 index for shape (): must be 0 at most");
    outOfBounds(() -> s.get(of(0L)), "get: 1 index for shape (): must be 0 at most");
    outOfBounds(
        () -> s.select(0, 0), "select: a single number has no dimension 0: must have one at least");
    outOfBounds(
        () -> s.narrow(0, 0, 1),
        "narrow: a single number has no dimension 0: must have one at least");
    outOfBounds(
        () -> s.slice(0, 0, 1, 1),
        "slice: a single number has no dimension 0: must have one at least");
    outOfBounds(
        () -> f.select(0, 2), "select: index is 2 in a dimension of size 2: must be from -2 to 1");
    outOfBounds(
        () -> f.select(1, -4),
        "select: index is -4 in a dimension of size 3: must be from -3 to 2");
    outOfBounds(() -> e.select(0, 0), "select: index is 0 in a dimension of size 0: there is none");
    outOfBounds(() -> f.narrow(0, 3, 0), "narrow: start is 3: must be from -2 to 2");
    outOfBounds(() -> f.narrow(0, -3, 1), "narrow: start is -3: must be from -2 to 2");
    outOfBounds(() -> f.narrow(0, 1, 2), "narrow: start 1 and length 2: must end at 2 or before");
    illegal(() -> f.narrow(0, 0, -1), "narrow: length is -1: must not be negative");
    outOfBounds(
        () -> f.narrow(0, 0, 2147483647),
        "narrow: start 0 and length 2147483647: must end at 2 or before");
    illegal(() -> f.slice(0, 0, 2, 0), "slice: step is 0: must be positive");
    illegal(() -> f.slice(0, 0, 2, -1), "slice: step is -1: must be positive");
    outOfBounds(
        () -> f.set("2", 1), "set: index is 2 in a dimension of size 2: must be from -2 to 1");
    outOfBounds(
        () -> f.set("0, 3", v), "set: index is 3 in a dimension of size 3: must be from -3 to 2");
    outOfBounds(() -> f.set("0, 0, 0", 1), "set: 3 indices for shape (2, 3): must be 2 at most");
    illegal(() -> f.set("0", zeros(2)), "set: (2) into (3): must broadcast to it");
    illegal(() -> f.set("0", f), "set: (2, 3) into (3): must broadcast to it");
    outOfBounds(
        () -> f.set(List.of(Index.at(2)), 1),
        "set: index is 2 in a dimension of size 2: must be from -2 to 1");
    outOfBounds(
        () -> f.set(List.of(Index.at(0), Index.at(0), Index.at(0)), v),
        "set: 3 indices for shape (2, 3): must be 2 at most");
    outOfBounds(
        () -> f.set(of(2L), 1), "set: index 2 in dimension 0 of size 2: must be from -2 to 1");
    illegal(() -> f.set(of(0L, 1L), zeros(3, 3)), "set: (3, 3) into (2, 3): must broadcast to it");
    outOfBounds(
        () -> f.set(List.of(Index.of(of(0L)), Index.of(of(3L))), v),
        "set: index 3 in dimension 1 of size 3: must be from -3 to 2");
    outOfBounds(() -> s.set("0", 1), "set: 1 index for shape (): must be 0 at most");
    outOfBounds(
        () -> f.indexAdd_(List.of(Index.of(of(2L))), v),
        "indexAdd_: index 2 in dimension 0 of size 2: must be from -2 to 1");
    illegal(
        () -> f.indexAdd_(List.of(Index.of(of(0L, 1L))), zeros(3, 3)),
        "indexAdd_: (3, 3) into (2, 3): must broadcast to it");
    outOfBounds(
        () -> f.indexAdd_(List.of(Index.at(2)), v),
        "indexAdd_: index is 2 in a dimension of size 2: must be from -2 to 1");
    illegal(
        () -> f.indexAdd_(List.of(Index.at(0)), zeros(4)),
        "indexAdd_: (4) into (3): must broadcast to it");
    illegal(
        () -> i.indexAdd_(List.of(Index.of(of(0L))), v),
        "indexAdd_: the result is FLOAT32 and the tensor INT64: convert it first");
    outOfBounds(
        () -> f.gather(0, i.add(2)),
        "gather: index 3 in dimension 0 of size 2: must be from -2 to 1");
    illegal(
        () -> f.gather(0, of(0L)),
        "gather: index of shape () for (2, 3): must have as many dimensions and not be "
            + "larger but in dimension 0");
    illegal(
        () -> f.gather(0, Tensor.zeros(Shape.of(2, 4), INT64)),
        "gather: index of shape (2, 4) for (2, 3): must have as many dimensions and "
            + "not be larger but in dimension 0");
    illegal(() -> f.gather(0, f), "gather: a tensor of FLOAT32: must be INT64");
    outOfBounds(
        () -> f.indexSelect(0, of(2L)),
        "indexSelect: index 2 in dimension 0 of size 2: must be from -2 to 1");
    illegal(() -> f.indexSelect(0, i), "indexSelect: index of shape (2, 3): must be a vector");
    illegal(() -> f.indexSelect(0, v), "indexSelect: a tensor of FLOAT32: must be INT64");
    outOfBounds(
        () -> f.indexSelect(1, of(-4L)),
        "indexSelect: index -4 in dimension 1 of size 3: must be from -3 to 2");
    outOfBounds(
        () -> s.indexSelect(0, of(1L)),
        "indexSelect: index 1 in dimension 0 of size 1: must be from -1 to 0");
  }

  @Test
  void masksOfTheWrongShape() {
    outOfBounds(
        () -> f.get(of(true, false, true)),
        "get: a mask of shape (3) at dimension 0 of shape (2, 3): sizes must be equal");
    outOfBounds(
        () -> f.get(Tensor.ones(Shape.of(2, 2), BOOL)),
        "get: a mask of shape (2, 2) at dimension 0 of shape (2, 3): sizes must be equal");
    outOfBounds(
        () -> f.get(Tensor.ones(Shape.of(2, 3, 1), BOOL)),
        "get: 3 indices for shape (2, 3): must be 2 at most");
    outOfBounds(
        () -> f.get(Index.all(), Index.of(of(true, false))),
        "get: a mask of shape (2) at dimension 1 of shape (2, 3): sizes must be equal");
    outOfBounds(
        () -> f.set(of(true, false, true), 1),
        "set: a mask of shape (3) at dimension 0 of shape (2, 3): sizes must be equal");
    illegal(() -> f.set(b, zeros(5)), "set: (5) into (3): must broadcast to it");
    illegal(() -> f.get(f), "index: a tensor of FLOAT32: must be INT64 indices or a BOOL mask");
    illegal(
        () -> f.get(Index.of(f)),
        "index: a tensor of FLOAT32: must be INT64 indices or a BOOL mask");
    illegal(() -> f.set(f, 1), "index: a tensor of FLOAT32: must be INT64 indices or a BOOL mask");
    illegal(() -> f.set("0:1, 0", zeros(2)), "set: (2) into (1): must broadcast to it");
  }

  @Test
  void malformedIndices() {
    illegal(() -> f.get(""), "index \"\": is empty: need an integer, a slice, None or ...");
    illegal(() -> f.get(" "), "index \" \": is empty: need an integer, a slice, None or ...");
    illegal(
        () -> f.get("a"),
        "index \"a\": \"a\" at 0 is not an index: need an integer, a slice, None or ...");
    illegal(
        () -> f.get("0,,1"),
        "index \"0,,1\": nothing stands at 2: need an integer, a slice, None or ...");
    illegal(
        () -> f.get(","),
        "index \",\": nothing stands at 0: need an integer, a slice, None or ...");
    illegal(
        () -> f.get("1:2:3:4"),
        "index \"1:2:3:4\": \"1:2:3:4\" at 0 is not a slice: need at most start:stop:step");
    illegal(() -> f.get("1:2:0"), "index \"1:2:0\": step is 0 at 4: must be greater than zero");
    illegal(() -> f.get("::-1"), "index \"::-1\": step is -1 at 2: must be greater than zero");
    illegal(() -> f.get("..., ..."), "index \"..., ...\": second \"...\" at 5: need at most one");
    illegal(
        () -> f.get("1.5"),
        "index \"1.5\": \"1.5\" at 0 is not an index: need an integer, a slice, None or ...");
    illegal(
        () -> f.get("-"),
        "index \"-\": \"-\" at 0 is not an index: need an integer, a slice, None or ...");
    illegal(
        () -> f.get("0 1"),
        "index \"0 1\": \"0 1\" at 0 is not an index: need an integer, a slice, None or ...");
    illegal(
        () -> f.get("[0]"),
        "index \"[0]\": \"[0]\" at 0 is not an index: need an integer, a slice, None or ...");
    illegal(
        () -> f.get("99999999999"),
        "index \"99999999999\": \"99999999999\" at 0 does not fit an int: need -2147483648 "
            + "to 2147483647");
    illegal(
        () -> f.get("1:x"), "index \"1:x\": \"x\" at 2 is not a bound: need an integer or nothing");
    illegal(() -> f.set("", 1), "index \"\": is empty: need an integer, a slice, None or ...");
    illegal(
        () -> f.set("a", 1),
        "index \"a\": \"a\" at 0 is not an index: need an integer, a slice, None or ...");
    illegal(() -> f.set("::-1", v), "index \"::-1\": step is -1 at 2: must be greater than zero");
    illegal(() -> Index.slice(0, 1, 0), "slice: step is 0: must be greater than zero");
    illegal(() -> Index.step(-1), "slice: step is -1: must be greater than zero");
  }
}
