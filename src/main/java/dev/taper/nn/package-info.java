/**
 * Networks: modules that hold parameters and apply the functions of {@code dev.taper.nnf}.
 *
 * <p>Modules are not safe for use by several threads at once while one of them trains, registers or
 * loads; concurrent {@code forward} calls that only read are.
 */
@NullMarked
package dev.taper.nn;

import org.jspecify.annotations.NullMarked;
