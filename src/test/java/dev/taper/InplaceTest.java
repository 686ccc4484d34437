package dev.taper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class InplaceTest {
  private static Tensor leaf(double... values) {
    return Tensor.of(values).requiresGrad_();
  }

  private static void assertValues(Tensor actual, double... expected) {
    assertArrayEquals(Tensor.of(expected).toFloatArray(), actual.toFloatArray());
  }

  @Test
  void eachWritesAndReturnsTheTensor() {
    Tensor x = Tensor.of(1.0, -4.0);
    assertSame(x, x.add_(1));
    assertValues(x, 2, -3);
    assertValues(x.sub_(Tensor.of(1.0, 1.0)), 1, -4);
    assertValues(x.mul_(2), 2, -8);
    assertValues(x.div_(4), 0.5, -2);
    assertValues(x.abs_(), 0.5, 2);
    assertValues(x.neg_(), -0.5, -2);
    assertValues(x.clamp_(-1, 0), -0.5, -1);
    assertValues(x.pow_(2), 0.25, 1);
    assertValues(x.sqrt_(), 0.5, 1);
    assertValues(x.reciprocal_(), 2, 1);
    assertValues(x.fill_(4), 4, 4);
    assertValues(x.rsqrt_(), 0.5, 0.5);
    assertValues(x.zero_(), 0, 0);
    assertValues(x.exp_(), 1, 1);
    assertValues(x.log_(), 0, 0);
    assertValues(x.sigmoid_(), 0.5, 0.5);
    assertValues(x.copy_(Tensor.of(3)), 3, 3);
    assertValues(x.sub_(3).tanh_(), 0, 0);
    assertValues(x.sub_(1).relu_(), 0, 0);
    assertValues(x.add_(Tensor.of(2.0, 4.0), 0.5), 1, 2);
    assertValues(x.sub_(Tensor.of(2.0, 4.0), 0.25), 0.5, 1);
    assertEquals(23, x.version());
  }

  @Test
  void aLeafThatRequiresAGradientIsNotWrittenTo() {
    Tensor x = leaf(1, 2);
    IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> x.add_(1));
    assertEquals(
        "add_: a leaf of shape (2) requires a gradient: change it in a noGrad scope",
        thrown.getMessage());
    assertEquals(
        "zero_: a view of a leaf of shape (2) that requires a gradient: change it in a noGrad"
            + " scope",
        assertThrows(IllegalStateException.class, () -> x.get("0").zero_()).getMessage());
    assertThrows(IllegalStateException.class, () -> x.set("0", 5));
    assertThrows(IllegalStateException.class, () -> x.uniform_(0, 1));
    assertValues(x, 1, 2);
    Autograd.noGrad(() -> x.add_(1));
    assertValues(x, 2, 3);
    assertTrue(x.isLeaf());
  }

  @Test
  void oneNumberMayGoIntoAnExpandedTensor() {
    Tensor column = Tensor.of(1.0, 2.0).view(2, 1);
    Tensor wide = column.expand(2, 3);
    assertSame(wide, wide.fill_(5));
    assertValues(column, 5, 5);
    assertValues(wide.select(0, 1).zero_(), 0, 0, 0);
    assertValues(column, 5, 0);
    assertEquals(2, column.version());
    assertValues(Tensor.zeros(0, 1).expand(0, 3).fill_(1));
  }

  @Test
  void aNumberInAnExpandedResultTakesItsPlaceOnTheTape() {
    Tensor x = leaf(3, 4);
    Tensor y = x.mul(2).view(2, 1);
    Tensor wide = y.expand(2, 3);
    wide.select(0, 0).fill_(1);
    assertValues(wide, 1, 1, 1, 8, 8, 8);
    wide.sum().add(y.sum()).backward();
    assertValues(x.grad(), 0, 8);
    assertThrows(IllegalStateException.class, () -> x.expand(3, 2).zero_());
    assertValues(x, 3, 4);
  }

  @Test
  void gradientsGoThroughAWriteIntoAResult() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(3);
    y.mul_(y);
    assertValues(y, 9, 36);
    y.log_();
    assertEquals("LogBackward0", y.gradFn().name());
    Tensor z = y.exp_().sum();
    z.backward();
    assertEquals(18, x.grad().get(0).item(), 1e-3);
    assertEquals("ExpBackward0", y.gradFn().name());
  }

  @Test
  void aResultThatAGradientNeedsMustStay() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(1);
    y.exp_();
    y.mul_(2);
    assertEquals(
        "backward: a tensor of shape (2) saved by ExpBackward0 was modified by mul_: it is at"
            + " version 2 and 1 is needed",
        assertThrows(IllegalStateException.class, () -> y.sum().backward()).getMessage());
    for (UnaryOperator<Tensor> op :
        List.<UnaryOperator<Tensor>>of(
            Tensor::sqrt_, Tensor::rsqrt_, Tensor::sigmoid_, Tensor::tanh_, Tensor::relu_)) {
      Tensor z = op.apply(x.mul(1));
      Tensor sum = z.mul(1).sum();
      Autograd.noGrad(z::zero_);
      assertThrows(IllegalStateException.class, sum::backward);
    }
    // What needs its input, or nothing, does not mind.
    x.setGrad(null);
    x.mul(2).add_(1).log_().mul_(3).sum().backward();
    assertValues(x.grad(), 2, 1.2f);
  }

  @Test
  void aResultWrittenInPlaceIsSavedOnceAndServesTwice() {
    Tensor x = leaf(0, 1);
    Tensor y = x.mul(1);
    Tensor before = y.view(2, 1);
    y.tanh_();
    float t = y.get(1).toFloatArray()[0];
    y.retainGrad();
    Tensor first =
        Autograd.grad(y.mul(y).sum(), List.of(x), GradOptions.options().createGraph(true))
            .getFirst();
    double slope = 1 - t * t;
    before.sum().backward(GradOptions.options().retainGraph(true));
    assertEquals(slope, x.grad().get(1).item(), 1e-6);
    assertEquals(2 * t * slope, first.get(1).item(), 1e-6);
    double second = 2 * slope * slope - 4 * t * t * slope;
    assertEquals(second, Autograd.grad(first.sum(), x).get(1).item(), 1e-5);
    Tensor transposed = leaf(1, 2, 3, 4, 5, 6).view(2, 3).t().mul(1);
    transposed.exp_().sum().backward();
  }

  @Test
  void aResultWrittenIntoAViewIsKeptApart() {
    Tensor x = leaf(0, 1);
    Tensor y = x.mul(1);
    y.get("0").exp_();
    y.mul_(3);
    y.sum().backward();
    assertValues(x.grad(), 3, 3);
  }

  @Test
  void aConstantWrittenToCarriesTheGradientOfWhatWasWritten() {
    Tensor x = leaf(1, 2);
    Tensor y = Tensor.zeros(2);
    y.add_(x).mul_(3);
    assertTrue(y.requiresGrad());
    y.sum().backward();
    assertValues(x.grad(), 3, 3);
  }

  @Test
  void aWriteIntoAViewIsAWriteIntoItsBase() {
    Tensor x = leaf(1, 2, 3);
    Tensor y = x.mul(1);
    Tensor view = y.narrow(0, 1, 2);
    view.mul_(10);
    assertValues(y, 1, 20, 30);
    y.mul(Tensor.of(1.0, 2.0, 3.0)).sum().backward();
    assertValues(x.grad(), 1, 20, 30);
    assertEquals("CopySlices", y.gradFn().name());
  }

  @Test
  void otherViewsSeeTheWriteOnTheTapeToo() {
    Tensor x = leaf(1, 2, 3, 4);
    Tensor y = x.mul(1);
    Tensor all = y.view(2, 2);
    Tensor first = all.select(0, 0);
    y.get("0").mul_(5);
    assertValues(first, 5, 2);
    first.mul(first).sum().backward();
    assertValues(x.grad(), 50, 4, 0, 0);
  }

  @Test
  void aWrittenViewKeepsItsPlace() {
    Tensor x = leaf(1, 2, 3);
    Tensor y = x.mul(2);
    Tensor view = y.narrow(0, 0, 2);
    view.mul_(view);
    assertValues(view, 4, 16);
    view.sum().add(y.sum()).backward();
    assertValues(x.grad(), 16, 32, 2);
  }

  @Test
  void aWriteIntoAViewOfAConstant() {
    Tensor x = leaf(5, 6);
    Tensor y = Tensor.zeros(2, 2);
    y.get("1").copy_(x);
    assertTrue(y.requiresGrad());
    y.mul(Tensor.of(new float[][] {{1, 2}, {3, 4}})).sum().backward();
    assertValues(x.grad(), 3, 4);
  }

  @Test
  void secondDerivativesThroughAWriteIntoAView() {
    Tensor x = leaf(2, 3);
    Tensor y = x.mul(x);
    y.get("0").mul_(x.get("0"));
    Tensor first =
        Autograd.grad(y.sum(), List.of(x), GradOptions.options().createGraph(true)).getFirst();
    assertValues(first, 12, 6);
    assertValues(Autograd.grad(first.sum(), x), 12, 2);
  }

  @Test
  void theOverwrittenValueGetsNoGradient() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(3);
    y.set("0", 0);
    y.sum().backward();
    assertValues(x.grad(), 0, 3);
    Tensor z = x.mul(3);
    z.zero_();
    assertTrue(z.requiresGrad());
    z.sum().backward();
    assertValues(x.grad(), 0, 3);
  }

  @Test
  void indexedWritesCarryGradients() {
    Tensor x = leaf(1, 2, 3);
    Tensor values = leaf(7, 8);
    Tensor y = x.mul(2);
    y.set(Tensor.of(2, 0), values);
    assertValues(y, 8, 4, 7);
    y.mul(Tensor.of(1.0, 10.0, 100.0)).sum().backward();
    assertValues(x.grad(), 0, 20, 0);
    assertValues(values.grad(), 100, 1);
  }

  @Test
  void indexAddCountsRepeatedIndices() {
    Tensor values = leaf(1, 2, 4);
    Tensor y = Tensor.zeros(2);
    y.indexAdd_(List.of(Index.of(Tensor.of(1, 0, 1))), values);
    assertValues(y, 2, 5);
    y.mul(y).sum().backward();
    assertValues(values.grad(), 10, 4, 10);
  }

  @Test
  void anOperandMayShareTheMemoryWrittenTo() {
    Tensor x = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    x.add_(x.t());
    assertArrayEquals(new float[] {2, 5, 5, 8}, x.toFloatArray());
    Tensor y = Tensor.arange(5.0);
    y.narrow(0, 1, 4).copy_(y.narrow(0, 0, 4));
    assertValues(y, 0, 0, 1, 2, 3);
    Tensor z = Tensor.of(2.0, 3.0);
    assertValues(z.mul_(z), 4, 9);
    assertValues(z.sub_(z.get("0")), 0, 5);
  }

  @Test
  void theResultMustFitIntoTheTensor() {
    Tensor x = Tensor.zeros(1, 3);
    assertEquals(
        "add_: the result has shape (2, 3) and the tensor (1, 3): it can not grow in place",
        assertThrows(IllegalArgumentException.class, () -> x.add_(Tensor.ones(2, 3))).getMessage());
    assertEquals(
        "mul_: the result is FLOAT32 and the tensor INT64: convert it first",
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(1, 2).mul_(0.5)).getMessage());
    assertEquals(
        "copy_: (4) into (1, 3): must broadcast to it",
        assertThrows(IllegalArgumentException.class, () -> x.copy_(Tensor.ones(4))).getMessage());
    assertArrayEquals(new float[3], x.toFloatArray());
    assertEquals(0, x.version());
  }

  @Test
  void elementsThatOverlapAreNotWrittenTo() {
    Tensor x = Tensor.zeros(1, 3).expand(2, 3);
    assertEquals(
        "add_: elements of shape (2, 3) lie on the same memory in dimension 0: clone it first",
        assertThrows(IllegalArgumentException.class, () -> x.add_(1)).getMessage());
  }

  @Test
  void integersAndMasksAreWrittenInTheirOwnKind() {
    Tensor x = Tensor.of(1, 2);
    assertArrayEquals(new long[] {4, 5}, x.add_(3).toLongArray());
    assertArrayEquals(new long[] {8, 10}, x.mul_(Tensor.of(2)).toLongArray());
    assertArrayEquals(new long[] {7, 7}, x.fill_(7).toLongArray());
    assertArrayEquals(new long[] {1, 2}, x.copy_(Tensor.of(1.9, 2.1)).toLongArray());
    Tensor mask = Tensor.of(true, false);
    assertArrayEquals(new boolean[] {true, true}, mask.fill_(1).toBooleanArray());
    assertFalse(mask.zero_().any().itemBoolean());
  }

  @Test
  void maskedFillInPlace() {
    Tensor x = Tensor.of(1.0, 2.0, 3.0);
    x.maskedFill_(x.gt(1), -1);
    assertValues(x, 1, -1, -1);
  }

  @Test
  void aMultipleIsAddedInOnePassAsInTwo() {
    for (int n : new int[] {1, 17, 1023, 1025, 2100, 300_001}) {
      Tensor x = Tensor.randn(n + 3).narrow(0, 3, n);
      Tensor y = Tensor.randn(n + 1).narrow(0, 1, n);
      Tensor product = y.mul(-0.7);
      Tensor sum = x.add(product);
      Tensor difference = x.sub(product);
      Tensor z = x.clone();
      assertArrayEquals(difference.toFloatArray(), z.sub_(y, -0.7).toFloatArray());
      assertArrayEquals(sum.toFloatArray(), x.add_(y, -0.7).toFloatArray());
    }
    Tensor matrix = Tensor.zeros(2, 3);
    assertValues(matrix.add_(Tensor.of(1.0, 2.0, 3.0), 2).flatten(), 2, 4, 6, 2, 4, 6);
    assertValues(matrix.t().sub_(Tensor.ones(3, 2), 2).t().flatten(), 0, 2, 4, 0, 2, 4);
    assertValues(matrix.add_(matrix, 3).flatten(), 0, 8, 16, 0, 8, 16);
    assertEquals(3, matrix.version());
  }

  @Test
  void aMultipleIsRecorded() {
    Tensor x = leaf(1, 2);
    Tensor y = leaf(3, 4);
    x.clone().add_(y, 5).sum().backward();
    assertValues(x.grad(), 1, 1);
    assertValues(y.grad(), 5, 5);
  }

  @Test
  void aMultipleThatDoesNotFitIsRefused() {
    assertEquals(
        "add_: (2) and (3) do not broadcast: 2 is not 3",
        assertThrows(IllegalArgumentException.class, () -> Tensor.ones(2).add_(Tensor.ones(3), 2))
            .getMessage());
    assertEquals(
        "sub_: a leaf of shape (2) requires a gradient: change it in a noGrad scope",
        assertThrows(IllegalStateException.class, () -> leaf(1, 2).sub_(Tensor.ones(2), 2))
            .getMessage());
  }
}
