package dev.taper.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The odometer: each element once, in as few and as large tiles as the layout allows. */
@Tag("kernel")
class WalkTest {
  private static final int[] ROWS = {6, 1};

  private static Walk walk(int[] sizes, int[] x, int[] y) {
    return new Walk(sizes, x, y, null, null).from(0, 0, 0, 0);
  }

  @Test
  void neighboursThatFormOneRunAreJoined() {
    Walk walk = walk(new int[] {4, 1, 5, 6}, new int[] {30, 99, 6, 1}, new int[] {30, 7, 6, 1});
    assertTrue(walk.next());
    assertEquals(1, walk.h);
    assertEquals(120, walk.w);
    assertFalse(walk.next());
  }

  @Test
  void theOutputsOrderInMemoryLeads() {
    Walk walk = walk(new int[] {6, 50}, new int[] {1, 6}, new int[] {1, 6});
    assertTrue(walk.next());
    assertEquals(300, walk.w);
    assertFalse(walk.next());
  }

  @Test
  void aTransposedInputComesInTiles() {
    Walk walk = walk(new int[] {128, 128}, new int[] {1, 128}, new int[] {128, 1});
    assertTrue(walk.next());
    int width = Transpose.byLines() ? 128 : 64;
    assertEquals(Walk.TILE / width, walk.h);
    assertEquals(width, walk.w);
    assertEquals(1, walk.r0);
    assertEquals(1, walk.c1);
  }

  @Test
  void tilesOfALargeTransposedInputBeginOnCacheLines() {
    int n = 512;
    int[] transposed = {1, n};
    int[] rows = {n, 1};
    for (int offset : new int[] {0, 5, 12, 13}) {
      Walk walk = new Walk(new int[] {n, n}, rows, transposed, rows, null).from(0, offset, 0, 0);
      boolean[] seen = new boolean[n * n];
      int elements = 0;
      while (walk.next()) {
        assertTrue(walk.h * walk.w <= Walk.TILE);
        int row = walk.o2 / n;
        boolean line = (walk.o1 & 15) == 12;
        assertTrue(row == 0 || line || !Transpose.byLines(), "a tile begins at " + walk.o1);
        for (int r = 0; r < walk.h; r++) {
          for (int c = 0; c < walk.w; c++) {
            seen[walk.o2 + r * n + c] = true;
            elements++;
          }
        }
        assertEquals(row, (walk.o1 - offset) % n);
      }
      assertEquals(n * n, elements);
      for (boolean each : seen) {
        assertTrue(each);
      }
    }
  }

  @Test
  void shortRowsComeManyAtATime() {
    Walk walk = walk(new int[] {50, 6}, new int[] {0, 1}, ROWS);
    assertTrue(walk.next());
    assertEquals(50, walk.h);
    assertEquals(6, walk.w);
    assertFalse(walk.next());
  }

  @Test
  void noTileWhereThereIsNoElement() {
    assertFalse(walk(new int[] {50, 0}, ROWS, ROWS).next());
    assertTrue(walk(new int[0], new int[0], new int[0]).next());
  }

  @Test
  void partsTogetherAreTheWhole() {
    Random random = new Random(11);
    for (int[] shape : new int[][] {{1000}, {3, 900}, {900, 3}, {10, 20, 30}, {5, 1, 7, 9, 4}}) {
      for (int grain : new int[] {1, 7, 100, 100_000}) {
        View x = View.random(random, true, shape);
        View y = View.random(random, false, shape);
        int[] seen = new int[y.length()];
        Walk whole =
            new Walk(shape, x.strides(), y.strides(), null, null)
                .from(x.offset(), y.offset(), 0, 0);
        for (Walk part : whole.parts(grain)) {
          while (part.next()) {
            for (int r = 0; r < part.h; r++) {
              for (int c = 0; c < part.w; c++) {
                seen[part.o1 + r * part.r1 + c * part.c1]++;
              }
            }
          }
        }
        int[] want = new int[y.length()];
        y.forEach(i -> want[i]++);
        assertEquals(Arrays.toString(want), Arrays.toString(seen));
      }
    }
  }
}
