package dev.taper.kernel;

/** A formula from one float to one float. */
@FunctionalInterface
public interface FloatUnary {
  float apply(float x);
}
