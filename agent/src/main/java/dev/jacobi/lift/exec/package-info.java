/**
 * Executes code symbolically: {@link dev.jacobi.lift.exec.Structure} follows the blocks of a method and opens regions, {@code LoopLifter} finds what a loop carries,
 * {@code InstructionExecutor} runs instructions, {@code CallInliner} finds what is called and inlines it, {@code Recursion} makes functions of methods that call themselves.
 */
package dev.jacobi.lift.exec;
