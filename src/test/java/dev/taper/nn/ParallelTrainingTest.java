package dev.taper.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.taper.Generator;
import dev.taper.Tensor;
import dev.taper.Threads;
import dev.taper.nnf.Losses;
import dev.taper.optim.Adam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Training by several threads: of one model inside each op, and of a model in each thread. */
@Tag("collector")
@Timeout(120)
class ParallelTrainingTest {
  private static final int STEPS = 6;
  private static final int BATCH = 256;

  /** Hidden units: with them an activation is large enough to be shared among threads. */
  private static final int HIDDEN = 600;

  private int before;

  @BeforeEach
  void remember() {
    before = Threads.get();
  }

  @AfterEach
  void restore() {
    Threads.set(before);
  }

  /** A model, its data and its optimizer, all of them drawn from one seed. */
  private static final class Run {
    private final Tensor x;
    private final Tensor classes;
    private final Sequential model;
    private final Adam adam;

    Run(long seed) {
      Generator.manualSeed(seed);
      x = Tensor.randn(BATCH, 20);
      long[] drawn = new long[BATCH];
      for (int i = 0; i < BATCH; i++) {
        drawn[i] = (i * 7L + seed) % 5;
      }
      classes = Tensor.of(drawn);
      model =
          new Sequential(
              new Linear(20, HIDDEN),
              new ReLU(),
              new Linear(HIDDEN, HIDDEN),
              new Tanh(),
              new Linear(HIDDEN, 5));
      adam = new Adam(model.parameters(), 1e-3);
    }

    /** The loss of each step, then all parameters. */
    List<float[]> train() {
      float[] losses = new float[STEPS];
      for (int i = 0; i < STEPS; i++) {
        adam.zeroGrad();
        Tensor loss = Losses.crossEntropy(model.forward(x), classes);
        loss.backward();
        adam.step();
        losses[i] = (float) loss.item();
      }
      List<float[]> result = new ArrayList<>(List.of(losses));
      for (Tensor parameter : model.parameters()) {
        result.add(parameter.detach().toFloatArray());
      }
      return result;
    }
  }

  private static void assertSame(List<float[]> want, List<float[]> got, String what) {
    assertEquals(want.size(), got.size());
    for (int i = 0; i < want.size(); i++) {
      assertArrayEquals(want.get(i), got.get(i), what + ", result " + i);
    }
  }

  @Test
  void bitsDoNotDependOnTheNumberOfThreads() {
    Threads.set(1);
    List<float[]> alone = new Run(1).train();
    assertFalse(Arrays.equals(alone.get(0), new float[STEPS]));
    for (int threads : new int[] {2, 3, 2, 1}) {
      Threads.set(threads);
      assertSame(alone, new Run(1).train(), threads + " threads");
    }
  }

  @Test
  void modelsTrainedAtOnceAreThoseTrainedAlone() throws InterruptedException, ExecutionException {
    int models = 4;
    Threads.set(2);
    List<List<float[]>> alone = new ArrayList<>();
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < models; i++) {
      alone.add(new Run(i).train());
      runs.add(new Run(i));
    }
    CyclicBarrier start = new CyclicBarrier(models);
    try (ExecutorService threads = Executors.newFixedThreadPool(models)) {
      List<Future<List<float[]>>> results = new ArrayList<>();
      for (Run run : runs) {
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  return run.train();
                }));
      }
      for (int i = 0; i < models; i++) {
        assertSame(alone.get(i), results.get(i).get(), "model " + i);
      }
    }
  }
}
