package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel")
@Timeout(60)
class TeamTest {
  private int before;

  @BeforeEach
  void remember() {
    before = Team.threads();
  }

  @AfterEach
  void restore() {
    Team.threads(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void runsEveryChunkExactlyOnce(int threads) {
    Team.threads(threads);
    assertEquals(threads, Team.threads());
    for (int round = 0; round < 5_000; round++) {
      int chunks = round % 41;
      int[] count = new int[chunks];
      Team.run(chunks, i -> count[i]++);
      for (int i = 0; i < chunks; i++) {
        assertEquals(1, count[i], "round " + round + " chunk " + i);
      }
    }
  }

  @Test
  void theTeamCanChangeItsSizeBetweenRuns() {
    for (int round = 0; round < 60; round++) {
      Team.threads(1 + round * 7 % 5);
      AtomicInteger sum = new AtomicInteger();
      Team.run(100, sum::addAndGet);
      assertEquals(4950, sum.get());
    }
  }

  @Test
  void aTaskMayChangeTheSize() {
    Team.threads(3);
    AtomicInteger sum = new AtomicInteger();
    Team.run(
        50,
        i -> {
          Team.threads(1 + i % 4);
          sum.addAndGet(i);
        });
    assertEquals(1225, sum.get());
  }

  @Test
  void theCallerWaitsForChunksOfWorkers() {
    Team.threads(2);
    for (int round = 0; round < 200; round++) {
      Set<Thread> seen = ConcurrentHashMap.newKeySet();
      CyclicBarrier together = new CyclicBarrier(2);
      Team.run(
          2,
          i -> {
            seen.add(Thread.currentThread());
            meet(together);
          });
      assertEquals(2, seen.size());
      assertTrue(seen.contains(Thread.currentThread()));
    }
  }

  @Test
  void workersAreNamedDaemons() {
    Team.threads(3);
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    CyclicBarrier together = new CyclicBarrier(3);
    Team.run(
        3,
        i -> {
          seen.add(Thread.currentThread());
          meet(together);
        });
    seen.remove(Thread.currentThread());
    Set<String> names = new HashSet<>();
    for (Thread worker : seen) {
      assertTrue(worker.isDaemon());
      names.add(worker.getName());
    }
    assertEquals(Set.of("taper-worker-1", "taper-worker-2"), names);
  }

  @Test
  void dismissedWorkersEnd() throws InterruptedException {
    Team.threads(2);
    AtomicReference<Thread> worker = new AtomicReference<>();
    CyclicBarrier together = new CyclicBarrier(2);
    Thread caller = Thread.currentThread();
    Team.run(
        2,
        i -> {
          if (Thread.currentThread() != caller) {
            worker.set(Thread.currentThread());
          }
          meet(together);
        });
    Team.threads(1);
    worker.get().join();
    assertFalse(worker.get().isAlive());
  }

  @Test
  void writesOfWorkersAreVisible() {
    Team.threads(2);
    float[] data = new float[64 * 100];
    for (int round = 1; round <= 2_000; round++) {
      float value = round;
      Team.run(64, c -> Arrays.fill(data, c * 100, c * 100 + 100, value));
      for (float v : data) {
        if (v != value) {
          assertEquals(value, v);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void nestedCallsRunInTheirThread(int threads) {
    Team.threads(threads);
    AtomicIntegerArray count = new AtomicIntegerArray(400);
    AtomicInteger strangers = new AtomicInteger();
    Team.run(
        20,
        i -> {
          Thread outer = Thread.currentThread();
          Team.run(
              20,
              j -> {
                count.incrementAndGet(i * 20 + j);
                if (threads > 1 && Thread.currentThread() != outer) {
                  strangers.incrementAndGet();
                }
              });
        });
    for (int i = 0; i < 400; i++) {
      assertEquals(1, count.get(i));
    }
    assertEquals(0, strangers.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void whatAChunkThrowsReachesTheCaller(int threads) {
    Team.threads(threads);
    for (int round = 0; round < 500; round++) {
      int bad = round % 30;
      AtomicInteger running = new AtomicInteger();
      Error error = new AssertionError("chunk " + bad);
      Error caught =
          assertThrows(
              AssertionError.class,
              () ->
                  Team.run(
                      30,
                      i -> {
                        running.incrementAndGet();
                        try {
                          if (i == bad) {
                            throw error;
                          }
                        } finally {
                          running.decrementAndGet();
                        }
                      }));
      assertSame(error, caught);
      assertEquals(0, running.get());
      int[] count = new int[30];
      Team.run(30, i -> count[i]++);
      assertEquals(30, Arrays.stream(count).sum());
    }
  }

  @Test
  void aWorkersExceptionReachesTheCallerAfterTheCallersChunk() {
    Team.threads(2);
    Thread caller = Thread.currentThread();
    CyclicBarrier together = new CyclicBarrier(2);
    AtomicInteger finished = new AtomicInteger();
    IllegalStateException caught =
        assertThrows(
            IllegalStateException.class,
            () ->
                Team.run(
                    2,
                    i -> {
                      meet(together);
                      if (Thread.currentThread() != caller) {
                        throw new IllegalStateException("from a worker");
                      }
                      finished.incrementAndGet();
                    }));
    assertEquals("from a worker", caught.getMessage());
    assertEquals(1, finished.get());
  }

  @Test
  void aWorkerThatThrewAnErrorServesOn() {
    Team.threads(2);
    Thread caller = Thread.currentThread();
    AtomicReference<Thread> worker = new AtomicReference<>();
    Error error = new StackOverflowError("from a worker");
    for (int round = 0; round < 50; round++) {
      CyclicBarrier together = new CyclicBarrier(2);
      Error caught =
          assertThrows(
              StackOverflowError.class,
              () ->
                  Team.run(
                      2,
                      i -> {
                        meet(together);
                        if (Thread.currentThread() != caller) {
                          Thread first = worker.getAndSet(Thread.currentThread());
                          assertTrue(first == null || first == Thread.currentThread());
                          throw error;
                        }
                      }));
      assertSame(error, caught);
      assertEquals(0, caught.getSuppressed().length);
    }
    CyclicBarrier together = new CyclicBarrier(2);
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    Team.run(
        2,
        i -> {
          seen.add(Thread.currentThread());
          meet(together);
        });
    assertEquals(Set.of(caller, worker.get()), seen);
  }

  @Test
  void furtherFailuresAreSuppressed() {
    Team.threads(2);
    CyclicBarrier together = new CyclicBarrier(2);
    IllegalStateException caught =
        assertThrows(
            IllegalStateException.class,
            () ->
                Team.run(
                    2,
                    i -> {
                      meet(together);
                      throw new IllegalStateException("chunk " + i);
                    }));
    assertEquals(1, caught.getSuppressed().length);
    Set<String> both = Set.of(caught.getMessage(), caught.getSuppressed()[0].getMessage());
    assertEquals(Set.of("chunk 0", "chunk 1"), both);
  }

  @Test
  void manyCallersAtOnce() throws InterruptedException {
    Team.threads(2);
    CountDownLatch start = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> callers = new ArrayList<>();
    for (int c = 0; c < 6; c++) {
      Thread caller =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      start.await();
                      for (int round = 0; round < 2_000; round++) {
                        int[] count = new int[17];
                        Team.run(17, i -> count[i]++);
                        for (int n : count) {
                          assertEquals(1, n);
                        }
                      }
                    } catch (Throwable t) {
                      failure.set(t);
                    }
                  });
      callers.add(caller);
    }
    start.countDown();
    for (Thread caller : callers) {
      caller.join();
    }
    assertEquals(null, failure.get());
  }

  @Test
  void theInterruptStatusIsKept() {
    Team.threads(2);
    Thread caller = Thread.currentThread();
    AtomicInteger others = new AtomicInteger();
    for (int round = 0; round < 200; round++) {
      CyclicBarrier together = new CyclicBarrier(2);
      Team.run(
          2,
          i -> {
            meet(together);
            if (Thread.currentThread() == caller) {
              caller.interrupt();
            } else {
              for (int k = 0; k < 20_000; k++) {
                others.incrementAndGet();
              }
            }
          });
      assertTrue(Thread.interrupted());
      assertEquals(20_000 * (round + 1), others.get());
    }
  }

  @Test
  void noChunksNoWork() {
    Team.run(0, i -> assertEquals("no call", i));
    Team.run(-1, i -> assertEquals("no call", i));
  }

  @Test
  void theNumberOfThreadsMustBePositive() {
    assertEquals(
        "threads: 0: must be positive",
        assertThrows(IllegalArgumentException.class, () -> Team.threads(0)).getMessage());
    assertEquals(before, Team.threads());
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
