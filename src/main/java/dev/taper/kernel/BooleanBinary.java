package dev.taper.kernel;

/** A formula from two truth values to one. */
@FunctionalInterface
public interface BooleanBinary {
  boolean apply(boolean a, boolean b);
}
