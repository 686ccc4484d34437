package dev.taper.nnf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.taper.DType;
import dev.taper.Shape;
import dev.taper.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LossesTest {
  private static final Tensor SCORES = Tensor.of(new float[] {1, 2, 3, 4, 0, -1}, Shape.of(2, 3));

  private static final CrossEntropyOptions CROSS = CrossEntropyOptions.options();

  private static void assertFails(
      Class<? extends RuntimeException> type, String message, Executable call) {
    assertEquals(message, assertThrows(type, call).getMessage());
  }

  private static void assertRefused(String message, Executable call) {
    assertFails(IllegalArgumentException.class, message, call);
  }

  @Test
  void meanIsTheDefaultReduction() {
    Tensor x = Tensor.of(1f, 3f);
    Tensor t = Tensor.of(0f, 1f);
    assertEquals(2.5, Losses.mseLoss(x, t).item());
    assertEquals(1.5, Losses.l1Loss(x, t).item());
    assertEquals(5, Losses.mseLoss(x, t, Reduction.SUM).item());
    assertEquals(3, Losses.l1Loss(x, t, Reduction.SUM).item());
    assertTrue(Losses.mseLoss(x, t, Reduction.NONE).equal(Tensor.of(1f, 4f)));
    assertTrue(Losses.l1Loss(x, t, Reduction.NONE).equal(Tensor.of(1f, 2f)));
  }

  @Test
  void shapesThatDifferBroadcast() {
    Tensor column = Tensor.of(new float[] {0, 1}, Shape.of(2, 1));
    Tensor row = Tensor.of(1f, 2f, 3f);
    assertEquals(Shape.of(2, 3), Losses.mseLoss(column, row, Reduction.NONE).shape());
    assertEquals((1 + 4 + 9 + 0 + 1 + 4) / 6.0, Losses.mseLoss(column, row).item(), 1e-6);
    assertEquals(1.5, Losses.l1Loss(column, row).item(), 1e-6);
  }

  @Test
  void theMeanOfNothingIsNotANumber() {
    Tensor none = Tensor.zeros(0, 3);
    Tensor noTarget = Tensor.zeros(Shape.of(0), DType.INT64);
    assertTrue(Double.isNaN(Losses.mseLoss(none, none).item()));
    assertTrue(Double.isNaN(Losses.nllLoss(none, noTarget).item()));
    assertTrue(Double.isNaN(Losses.crossEntropy(none, noTarget).item()));
    assertTrue(Double.isNaN(Losses.crossEntropy(none, none).item()));
    assertEquals(0, Losses.crossEntropy(none, noTarget, CROSS.reduction(Reduction.SUM)).item());
    assertEquals(0, Losses.mseLoss(none, none, Reduction.SUM).item());
  }

  @Test
  void nllLossPicksTheTargetsAndWeighsThem() {
    NllOptions each = NllOptions.options().reduction(Reduction.NONE);
    Tensor target = Tensor.of(2L, 0L);
    assertTrue(Losses.nllLoss(SCORES, target, each).equal(Tensor.of(-3f, -4f)));
    assertEquals(-3.5, Losses.nllLoss(SCORES, target).item());
    NllOptions weighted = NllOptions.options().weight(Tensor.of(1f, 5f, 3f));
    assertEquals(-(3 * 3 + 4) / 4.0, Losses.nllLoss(SCORES, target, weighted).item());
    assertEquals(-4, Losses.nllLoss(SCORES, target, weighted.ignoreIndex(2)).item());
    assertEquals(-13, Losses.nllLoss(SCORES, target, weighted.reduction(Reduction.SUM)).item());
  }

  @Test
  void scoresMayBeViews() {
    Tensor turned = SCORES.t().contiguous().t();
    Tensor target = Tensor.of(2L, 0L);
    assertTrue(Losses.crossEntropy(turned, target).equal(Losses.crossEntropy(SCORES, target)));
    Tensor later = Tensor.cat(0, Tensor.ones(1, 3), SCORES).narrow(0, 1, 2);
    assertTrue(Losses.nllLoss(later, target).equal(Losses.nllLoss(SCORES, target)));
  }

  @Test
  void classesAreProbabilitiesThatAreOneOrNothing() {
    Tensor oneHot = Tensor.of(new float[] {0, 0, 1, 1, 0, 0}, Shape.of(2, 3));
    Tensor target = Tensor.of(2L, 0L);
    for (Reduction r : Reduction.values()) {
      for (double smoothing : new double[] {0, 0.3, 1}) {
        CrossEntropyOptions options = CROSS.reduction(r).labelSmoothing(smoothing);
        Cases.assertClose(
            Losses.crossEntropy(SCORES, target, options),
            Losses.crossEntropy(SCORES, oneHot, options));
      }
    }
  }

  @Test
  void weightsOfClassesWeighTheProbabilities() {
    Tensor oneHot = Tensor.of(new float[] {0, 0, 1, 1, 0, 0}, Shape.of(2, 3));
    Tensor target = Tensor.of(2L, 0L);
    CrossEntropyOptions smooth = CROSS.weight(Tensor.of(0.5f, 2f, 3f)).labelSmoothing(0.3);
    CrossEntropyOptions sum = smooth.reduction(Reduction.SUM);
    CrossEntropyOptions none = smooth.reduction(Reduction.NONE);
    Tensor total = Losses.crossEntropy(SCORES, oneHot, sum);
    Cases.assertClose(total, Losses.crossEntropy(SCORES, target, sum));
    Cases.assertClose(
        Losses.crossEntropy(SCORES, oneHot, none), Losses.crossEntropy(SCORES, target, none));
    // The mean of classes divides by their weights, that of probabilities by their number.
    Cases.assertClose(total.div(3.5), Losses.crossEntropy(SCORES, target, smooth));
    Cases.assertClose(total.div(2), Losses.crossEntropy(SCORES, oneHot, smooth));
  }

  @Test
  void ignoredTargetsCountAsIfTheyWereNotThere() {
    Tensor more = Tensor.cat(0, SCORES.narrow(0, 0, 1), Tensor.ones(1, 3), SCORES.narrow(0, 1, 1));
    Tensor target = Tensor.of(2L, 0L);
    Tensor withIgnored = Tensor.of(2L, 9L, 0L);
    for (double smoothing : new double[] {0, 0.3}) {
      CrossEntropyOptions options = CROSS.ignoreIndex(9).labelSmoothing(smoothing);
      for (CrossEntropyOptions o : List.of(options, options.weight(Tensor.of(0.5f, 2f, 3f)))) {
        for (Reduction r : List.of(Reduction.MEAN, Reduction.SUM)) {
          Cases.assertClose(
              Losses.crossEntropy(SCORES, target, o.reduction(r)),
              Losses.crossEntropy(more, withIgnored, o.reduction(r)));
        }
        Tensor each = Losses.crossEntropy(more, withIgnored, o.reduction(Reduction.NONE));
        assertEquals(0, each.get(1).item());
      }
    }
  }

  @Test
  void aScoreOfMinusInfinityIsAnImpossibleClass() {
    float no = Float.NEGATIVE_INFINITY;
    Tensor x = Tensor.of(new float[] {no, 0, 0}, Shape.of(1, 3)).requiresGrad_();
    Tensor loss = Losses.crossEntropy(x, Tensor.of(new long[] {1}));
    assertEquals(Math.log(2), loss.item(), 1e-6);
    loss.backward();
    Cases.assertClose(Tensor.of(new float[] {0, -0.5f, 0.5f}, Shape.of(1, 3)), x.grad());
    assertEquals(
        Double.POSITIVE_INFINITY,
        Losses.crossEntropy(x.detach(), Tensor.of(new long[] {0})).item());
    assertTrue(
        Double.isNaN(
            Losses.crossEntropy(Tensor.full(Shape.of(1, 2), no), Tensor.of(new long[] {0}))
                .item()));
    assertTrue(Double.isNaN(Losses.mseLoss(Tensor.of(Float.NaN), Tensor.of(1f)).item()));
  }

  @Test
  void wrongDtypesAreRefused() {
    Tensor longs = Tensor.of(1L, 2L);
    Tensor floats = Tensor.of(1f, 2f);
    assertRefused("mseLoss: input of INT64: must be FLOAT32", () -> Losses.mseLoss(longs, floats));
    assertRefused("mseLoss: target of INT64: must be FLOAT32", () -> Losses.mseLoss(floats, longs));
    assertRefused("l1Loss: input of INT64: must be FLOAT32", () -> Losses.l1Loss(longs, floats));
    assertRefused(
        "nllLoss: input of INT64: must be FLOAT32",
        () -> Losses.nllLoss(Tensor.zeros(Shape.of(2, 3), DType.INT64), longs));
    assertRefused(
        "nllLoss: target of FLOAT32: must be INT64", () -> Losses.nllLoss(SCORES, floats));
    assertRefused(
        "crossEntropy: input of INT64: must be FLOAT32", () -> Losses.crossEntropy(longs, floats));
    assertRefused(
        "crossEntropy: target of BOOL: must be INT64",
        () -> Losses.crossEntropy(SCORES, Tensor.of(true, false)));
    assertRefused(
        "nllLoss: weight of INT64: must be FLOAT32",
        () -> Losses.nllLoss(SCORES, longs, NllOptions.options().weight(Tensor.of(1L, 1L, 1L))));
  }

  @Test
  void wrongShapesAreRefused() {
    assertRefused(
        "mseLoss: (2, 3) and (4) do not broadcast: 3 is not 4",
        () -> Losses.mseLoss(SCORES, Tensor.zeros(4)));
    assertRefused(
        "l1Loss: (3, 2) and (2, 2) do not broadcast: 3 is not 2",
        () -> Losses.l1Loss(Tensor.zeros(3, 2), Tensor.zeros(2, 2)));
    assertRefused(
        "nllLoss: input has shape (): must be (C), (N, C) or (N, C, d1, ...)",
        () -> Losses.nllLoss(Tensor.scalar(1.0), Tensor.scalar(0L)));
    assertRefused(
        "crossEntropy: input has shape (): must be (C), (N, C) or (N, C, d1, ...)",
        () -> Losses.crossEntropy(Tensor.scalar(1.0), Tensor.scalar(1.0)));
    assertRefused(
        "nllLoss: target has shape (3) for input (2, 3): must be (2)",
        () -> Losses.nllLoss(SCORES, Tensor.of(0L, 1L, 2L)));
    assertRefused(
        "crossEntropy: target has shape (2, 3) for input (2, 3): must be (2)",
        () -> Losses.crossEntropy(SCORES, Tensor.zeros(Shape.of(2, 3), DType.INT64)));
    assertRefused(
        "crossEntropy: target of FLOAT32 has shape (2) for input (2, 3): must be probabilities of"
            + " the same shape, or classes of INT64",
        () -> Losses.crossEntropy(SCORES, Tensor.zeros(2)));
    String weight = ": weight has shape (2) for 3 classes: must be (3)";
    assertRefused(
        "nllLoss" + weight,
        () ->
            Losses.nllLoss(
                SCORES, Tensor.of(0L, 1L), NllOptions.options().weight(Tensor.zeros(2))));
    assertRefused(
        "crossEntropy" + weight,
        () -> Losses.crossEntropy(SCORES, Tensor.of(0L, 1L), CROSS.weight(Tensor.zeros(2))));
    assertRefused(
        "crossEntropy" + weight,
        () -> Losses.crossEntropy(SCORES, SCORES, CROSS.weight(Tensor.zeros(2))));
  }

  @Test
  void targetsThatAreNoClassesAreRefused() {
    assertFails(
        IndexOutOfBoundsException.class,
        "nllLoss: target is 3 of 3 classes: must be from 0 to 2",
        () -> Losses.nllLoss(SCORES, Tensor.of(0L, 3L)));
    assertFails(
        IndexOutOfBoundsException.class,
        "crossEntropy: target is -1 of 3 classes: must be from 0 to 2",
        () -> Losses.crossEntropy(SCORES, Tensor.of(-1L, 1L)));
    assertFails(
        IndexOutOfBoundsException.class,
        "crossEntropy: target is 0 of 0 classes: must be ignored",
        () -> Losses.crossEntropy(Tensor.zeros(1, 0), Tensor.of(new long[] {0})));
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    assertRefused(
        "crossEntropy: labelSmoothing is 1.5: must be from 0 to 1",
        () -> CROSS.labelSmoothing(1.5));
    assertRefused(
        "crossEntropy: labelSmoothing is NaN: must be from 0 to 1",
        () -> CROSS.labelSmoothing(Double.NaN));
    assertRefused(
        "crossEntropy: ignoreIndex is 1 with probabilities as targets: must be negative",
        () -> Losses.crossEntropy(SCORES, SCORES, CROSS.ignoreIndex(1)));
  }
}
