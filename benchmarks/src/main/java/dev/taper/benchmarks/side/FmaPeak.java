package dev.taper.benchmarks.side;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** What one core can do at most: independent chains of fused multiply-adds in registers. */
public final class FmaPeak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int STEPS = 1 << 20;
  private static final int CHAINS = 12;

  private FmaPeak() {}

  /** Prints GFLOP/s. */
  public static void main(String[] args) {
    float[] data = new float[(CHAINS + 2) * SPECIES.length()];
    double best = 0;
    for (int i = 0; i < 300; i++) {
      long start = System.nanoTime();
      run(data);
      double flops = 2.0 * CHAINS * SPECIES.length() * STEPS;
      best = Math.max(best, flops / (System.nanoTime() - start));
    }
    System.out.printf("%.1f%n", best);
  }

  private static void run(float[] x) {
    int l = SPECIES.length();
    FloatVector a = FloatVector.fromArray(SPECIES, x, CHAINS * l);
    FloatVector b = FloatVector.fromArray(SPECIES, x, (CHAINS + 1) * l);
    FloatVector c0 = FloatVector.fromArray(SPECIES, x, 0);
    FloatVector c1 = FloatVector.fromArray(SPECIES, x, l);
    FloatVector c2 = FloatVector.fromArray(SPECIES, x, 2 * l);
    FloatVector c3 = FloatVector.fromArray(SPECIES, x, 3 * l);
    FloatVector c4 = FloatVector.fromArray(SPECIES, x, 4 * l);
    FloatVector c5 = FloatVector.fromArray(SPECIES, x, 5 * l);
    FloatVector c6 = FloatVector.fromArray(SPECIES, x, 6 * l);
    FloatVector c7 = FloatVector.fromArray(SPECIES, x, 7 * l);
    FloatVector c8 = FloatVector.fromArray(SPECIES, x, 8 * l);
    FloatVector c9 = FloatVector.fromArray(SPECIES, x, 9 * l);
    FloatVector c10 = FloatVector.fromArray(SPECIES, x, 10 * l);
    FloatVector c11 = FloatVector.fromArray(SPECIES, x, 11 * l);
    for (int i = 0; i < STEPS; i++) {
      c0 = a.fma(b, c0);
      c1 = a.fma(b, c1);
      c2 = a.fma(b, c2);
      c3 = a.fma(b, c3);
      c4 = a.fma(b, c4);
      c5 = a.fma(b, c5);
      c6 = a.fma(b, c6);
      c7 = a.fma(b, c7);
      c8 = a.fma(b, c8);
      c9 = a.fma(b, c9);
      c10 = a.fma(b, c10);
      c11 = a.fma(b, c11);
    }
    c0.intoArray(x, 0);
    c1.intoArray(x, l);
    c2.intoArray(x, 2 * l);
    c3.intoArray(x, 3 * l);
    c4.intoArray(x, 4 * l);
    c5.intoArray(x, 5 * l);
    c6.intoArray(x, 6 * l);
    c7.intoArray(x, 7 * l);
    c8.intoArray(x, 8 * l);
    c9.intoArray(x, 9 * l);
    c10.intoArray(x, 10 * l);
    c11.intoArray(x, 11 * l);
  }
}
