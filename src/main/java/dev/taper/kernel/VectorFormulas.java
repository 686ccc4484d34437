package dev.taper.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The simplest vector formulas, named as their ops; the scalar ones give the same bits. */
final class VectorFormulas {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private VectorFormulas() {}

  /** Whether the vector form is only for what {@link VectorAngles#fits}. */
  static boolean ofAngles(String name) {
    return switch (name) {
      case "sin", "cos", "tan" -> true;
      default -> false;
    };
  }

  static FloatVector neg(FloatVector x) {
    return x.neg();
  }

  static FloatVector abs(FloatVector x) {
    return x.abs();
  }

  static FloatVector square(FloatVector x) {
    return x.mul(x);
  }

  static FloatVector sqrt(FloatVector x) {
    return x.sqrt();
  }

  static FloatVector rsqrt(FloatVector x) {
    return broadcast(SPECIES, 1f).div(x.sqrt());
  }

  static FloatVector reciprocal(FloatVector x) {
    return broadcast(SPECIES, 1f).div(x);
  }

  static FloatVector add(FloatVector a, FloatVector b) {
    return a.add(b);
  }

  static FloatVector sub(FloatVector a, FloatVector b) {
    return a.sub(b);
  }

  static FloatVector mul(FloatVector a, FloatVector b) {
    return a.mul(b);
  }

  static FloatVector div(FloatVector a, FloatVector b) {
    return a.div(b);
  }

  static VectorMask<Float> lt(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.LT, b);
  }

  static VectorMask<Float> le(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.LE, b);
  }

  static VectorMask<Float> gt(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.GT, b);
  }

  static VectorMask<Float> ge(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.GE, b);
  }

  static VectorMask<Float> eq(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.EQ, b);
  }

  static VectorMask<Float> ne(FloatVector a, FloatVector b) {
    return a.compare(VectorOperators.NE, b);
  }
}
