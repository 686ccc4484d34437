package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a kernel's vector form begins to serve. */
@Tag("kernel")
@Timeout(60)
class WarmupTest {
  private static final long PLENTY = 1L << 40;

  private static final AtomicInteger SINK = new AtomicInteger();

  private static void busy(int rounds) {
    for (int i = 0; i < rounds; i++) {
      SINK.addAndGet(i);
    }
  }

  @BeforeEach
  void onlyWhereThereIsSomethingToWarm() {
    assumeTrue(Kernels.vector() && !Warmup.atOnce());
  }

  @Test
  void littleWorkStartsNothing() {
    AtomicInteger made = new AtomicInteger();
    Warmup warmup =
        new Warmup(
            () -> {
              made.incrementAndGet();
              return null;
            });
    for (int i = 0; i < 1000; i++) {
      assertFalse(warmup.ready(16_000));
    }
    assertEquals(0, made.get());
  }

  @Test
  void muchWorkStartsTheTrialOnceAndInAnotherThread() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    CountDownLatch taken = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    Warmup warmup =
        new Warmup(
            () -> {
              assertTrue(Thread.currentThread() != caller && Thread.currentThread().isDaemon());
              made.incrementAndGet();
              return new Warmup.Trial(() -> busy(10_000), () -> busy(10), taken::countDown);
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
    Warmup warmup = new Warmup(() -> new Warmup.Trial(() -> busy(10), () -> busy(100_000)));
    for (int i = 0; i < 20; i++) {
      assertFalse(warmup.turn());
    }
    assertFalse(warmup.ready(1));
  }

  @Test
  void aFormThatGrowsFastIsTaken() {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    Warmup warmup =
        new Warmup(
            () ->
                new Warmup.Trial(
                    () -> busy(10_000),
                    () -> busy(calls.incrementAndGet() < 20 ? 1_000_000 : 10),
                    taken::incrementAndGet));
    while (!warmup.turn()) {
      assertFalse(warmup.ready(1));
    }
    assertTrue(calls.get() >= 20);
    assertTrue(warmup.ready(1));
    assertEquals(1, taken.get());
  }

  @Test
  void aKernelWithOneFormAloneIsSettledAtOnce() {
    Warmup warmup = new Warmup(() -> null);
    assertTrue(warmup.turn());
    assertFalse(warmup.ready(1));
  }
}
