/** Optimizers: the rules by which parameters follow their gradients. */
@NullMarked
package dev.taper.optim;

import org.jspecify.annotations.NullMarked;
