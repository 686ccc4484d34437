package dev.taper.kernel;

/** A formula from two floats to one float. */
@FunctionalInterface
public interface FloatBinary {
  float apply(float a, float b);
}
