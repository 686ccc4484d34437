/** Loops over arrays: one backend written with the Vector API, one in plain Java. */
@NullMarked
package dev.taper.kernel;

import org.jspecify.annotations.NullMarked;
