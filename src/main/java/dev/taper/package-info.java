/** Tensors, the operations on them, and the tape that differentiates. */
@NullMarked
package dev.taper;

import org.jspecify.annotations.NullMarked;
