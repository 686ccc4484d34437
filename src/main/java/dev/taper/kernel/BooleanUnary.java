package dev.taper.kernel;

/** A formula from one truth value to another. */
@FunctionalInterface
public interface BooleanUnary {
  boolean apply(boolean x);
}
