/**
 * What is done to a function's IR before it is written.
 *
 * <p>{@link dev.jacobi.pjrt.hlo.prepare.FixedTapes} gives arrays that grow in a loop one size for good: what reverse mode keeps of a loop of unknown length has
 * so many entries as the options say, and a call that needs more has no result. {@link dev.jacobi.pjrt.hlo.prepare.F64Representation} decides what becomes of f64: what reverse mode pushes for
 * recursive functions, integers as the bits of doubles among them, lies on a stack of integers ({@code MixedStacks}), which no device rounds.
 * {@link dev.jacobi.pjrt.hlo.prepare.PaddedLengths} makes of a function one for arrays that are longer than they say, so that a program serves many lengths.
 */
package dev.jacobi.pjrt.hlo.prepare;
