/** The mathematics of networks as functions of tensors, without parameters of their own. */
@NullMarked
package dev.taper.nnf;

import org.jspecify.annotations.NullMarked;
