package dev.taper.kernel;

/** Marks loops that are as fast where their arrays' offsets differ as where they are equal. */
interface AnyOffset {}
