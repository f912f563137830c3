/**
 * Branches, loops, calls and checks.
 *
 * <p>The entries are {@link dev.jacobi.pjrt.hlo.control.ControlFlow} and {@link dev.jacobi.pjrt.hlo.control.ParallelLoops}, which has map, reduce, scan and hist: all trips run together as lanes where
 * their number is known. Loops of unknown length, and lanes that cannot run together ({@code NotBatched}), are sequential: {@code SequentialLoops}.
 *
 * <p>Where lanes branch apart all ways are written, each under the mask of its lanes: writes of idle lanes are dropped, their checks hold, an array that every way only updates goes through all of them
 * ({@link dev.jacobi.pjrt.hlo.control.ArrayVersions}), the rest is selected. A loop whose trips differ by lane runs for the longest. A {@code while}'s carried lanes are found by writing the body until they
 * suffice.
 */
package dev.jacobi.pjrt.hlo.control;
