package dev.taper;
/** Stub. */
public record PrintOptions() { static final PrintOptions DEFAULTS = new PrintOptions(); }
