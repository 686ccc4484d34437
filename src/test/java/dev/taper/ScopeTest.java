package dev.taper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What ends with a scope and what does not, and what is said of it. */
@Tag("kernel")
class ScopeTest {
  private static final String ENDED =
      " was made in scope \"step\" that has ended: keep it in the scope or copy it out";

  /** Large enough to be recycled. */
  private static final int N = 5000;

  private static void refused(Executable call, String message) {
    assertEquals(message, assertThrows(IllegalStateException.class, call).getMessage());
  }

  private static Tensor ended() {
    try (var _ = Scope.open("step")) {
      return Tensor.ones(2, 3);
    }
  }

  @Test
  void everyUseOfATensorAfterItsScopeIsAnError() {
    Tensor x = ended();
    String of = ": tensor of shape (2, 3)" + ENDED;
    refused(x::toFloatArray, "toFloatArray" + of);
    refused(x::toLongArray, "toLongArray" + of);
    refused(x::toString, "toString" + of);
    refused(() -> x.add(1), "add" + of);
    refused(() -> Tensor.ones(2, 3).mul(x), "mul" + of);
    refused(() -> x.add_(1), "add_" + of);
    refused(x::zero_, "zero_" + of);
    refused(x::exp, "exp" + of);
    refused(x::sum, "sum" + of);
    refused(x::clone, "clone" + of);
    refused(() -> x.gt(0), "gt" + of);
    refused(() -> Tensor.zeros(2, 3).copy_(x), "copy_" + of);
    refused(() -> x.to(DType.INT64), "to" + of);
    refused(() -> x.matmul(Tensor.ones(3, 2)), "matmul" + of);
    refused(() -> Tensor.cat(List.of(x, x), 0), "cat" + of);
    refused(() -> x.get(Index.of(Tensor.of(0, 1))), "get" + of);
    refused(() -> Scope.outside(x), "outside" + of);
    try (var other = Scope.open("other")) {
      refused(() -> other.keep(x), "keep" + of);
    }
    assertEquals(Shape.of(2, 3), x.shape());
  }

  @Test
  void aSingleNumberEndsToo() {
    Tensor x;
    try (var _ = Scope.open("step")) {
      x = Tensor.scalar(2.5);
      assertEquals(2.5, x.item());
    }
    refused(x::item, "item: tensor of shape ()" + ENDED);
    refused(x::itemLong, "itemLong: tensor of shape ()" + ENDED);
    refused(x::itemBoolean, "itemBoolean: tensor of shape ()" + ENDED);
  }

  @Test
  void viewsEndWithTheirMemory() {
    Tensor row;
    Tensor fill = Tensor.zeros(N);
    Tensor view;
    try (var _ = Scope.open("step")) {
      row = Tensor.ones(2, N).select(0, 1);
      view = fill.narrow(0, 10, 2);
      view.fill_(3);
    }
    refused(() -> row.sum(), "sum: tensor of shape (" + N + ")" + ENDED);
    assertEquals(6, view.sum().item());
    assertEquals(6, fill.sum().item());
  }

  @Test
  void integersAndTruthValuesEndToo() {
    Tensor longs;
    Tensor booleans;
    try (var _ = Scope.open("step")) {
      longs = Tensor.arange((long) N);
      booleans = longs.gt(2);
    }
    refused(longs::toLongArray, "toLongArray: tensor of shape (" + N + ")" + ENDED);
    refused(booleans::any, "any: tensor of shape (" + N + ")" + ENDED);
  }

  @Test
  void whatIsKeptOutlivesTheScope() {
    Tensor kept;
    Tensor viewed;
    try (var step = Scope.open("step")) {
      Tensor x = Tensor.full(Shape.of(N), 2.0);
      kept = step.keep(x);
      assertSame(x, kept);
      viewed = step.keep(Tensor.arange((double) N).view(50, N / 50).t());
    }
    overwriteRecycled();
    assertEquals(2 * N, kept.sum().item());
    assertEquals(N - 1, viewed.get("-1, -1").item());
  }

  @Test
  void whatIsMadeOutsideIsNoBusinessOfTheScope() {
    Tensor x;
    Tensor y;
    try (var step = Scope.open("step")) {
      x = Scope.outside(() -> Tensor.ones(N));
      y = Scope.outside(Tensor.ones(N));
      assertSame(x, step.keep(x));
    }
    overwriteRecycled();
    assertEquals(N, x.sum().item());
    assertEquals(N, y.sum().item());
  }

  @Test
  void aKeptTensorBelongsToTheScopeAround() {
    Tensor once;
    Tensor twice;
    Tensor whole;
    try (var outer = Scope.open("step")) {
      try (var inner = Scope.open("inner")) {
        once = inner.keep(Tensor.ones(N));
        twice = inner.keep(Tensor.ones(N));
        whole = outer.keep(Tensor.ones(N));
      }
      assertEquals(N, once.sum().item());
      outer.keep(twice);
    }
    refused(once::sum, "sum: tensor of shape (" + N + ")" + ENDED);
    overwriteRecycled();
    assertEquals(N, twice.sum().item());
    assertEquals(N, whole.sum().item());
  }

  @Test
  void anInnerScopeLeavesTheOuterAlone() {
    try (var _ = Scope.open("outer")) {
      Tensor x = Tensor.ones(N);
      Tensor y;
      try (var _ = Scope.open("step")) {
        y = x.add(1);
        x.add_(y);
      }
      overwriteRecycled();
      assertEquals(3 * N, x.sum().item());
      refused(y::sum, "sum: tensor of shape (" + N + ")" + ENDED);
    }
  }

