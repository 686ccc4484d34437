package dev.taper;

import static dev.taper.DType.BOOL;
import static dev.taper.DType.INT64;
import static dev.taper.Tensor.zeros;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Sizes below zero and beyond an array, ranges, ragged arrays, joins, and extremes of nothing. */
class SizeErrorsTest extends Refusals {
  @Test
  void negativeAndOverflowingSizes() {
    assertIllegal(() -> zeros(-1), "zeros: (-1) has size -1: must not be negative");
    assertIllegal(() -> zeros(2, -3), "zeros: (2, -3) has size -3: must not be negative");
    assertIllegal(() -> Tensor.ones(-1), "ones: (-1) has size -1: must not be negative");
    assertIllegal(() -> Tensor.rand(-1), "rand: (-1) has size -1: must not be negative");
    assertIllegal(() -> Tensor.randn(2, -1), "randn: (2, -1) has size -1: must not be negative");
    assertIllegal(
        () -> Tensor.randint(0, 5, -1), "randint: (-1) has size -1: must not be negative");
    assertIllegal(
        () -> Tensor.full(Shape.of(-1), 1.0), "shape: (-1) has size -1: must not be negative");
    assertIllegal(() -> Shape.of(2, -1), "shape: (2, -1) has size -1: must not be negative");
    assertIllegal(
        () -> zeros(65536, 65536),
        "zeros: (65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> Tensor.ones(65536, 65536),
        "ones: (65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> Tensor.rand(2147483647, 2147483647),
        "rand: (2147483647, 2147483647) has too many elements: a tensor holds at most "
            + "2147483639");
    assertIllegal(
        () -> Tensor.randn(2147483647, 2),
        "randn: (2147483647, 2) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> Tensor.randint(0, 2, 2147483647, 2147483647, 2147483647),
        "randint: (2147483647, 2147483647, 2147483647) has too many elements: a tensor "
            + "holds at most 2147483639");
    assertIllegal(
        () -> zeros(2147483647),
        "zeros: (2147483647) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> zeros(2147483647, 2147483647, 2147483647, 2147483647),
        "zeros: (2147483647, 2147483647, 2147483647, 2147483647) has too many "
            + "elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> Shape.of(65536, 65536),
        "shape: (65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(() -> Tensor.eye(-1), "eye: (-1, -1) has size -1: must not be negative");
    assertIllegal(() -> Tensor.eye(2, -1), "eye: (2, -1) has size -1: must not be negative");
    assertIllegal(
        () -> Tensor.eye(65536),
        "eye: (65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(() -> Tensor.linspace(0, 1, -1), "linspace: steps is -1: must not be negative");
    assertIllegal(
        () -> Tensor.linspace(0, 1, 2147483647),
        "linspace: (2147483647) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> zeros(65536).outer(zeros(65536)),
        "outer: (65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> zeros(65536, 1).add(zeros(65536)),
        "add: (65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> zeros(65536, 1).eq(zeros(65536)),
        "eq: (65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> zeros(65536, 1).expand(65536, 65536),
        "expand: (65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> zeros(65536, 1).mm(zeros(1, 65536)),
        "mm: (65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> Tensor.of(new float[] {1, 2}, Shape.of(3)), "of: 2 values for shape (3): must be 3");
    assertIllegal(
        () -> Tensor.of(new long[] {1, 2}, Shape.of()), "of: 2 values for shape (): must be 1");
    assertIllegal(
        () -> Tensor.of(new boolean[] {true}, Shape.of(0)),
        "of: 1 values for shape (0): must be 0");
  }

  @Test
  void rangesThatLeadNowhere() {
    assertIllegal(() -> Tensor.arange(5L, 0L), "arange: from 5 to 0 by 1: step must lead there");
    assertIllegal(() -> Tensor.arange(0L, 5L, 0L), "arange: from 0 to 5 by 0: step must not be 0");
    assertIllegal(
        () -> Tensor.arange(0L, 5L, -1L), "arange: from 0 to 5 by -1: step must lead there");
    assertIllegal(() -> Tensor.arange(-1L), "arange: from 0 to -1 by 1: step must lead there");
    assertIllegal(
        () -> Tensor.arange(0L, Long.MAX_VALUE),
        "arange: from 0 to 9223372036854775807 by 1 has too many elements: a tensor "
            + "holds at most 2147483639");
    assertIllegal(
        () -> Tensor.arange(Long.MIN_VALUE, Long.MAX_VALUE),
        "arange: from -9223372036854775808 to 9223372036854775807 by 1 has too many "
            + "elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> Tensor.arange(5.0, 0.0), "arange: from 5.0 to 0.0 by 1.0: step must lead there");
    assertIllegal(
        () -> Tensor.arange(-1.0), "arange: from 0.0 to -1.0 by 1.0: step must lead there");
    assertIllegal(
        () -> Tensor.arange(0.0, 1.0, 0.0), "arange: from 0.0 to 1.0 by 0.0: step must not be 0");
    assertIllegal(
        () -> Tensor.arange(0.0, 1.0, -0.5),
        "arange: from 0.0 to 1.0 by -0.5: step must lead there");
    assertIllegal(
        () -> Tensor.arange(0.0, Double.NaN), "arange: from 0.0 to NaN by 1.0: must be finite");
    assertIllegal(
        () -> Tensor.arange(0.0, Double.POSITIVE_INFINITY),
        "arange: from 0.0 to Infinity by 1.0: must be finite");
    assertIllegal(
        () -> Tensor.arange(0.0, 1.0, Double.NaN),
        "arange: from 0.0 to 1.0 by NaN: must be finite");
    assertIllegal(
        () -> Tensor.arange(0.0, 1e30),
        "arange: from 0.0 to 1.0E30 by 1.0 has too many elements: a tensor holds at "
            + "most 2147483639");
    assertIllegal(() -> Tensor.randint(0, 0, 2), "randint: from 0 to before 0: must not be empty");
    assertIllegal(() -> Tensor.randint(5, 1, 2), "randint: from 5 to before 1: must not be empty");
    assertIllegal(() -> Tensor.randperm(-1), "randperm: n is -1: must not be negative");
  }

  @Test
  void raggedArrays() {
    assertIllegal(
        () -> Tensor.of((Object) new float[][] {{1, 2}, {3}}),
        "of: row 0 has shape (2) and row 1 has (1): must be equal");
    assertIllegal(
        () -> Tensor.of((Object) new float[][][] {{{1}, {2}}, {{3}}}),
        "of: row 0 has shape (2, 1) and row 1 has (1, 1): must be equal");
    assertIllegal(
        () -> Tensor.of((Object) new float[][] {{1, 2}, {}}),
        "of: row 0 has shape (2) and row 1 has (0): must be equal");
    assertIllegal(
        () -> Tensor.of((Object) new float[][] {{1, 2}, null}),
        "of: row 1 is null: must be an array or a number");
    assertIllegal(
        () -> Tensor.of((Object) new long[2][]), "of: row 0 is null: must be an array or a number");
    assertIllegal(
        () -> Tensor.of("text"),
        "of: a java.lang.String: must be a number or a nested array of float, double, "
            + "int, long or boolean");
    assertIllegal(
        () -> Tensor.of((Object) new char[] {'a'}),
        "of: a char[]: must be a number or a nested array of float, double, int, long "
            + "or boolean");
    assertIllegal(
        () -> Tensor.of((Object) new String[] {"a"}),
        "of: a java.lang.String: must be a number or a nested array of float, double, "
            + "int, long or boolean");
    assertIllegal(
        () -> Tensor.of((Object) new Object[] {new float[] {1}, new long[] {1, 2}}),
        "of: row 0 has shape (1) and row 1 has (2): must be equal");
    assertIllegal(
        () -> Tensor.of((Object) new Object[] {1.0, new float[] {1}}),
        "of: row 0 has shape () and row 1 has (1): must be equal");
    assertIllegal(
        () -> Tensor.of((Object) new short[] {1}),
        "of: a short[]: must be a number or a nested array of float, double, int, long "
            + "or boolean");
    assertIllegal(
        () -> Tensor.of((Object) new String[0]),
        "of: a java.lang.String: must be a number or a nested array of float, double, "
            + "int, long or boolean");
  }

  @Test
  void joinsAndParts() {
    assertIllegal(() -> Tensor.cat(0), "cat: no tensors: must have one at least");
    assertIllegal(() -> Tensor.cat(List.of(), 0), "cat: no tensors: must have one at least");
    assertIllegal(
        () -> Tensor.cat(0, f, zeros(2, 4)),
        "cat: (2, 3) and (2, 4) along dimension 0: the other sizes must be equal");
    assertIllegal(
        () -> Tensor.cat(1, f, zeros(3, 3)),
        "cat: (2, 3) and (3, 3) along dimension 1: the other sizes must be equal");
    assertIllegal(
        () -> Tensor.cat(0, f, v),
        "cat: (2, 3) and (3) along dimension 0: the other sizes must be equal");
    assertIllegal(() -> Tensor.cat(0, s, s), "cat: a single number has no dimension: use stack");
    assertIllegal(
        () -> Tensor.cat(0, f, s),
        "cat: (2, 3) and () along dimension 0: the other sizes must be equal");
    assertIllegal(() -> Tensor.stack(0), "stack: no tensors: must have one at least");
    assertIllegal(() -> Tensor.stack(List.of(), 0), "stack: no tensors: must have one at least");
    assertIllegal(() -> Tensor.stack(0, f, v), "stack: shapes are (2, 3) and (3): must be equal");
    assertIllegal(
        () -> Tensor.stack(0, f, f.t()), "stack: shapes are (2, 3) and (3, 2): must be equal");
    assertIllegal(() -> f.split(0, 0), "split: size is 0: must be positive");
    assertIllegal(() -> f.split(-1, 0), "split: size is -1: must be positive");
    assertIllegal(
        () -> f.split(ints(1, 2), 0),
        "split: sizes (1, 2) add up to 3: must be 2, the size of dimension 0");
    assertIllegal(
        () -> f.split(ints(3, -1), 0), "split: sizes (3, -1) have -1: must not be negative");
    assertIllegal(
        () -> f.split(ints(), 0),
        "split: sizes () add up to 0: must be 2, the size of dimension 0");
    assertIllegal(
        () -> f.split(ints(2147483647, 2147483647), 0),
        "split: sizes (2147483647, 2147483647) add up to 4294967294: must be 2, the "
            + "size of dimension 0");
    assertOutOfBounds(
        () -> s.split(1, 0), "split: a single number has no dimension 0: must have one at least");
    assertOutOfBounds(
        () -> s.split(ints(1), 0),
        "split: a single number has no dimension 0: must have one at least");
    assertIllegal(() -> f.chunk(0, 0), "chunk: chunks is 0: must be positive");
    assertIllegal(() -> f.chunk(-1, 0), "chunk: chunks is -1: must be positive");
    assertOutOfBounds(
        () -> s.chunk(1, 0), "chunk: a single number has no dimension 0: must have one at least");
    assertOutOfBounds(
        () -> s.unbind(0), "unbind: a single number has no dimension 0: must have one at least");
  }

  @Test
  void extremesOfNothing() {
    assertIllegal(() -> e.max(), "max: over no elements of shape (0, 3): must have one at least");
    assertIllegal(() -> e.min(), "min: over no elements of shape (0, 3): must have one at least");
    assertIllegal(() -> e.amax(), "amax: over no elements of shape (0, 3): must have one at least");
    assertIllegal(() -> e.amin(), "amin: over no elements of shape (0, 3): must have one at least");
    assertIllegal(
        () -> e.argmax(), "argmax: over no elements of shape (0, 3): must have one at least");
    assertIllegal(
        () -> e.argmin(), "argmin: over no elements of shape (0, 3): must have one at least");
    assertIllegal(() -> e.max(0), "max: over no elements of shape (0, 3): must have one at least");
    assertIllegal(() -> e.min(0), "min: over no elements of shape (0, 3): must have one at least");
    assertIllegal(
        () -> e.amax(0), "amax: over no elements of shape (0, 3): must have one at least");
    assertIllegal(
        () -> e.amin(0), "amin: over no elements of shape (0, 3): must have one at least");
    assertIllegal(
        () -> e.argmax(0), "argmax: over no elements of shape (0, 3): must have one at least");
    assertIllegal(
        () -> e.argmin(0), "argmin: over no elements of shape (0, 3): must have one at least");
    assertIllegal(
        () -> e.norm(Double.POSITIVE_INFINITY),
        "norm: over no elements of shape (0, 3): must have one at least");
    assertIllegal(
        () -> e.norm(Double.NEGATIVE_INFINITY),
        "norm: over no elements of shape (0, 3): must have one at least");
    assertIllegal(
        () -> e.norm(Double.POSITIVE_INFINITY, ints(0), false),
        "norm: over no elements of shape (0, 3): must have one at least");
    assertIllegal(
        () -> e.to(INT64).max(), "max: over no elements of shape (0, 3): must have one at least");
    assertIllegal(
        () -> e.to(INT64).argmin(0),
        "argmin: over no elements of shape (0, 3): must have one at least");
    assertIllegal(
        () -> e.to(BOOL).amax(), "amax: over no elements of shape (0, 3): must have one at least");
    assertIllegal(
        () -> e.to(BOOL).max(0), "max: over no elements of shape (0, 3): must have one at least");
  }

  @Test
  void resultsOfTooManyElements() {
    assertIllegal(
        () -> zeros(65536, 65536, 0).flatten(0, 1),
        "flatten: (65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> zeros(65536, 65536, 0).sum(2),
        "sum: (65536, 65536, 1) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> zeros(65536, 65536, 0).mean(2),
        "mean: (65536, 65536, 1) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> zeros(65536, 1).matmul(zeros(1, 65536)),
        "matmul: (65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> zeros(2, 65536, 1).matmul(zeros(1, 65536)),
        "matmul: (2, 65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> zeros(2, 65536, 1).matmul(zeros(2, 1, 65536)),
        "matmul: (2, 65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> zeros(2, 65536, 1).bmm(zeros(2, 1, 65536)),
        "bmm: (2, 65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> zeros(1).addmm(zeros(65536, 1), zeros(1, 65536)),
        "addmm: (65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> zeros(1, 65536).get(Tensor.zeros(Shape.of(65536), INT64)),
        "get: (65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> zeros(1, 65536).indexSelect(0, Tensor.zeros(Shape.of(65536), INT64)),
        "indexSelect: (65536, 65536) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> Tensor.cat(0, zeros(1).expand(2147483639), zeros(1)),
        "cat: dimension 0 would have size 2147483640: a tensor holds at most 2147483639");
    assertIllegal(
        () -> Tensor.stack(0, zeros(1).expand(2147483639), zeros(1).expand(2147483639)),
        "stack: (2, 2147483639) has too many elements: a tensor holds at most 2147483639");
    assertIllegal(
        () -> Tensor.where(b.get("0, 0"), zeros(65536, 1), zeros(65536)),
        "where: (65536, 65536) has too many elements: a tensor holds at most 2147483639");
  }
}
