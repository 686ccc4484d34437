package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a kernel's vector form begins to serve. */
@Tag("kernel")
@Tag("vector")
@Timeout(60)
class WarmupTest {
  private static final long PLENTY = 1L << 40;

  /** Passes only while a form runs, so that no machine is too slow or too busy for these tests. */
  private final AtomicLong clock = new AtomicLong();

  private Runnable takes(long micros) {
    return () -> pass(micros);
  }

  private void pass(long micros) {
    clock.addAndGet(1_000 * micros);
  }

  private Warmup warmup(Warmup.Subject subject) {
    return new Warmup(subject, clock::get);
  }

  @BeforeEach
  void thereIsSomethingToWarm() {
    assertTrue(Kernels.vector() && !Warmup.atOnce());
  }

  @Test
  void littleWorkStartsNothing() {
    AtomicInteger made = new AtomicInteger();
    Warmup warmup =
        warmup(
            () -> {
              made.incrementAndGet();
              return null;
            });
    for (int i = 0; i < 1000; i++) {
      assertFalse(warmup.ready(4_000));
    }
    assertEquals(0, made.get());
  }

  @Test
  void muchWorkStartsTheTrialOnceAndInAnotherThread() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    CountDownLatch taken = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    Warmup warmup =
        warmup(
            () -> {
              assertTrue(Thread.currentThread() != caller && Thread.currentThread().isDaemon());
              made.incrementAndGet();
              return new Warmup.Trial(takes(100), takes(1), taken::countDown);
            });
    for (int i = 0; i < 3; i++) {
      warmup.ready(PLENTY);
    }
    assertTrue(taken.await(50, TimeUnit.SECONDS));
    while (!warmup.ready(PLENTY)) {
      Thread.onSpinWait();
    }
    assertEquals(1, made.get());
  }

  @Test
  void theSlowerFormIsNotTaken() {
    Warmup warmup = warmup(() -> new Warmup.Trial(takes(1), takes(2)));
    for (int i = 0; i < 100; i++) {
      assertFalse(warmup.turn());
    }
    assertFalse(warmup.ready(1));
  }

  @Test
  void aFormThatGrowsFastIsTaken() {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    Warmup warmup =
        warmup(
            () ->
                new Warmup.Trial(
                    takes(100),
                    () -> pass(calls.incrementAndGet() < 20 ? 10_000 : 1),
                    taken::incrementAndGet));
    while (!warmup.turn()) {
      assertFalse(warmup.ready(1));
    }
    assertTrue(calls.get() >= 20);
    assertTrue(warmup.ready(1));
    assertEquals(1, taken.get());
  }

  @Test
  void aMachineThatBecomesSlowerForgetsWhatPlainJavaTookBefore() {
    AtomicInteger calls = new AtomicInteger();
    Warmup warmup =
        warmup(
            () ->
                new Warmup.Trial(
                    () -> pass(calls.incrementAndGet() < 20_000 ? 10 : 40), takes(20)));
    while (calls.get() < 20_000) {
      assertFalse(warmup.turn());
    }
    int turns = 0;
    while (!warmup.turn()) {
      turns++;
    }
    assertTrue(turns < 100);
  }

  @Test
  void aKernelWithOneFormAloneIsSettledAtOnce() {
    Warmup warmup = warmup(() -> null);
    assertTrue(warmup.turn());
    assertFalse(warmup.ready(1));
  }

  @Test
  void thePlainFormIsCompiledBeforeItIsCompared() {
    AtomicInteger runs = new AtomicInteger();
    Warmup warmup =
        warmup(
            () -> new Warmup.Trial(() -> pass(runs.incrementAndGet() < 400 ? 40 : 1), takes(10)));
    for (int i = 0; i < 100; i++) {
      assertFalse(warmup.turn());
    }
    assertTrue(runs.get() >= 400);
  }

  @Test
  void callsAreMadeOnceATurnAndTheFormRunsNoMoreThanItMust() {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger vector = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    Warmup warmup =
        warmup(
            () ->
                new Warmup.Trial(
                    takes(20),
                    () -> {
                      vector.incrementAndGet();
                      pass(calls.get() < 15 ? 3_000 : 1);
                    },
                    calls::incrementAndGet,
                    taken::incrementAndGet));
    for (int turn = 1; turn < 15; turn++) {
      assertFalse(warmup.turn());
      assertEquals(turn, calls.get());
      assertEquals(turn, vector.get());
    }
    while (!warmup.turn()) {
      assertFalse(warmup.ready(1));
    }
    assertEquals(17, calls.get());
    assertEquals(1, taken.get());
    assertTrue(warmup.ready(1));
  }

  @Test
  void aFormIsNotJudgedByItsFirstRunAfterAPauseAlone() {
    AtomicInteger cold = new AtomicInteger();
    Warmup warmup =
        warmup(
            () ->
                new Warmup.Trial(
                    () -> {
                      cold.set(1);
                      pass(8);
                    },
                    () -> pass(cold.getAndSet(0) == 1 ? 30 : 1),
                    () -> {},
                    () -> {}));
    int turns = 0;
    while (!warmup.turn()) {
      assertTrue(++turns < 1000);
    }
    assertTrue(warmup.ready(1));
  }

  @Test
  void aTrialThatFailsLeavesItsKernelInPlainJavaAndTheOthersGoOn() throws InterruptedException {
    BlockingQueue<Throwable> seen = new LinkedBlockingQueue<>();
    CountDownLatch taken = new CountDownLatch(1);
    IllegalStateException failure = new IllegalStateException("a trial that fails");
    Warmup bad =
        warmup(
            () -> {
              throw failure;
            });
    Warmup good = warmup(() -> new Warmup.Trial(takes(100), takes(1), taken::countDown));
    var handler = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> seen.add(e));
    try {
      bad.ready(PLENTY);
      good.ready(PLENTY);
      assertTrue(taken.await(50, TimeUnit.SECONDS));
      assertSame(failure, seen.poll(50, TimeUnit.SECONDS));
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(handler);
    }
    assertFalse(bad.ready(PLENTY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exp", "log", "tanh"})
  void aCostlyFormulaEndsInVectors(String name) {
    UnaryKernel kernel =
        Kernels.unary(
            name,
            switch (name) {
              case "exp" -> FloatMath::exp;
              case "log" -> FloatMath::log;
              default -> FloatMath::tanh;
            });
    Warmup warmup = new Warmup(kernel);
    while (!warmup.turn()) {
      LockSupport.parkNanos(1_000_000);
    }
    assertTrue(warmup.ready(1));
    assertTrue(kernel.loopClass().getSimpleName().startsWith("Vector"));
  }
}