  @Test
  void anExceptionEndsTheScope() {
    Tensor[] x = new Tensor[1];
    assertThrows(
        IllegalArgumentException.class,
        () -> {
          try (var _ = Scope.open("step")) {
            x[0] = Tensor.ones(3);
            x[0].view(2);
          }
        });
    refused(x[0]::sum, "sum: tensor of shape (3)" + ENDED);
    assertEquals(3, Tensor.ones(3).sum().item());
  }

  @Test
  void namesItself() {
    try (var plain = Scope.open();
        var named = Scope.open("epoch")) {
      assertEquals("scope", plain.name());
      assertEquals("epoch", named.name());
      assertEquals("scope \"epoch\"", named.toString());
    }
  }

  @Test
  void isClosedInOrderAndOnce() {
    Scope outer = Scope.open("outer");
    Scope inner = Scope.open("inner");
    Tensor x = Tensor.ones(2);
    refused(
        outer::close,
        "close: scope \"outer\" has scope \"inner\" open inside it: must be closed after it");
    assertEquals(2, x.sum().item());
    inner.close();
    inner.close();
    Tensor y = Tensor.ones(2);
    inner.close();
    assertEquals(2, y.sum().item());
    refused(() -> inner.keep(y), "keep: scope \"inner\" has ended: must be open");
    outer.close();
    Tensor z = Tensor.ones(2);
    outer.close();
    assertEquals(2, z.sum().item());
  }

  @Test
  void isOfOneThread() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor(task -> new Thread(task, "other"));
    try {
      Scope theirs = other.submit(() -> Scope.open("theirs")).get();
      String belongs = ": scope \"theirs\" belongs to thread other: must be used there";
      refused(theirs::close, "close" + belongs);
      refused(() -> theirs.keep(Tensor.ones(2)), "keep" + belongs);
      Tensor mine = Tensor.ones(N);
      Tensor made = other.submit(() -> Tensor.ones(N)).get();
      other.submit(theirs::close).get();
      assertEquals(N, mine.sum().item());
      assertThrows(IllegalStateException.class, made::sum);
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void threadsHaveScopesOfTheirOwn() throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<CompletableFuture<Void>> runs =
          List.of(
              CompletableFuture.runAsync(() -> sumsInScopes(3), two),
              CompletableFuture.runAsync(() -> sumsInScopes(5), two));
      for (CompletableFuture<Void> run : runs) {
        run.get(60, TimeUnit.SECONDS);
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } finally {
      two.shutdownNow();
    }
  }

  private static void sumsInScopes(int value) {
    Tensor total = Tensor.zeros(N);
    for (int i = 0; i < 200; i++) {
      try (var _ = Scope.open("step")) {
        Tensor x = Tensor.full(Shape.of(N), (double) value);
        total.add_(x.mul(2).sub(x));
      }
    }
    assertEquals(200.0 * value * N, total.sum().item());
  }

  @Test
  void zerosAreZerosInMemoryUsedBefore() {
    for (int i = 0; i < 3; i++) {
      try (var _ = Scope.open("step")) {
        assertEquals(0, Tensor.zeros(N).abs().sum().item());
        assertEquals(0, Tensor.zerosLike(Tensor.ones(3, N).t()).abs().sum().item());
        assertEquals(0, Tensor.zeros(Shape.of(N), DType.INT64).abs().sum().item());
        assertEquals(false, Tensor.zeros(Shape.of(N), DType.BOOL).any().itemBoolean());
        assertEquals(N, Tensor.eye(N / 50).sum().item() * 50);
        Tensor.full(Shape.of(N), 7.0);
        Tensor.full(Shape.of(3, N), 7.0);
        Tensor.full(Shape.of(N), 7L);
        Tensor.full(Shape.of(N), true);
      }
    }
  }

  @Test
  void theUsersArraysAreCopiedAndNeverRecycled() {
    float[] mine = new float[N];
    float[] taken;
    Floats shown;
    try (var _ = Scope.open("step")) {
      Tensor x = Tensor.of(mine, Shape.of(N));
      x.fill_(5);
      taken = x.toFloatArray();
      shown = Floats.of(x.mul(2));
    }
    overwriteRecycled();
    assertArrayEquals(new float[N], mine);
    assertEquals(5, taken[N - 1]);
    assertEquals(10, shown.array()[N - 1]);
  }

  @Test
  void randomNumbersAreTheSame() {
    Generator.manualSeed(3);
    float[] expected = Tensor.randn(N).toFloatArray();
    float[] next = Tensor.rand(N).toFloatArray();
    for (int i = 0; i < 2; i++) {
      Generator.manualSeed(3);
      try (var _ = Scope.open("step")) {
        assertArrayEquals(expected, Tensor.randn(N).toFloatArray());
        assertArrayEquals(next, Tensor.rand(N).toFloatArray());
      }
    }
  }

  /** Takes and fills whatever has been recycled, so that a stale use is seen. */
  static void overwriteRecycled() {
    try (var _ = Scope.open("overwrite")) {
      for (int i = 0; i < 8; i++) {
        Tensor.full(Shape.of(N), Double.NaN);
        Tensor.full(Shape.of(2, N), Double.NaN);
      }
    }
  }
}
