package dev.taper.kernel;

/** A formula from two floats to a truth value. */
@FunctionalInterface
public interface FloatCompare {
  boolean apply(float a, float b);
}
