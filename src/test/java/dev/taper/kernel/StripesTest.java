package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a product that reads a matrix once is cut. */
@Tag("kernel")
class StripesTest {
  private static final int LEAST = Stripes.LEAST;

  private int before;

  @BeforeEach
  void twoThreads() {
    before = Team.threads();
    Team.threads(2);
  }

  @AfterEach
  void asBefore() {
    Team.threads(before);
  }

  @Test
  void aSmallMatrixIsNotCut() {
    assertEquals(1, Stripes.count(1023, 128, 4, LEAST));
    assertEquals(2, Stripes.count(1024, 128, 4, LEAST));
    assertEquals(1, Stripes.count(511, 4000, 256, LEAST));
    assertEquals(2, Stripes.count(512, 4000, 256, LEAST));
    assertEquals(1, Stripes.count(4, 0, 4, LEAST));
  }

  @Test
  void oneThreadDoesAllByItself() {
    Team.threads(1);
    assertEquals(1, Stripes.count(4096, 4096, 4, LEAST));
  }

  @Test
  void theNumberOfThreadsCutsNothingElse() {
    for (int threads = 2; threads <= 5; threads++) {
      Team.threads(threads);
      assertEquals(4, Stripes.count(512, 512, 4, LEAST));
      assertEquals(2, Stripes.count(512, 512, 256, LEAST));
      assertEquals(1 << 15, Stripes.count(1 << 17, 1 << 14, 4, LEAST));
    }
  }

  @Test
  void stripesAreWholeUnitsAndCoverAll() {
    for (int n = 2; n < 700; n++) {
      for (int unit : new int[] {1, 4, 48}) {
        int count = Stripes.count(n, 4096, unit, LEAST);
        assertEquals(0, Stripes.start(0, count, n, unit));
        assertEquals(n, Stripes.start(count, count, n, unit));
        for (int t = 0; t < count && count > 1; t++) {
          int start = Stripes.start(t, count, n, unit);
          assertEquals(0, start % unit, "stripe " + t + " of " + n);
          assertTrue(Stripes.start(t + 1, count, n, unit) - start >= unit, t + " of " + n);
        }
      }
    }
  }
}
