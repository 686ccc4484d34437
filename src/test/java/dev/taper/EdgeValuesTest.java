package dev.taper;

import static dev.taper.DType.BOOL;
import static dev.taper.DType.FLOAT32;
import static dev.taper.DType.INT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What PyTorch gives of nothing, of single numbers, of NaN and of infinities. */
class EdgeValuesTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  private static void values(Tensor y, Shape shape, float... values) {
    assertEquals(FLOAT32, y.dtype());
    assertEquals(shape, y.shape());
    assertArrayEquals(values, y.toFloatArray());
  }

  private static void truths(Tensor y, boolean... values) {
    assertEquals(BOOL, y.dtype());
    assertArrayEquals(values, y.toBooleanArray());
  }

  private static void integers(Tensor y, long... values) {
    assertEquals(INT64, y.dtype());
    assertArrayEquals(values, y.toLongArray());
  }

  @Test
  void gradientsOfClampWhereBoundsMeetAndCross() {
    Tensor x = Tensor.of(-1f, 0f, 1f, 2f, 3f, NAN, 1f, 1f).requiresGrad_(true);
    Tensor low = Tensor.of(0f, 0f, 1f, 1f, 1f, 0f, 2f, 1f).requiresGrad_(true);
    Tensor high = Tensor.of(0f, 0f, 1f, 2f, 2f, 1f, 0f, 1f).requiresGrad_(true);
    Tensor y = x.clamp(low, high);
    values(y.detach(), Shape.of(8), 0, 0, 1, 2, 2, NAN, 0, 1);
    y.sum().backward();
    values(x.grad(), Shape.of(8), 0, 1, 1, 1, 0, 0, 0, 1);
    values(low.grad(), Shape.of(8), 0, 0, 0, 0, 0, 0, 0, 0);
    values(high.grad(), Shape.of(8), 0, 0, 0, 0, 1, 0, 1, 0);
  }

  @Test
  void reductionsOfNothing() {
    Tensor e = Tensor.zeros(0, 3);
    values(e.sum(), Shape.of(), 0);
    values(e.sum(0), Shape.of(3), 0, 0, 0);
    values(e.sum(1), Shape.of(0));
    values(e.prod(), Shape.of(), 1);
    values(e.prod(0), Shape.of(3), 1, 1, 1);
    values(e.mean(), Shape.of(), NAN);
    values(e.mean(0), Shape.of(3), NAN, NAN, NAN);
    values(e.mean(1), Shape.of(0));
    values(e.var(), Shape.of(), NAN);
    values(e.std(1), Shape.of(0));
    values(e.norm(), Shape.of(), 0);
    values(e.norm(0.5), Shape.of(), 0);
    values(e.norm(INF, new int[] {1}, false), Shape.of(0));
    truths(e.any(), false);
    truths(e.all(), true);
    truths(e.any(0), false, false, false);
    values(e.amax(1), Shape.of(0));
    values(e.max(1).values(), Shape.of(0));
    integers(e.argmax(1));
    integers(e.to(INT64).sum(), 0);
  }

  @Test
  void opsOnNothing() {
    Tensor e = Tensor.zeros(0, 3);
    values(e.add(Tensor.ones(3)), Shape.of(0, 3));
    values(e.exp(), Shape.of(0, 3));
    values(e.view(-1), Shape.of(0));
    values(e.t().matmul(e), Shape.of(3, 3), 0, 0, 0, 0, 0, 0, 0, 0, 0);
    values(e.matmul(Tensor.ones(3, 2)), Shape.of(0, 2));
    values(Tensor.cat(0, e, Tensor.ones(1, 3)), Shape.of(1, 3), 1, 1, 1);
    values(Tensor.cat(0, Tensor.zeros(0), Tensor.of(new long[] {1})), Shape.of(1), 1);
    assertEquals(1, e.split(2, 0).size());
    assertEquals(3, e.chunk(3, 0).size());
    assertEquals(0, e.unbind(0).size());
    values(e.get(Tensor.zeros(Shape.of(0), INT64)), Shape.of(0, 3));
    values(e.get(":, 0"), Shape.of(0));
    values(e.t().get(Tensor.of(new long[] {2, 0})), Shape.of(2, 0));
    values(e.get(Index.all(), Index.of(Tensor.of(new long[] {2, 0}))), Shape.of(0, 2));
    Tensor x = Tensor.ones(2, 3);
    x.set(List.of(Index.of(Tensor.of(new long[] {1})), Index.slice(3, 3)), 5);
    values(x, Shape.of(2, 3), 1, 1, 1, 1, 1, 1);
    values(Tensor.ones(3).slice(0, 2, 2, 1).expand(4, 0).add_(1), Shape.of(4, 0));
  }

  @Test
  void gradientsOfNothing() {
    Tensor e = Tensor.zeros(0, 3).requiresGrad_();
    e.get(Index.all(), Index.of(Tensor.of(new long[] {2, 0}))).sum().add(e.prod()).backward();
    Tensor grad = e.grad();
    assertTrue(grad != null && grad.shape().equals(Shape.of(0, 3)));
  }

  @Test
  void singleNumbersHaveDimensionZeroForReductions() {
    Tensor s = Tensor.scalar(7.0);
    values(s.sum(0), Shape.of(), 7);
    values(s.sum(new int[] {-1}, true), Shape.of(), 7);
    values(s.max(-1).values(), Shape.of(), 7);
    integers(s.argmax(0), 0);
    values(s.prod(-1), Shape.of(), 7);
    values(s.squeeze(0), Shape.of(), 7);
    values(s.transpose(0, -1), Shape.of(), 7);
    values(s.flatten(), Shape.of(1), 7);
    values(s.unsqueeze(-1), Shape.of(1), 7);
    values(s.var(), Shape.of(), NAN);
    values(s.get("..."), Shape.of(), 7);
    values(s.get("None"), Shape.of(1), 7);
    values(s.get(Tensor.scalar(true)), Shape.of(1), 7);
    values(s.get(Tensor.scalar(false)), Shape.of(0));
    values(Tensor.stack(-1, s, s), Shape.of(2), 7, 7);
    assertEquals(7, s.item());
    assertEquals(7, s.itemLong());
  }

  @Test
  void nanWinsAndInfinitiesStay() {
    Tensor x = Tensor.of(1, NAN, -INF, INF, NAN);
    values(x.max(), Shape.of(), NAN);
    values(x.min(), Shape.of(), NAN);
    values(x.amax(0), Shape.of(), NAN);
    values(x.max(0).values(), Shape.of(), NAN);
    integers(x.max(0).indices(), 1);
    integers(x.argmax(), 1);
    integers(x.argmin(), 1);
    values(x.sum(), Shape.of(), NAN);
    values(Tensor.of(INF, -INF).sum(), Shape.of(), NAN);
    values(x.relu(), Shape.of(5), 1, NAN, 0, INF, NAN);
    values(x.clamp(-1, 2), Shape.of(5), 1, NAN, -1, 2, NAN);
    values(Tensor.of(2f, 3f).clamp(NAN, 1), Shape.of(2), NAN, NAN);
    values(Tensor.of(2f, 0f).clamp(3, 1), Shape.of(2), 1, 1);
    values(x.maximum(Tensor.of(0f)), Shape.of(5), 1, NAN, 0, INF, NAN);
    values(x.minimum(Tensor.of(0f)), Shape.of(5), 0, NAN, -INF, 0, NAN);
    values(x.sign(), Shape.of(5), 1, 0, -1, 1, 0);
    values(x.abs(), Shape.of(5), 1, NAN, INF, INF, NAN);
    Tensor mask = x.gt(0);
    values(Tensor.where(mask, x, 0), Shape.of(5), 1, 0, 0, INF, 0);
    values(x.maskedFill(x.isnan(), 9), Shape.of(5), 1, 9, -INF, INF, 9);
    values(x.norm(INF), Shape.of(), NAN);
    values(Tensor.of(NAN, 2f).pow(0), Shape.of(2), 1, 1);
    values(Tensor.of(-INF).rsub(1), Shape.of(), INF);
    values(Tensor.of(0f, -1f).log(), Shape.of(2), -INF, NAN);
    values(Tensor.of(-1f, 0f).rsqrt(), Shape.of(2), NAN, INF);
  }

  @Test
  void comparisonsWithNan() {
    Tensor x = Tensor.of(1, NAN, -INF, INF);
    truths(x.eq(x), true, false, true, true);
    truths(x.ne(x), false, true, false, false);
    truths(x.lt(2), true, false, true, false);
    truths(x.ge(NAN), false, false, false, false);
    truths(x.isnan(), false, true, false, false);
    truths(x.isinf(), false, false, true, true);
    truths(x.isfinite(), true, false, false, false);
    truths(x.logicalNot(), false, false, false, false);
    truths(x.to(BOOL), true, true, true, true);
    assertEquals(false, x.equal(x));
    assertTrue(Tensor.of(INF, 1f).allclose(Tensor.of(INF, 1f)));
    assertEquals(false, Tensor.of(INF).allclose(Tensor.of(1f)));
    assertEquals(false, Tensor.of(NAN).allclose(Tensor.of(NAN)));
    assertTrue(Tensor.of(true, false).allclose(Tensor.of(true, false)));
  }

  @Test
  void truthValuesAmongNumbers() {
    Tensor b = Tensor.of(true, false);
    truths(b.add(b), true, false);
    truths(b.mul(b), true, false);
    truths(b.sign(), true, false);
    truths(b.maximum(b), true, false);
    truths(b.isinf(), false, false);
    integers(b.sum(), 1);
    integers(b.pow(2L), 1, 0);
    integers(b.square(), 1, 0);
    integers(b.clamp(0, 1), 1, 0);
    integers(b.add(1L), 2, 1);
    values(b.exp().log(), Shape.of(2), 1, 0);
    truths(Tensor.of(true, true).fill_(NAN), true, true);
  }

  @Test
  void integersKeepEveryBit() {
    long large = (1L << 53) + 2;
    Tensor x = Tensor.of(new long[] {1, 2});
    integers(x.set("0", (double) large), large, 2);
    integers(x.set(Tensor.of(false, true), (double) large), large, large);
    integers(x.maskedFill(Tensor.of(true, false), 1L << 40), 1L << 40, large);
    integers(x.maskedFill_(Tensor.of(true, false), 0.5), 0, large);
    Tensor powers = Tensor.of(new long[] {1, -1, -1, 2});
    integers(powers.pow(Tensor.of(new long[] {-2, -2, -3, -2})), 1, 1, -1, 0);
  }

  @Test
  void valuesWithOnesInFrontAreWrittenAsInTorch() {
    Tensor x = Tensor.zeros(2, 3);
    x.set("0", Tensor.ones(1, 1, 3));
    x.set("1, 0", Tensor.ones(1));
    x.set(Tensor.of(new long[] {1}), Tensor.full(Shape.of(1, 1, 3), 2.0));
    values(x, Shape.of(2, 3), 1, 1, 1, 2, 2, 2);
  }

  @Test
  void gradientsWithNanAndBeyondTheCorrection() {
    Tensor a = Tensor.of(NAN, 1f).requiresGrad_();
    Tensor b = Tensor.of(0f, 1f).requiresGrad_();
    a.minimum(b).sum().backward();
    assertGrad(a, 1, 0.5f);
    assertGrad(b, 1, 0.5f);
    Tensor x = Tensor.of(NAN, -2f).requiresGrad_();
    x.abs().sum().backward();
    assertGrad(x, 0, -1);
    Tensor w = Tensor.of(-1f, 4f).requiresGrad_();
    w.clampMin(0).sqrt().sum().backward();
    assertGrad(w, 0, 0.25f);
    Tensor z = Tensor.of(-1f, 4f).requiresGrad_();
    z.maximum(Tensor.zeros(2)).sqrt().sum().backward();
    assertGrad(z, 0, 0.25f);
    Tensor y = Tensor.of(1f, 2f).requiresGrad_();
    y.var(new int[] {0}, 3, false).backward();
    assertGrad(y, 1, -1);
  }

  @Test
  void aMaskThatChangesAfterWhereIsNoticed() {
    Tensor x = Tensor.ones(2).requiresGrad_();
    Tensor mask = Tensor.of(true, false);
    Tensor y = Tensor.where(mask, x, 0).sum();
    mask.fill_(0);
    String message = assertThrows(IllegalStateException.class, y::backward).getMessage();
    assertEquals(
        "backward: a tensor of shape (2) saved by WhereBackward0 was modified by fill_: it is at"
            + " version 1 and 0 is needed",
        message);
  }

  @Test
  void retainedGradientsAddUp() {
    Tensor x = Tensor.ones(2).requiresGrad_();
    Tensor y = x.mul(2).retainGrad();
    Tensor z = y.sum();
    z.backward(GradOptions.options().retainGraph(true));
    z.backward();
    assertGrad(y, 2, 2);
    assertGrad(x, 4, 4);
  }

  @Test
  void noGradientGoesBackThroughNumbersDrawnAnew() {
    Tensor x = Tensor.ones(3).requiresGrad_();
    Tensor y = x.mul(2);
    Tensor part = y.get("1:");
    part.uniform_(5, 6);
    y.sum().backward();
    assertGrad(x, 2, 0, 0);
    assertTrue(y.get("1").item() >= 5);
  }

  @Test
  void resultsKeepTheOrderOfMemory() {
    Tensor x = Tensor.arange(6.0).view(2, 3).t();
    for (Tensor y : List.of(x.gt(2), x.to(INT64), x.logicalNot(), x.to(INT64).add(1L), x.exp())) {
      assertEquals(1, y.stride(0));
      assertEquals(3, y.stride(1));
    }
    assertTrue(x.indexSelect(1, Tensor.of(new long[] {1, 0})).isContiguous());
    truths(x.gt(2), false, true, false, true, false, true);
  }

  private static void assertGrad(Tensor x, float... values) {
    Tensor grad = x.grad();
    assertTrue(grad != null);
    assertArrayEquals(values, grad.toFloatArray(), 1e-6f);
  }
}
