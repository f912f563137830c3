/**
 * Which choices, of selects and branches with little in them, are branches in the machine's code: {@link dev.jacobi.llvm.choice.SteeredReads} where they decide what is read next, {@link
 * dev.jacobi.llvm.choice.LateChoices} where they are known long after what they choose from, {@link dev.jacobi.llvm.choice.BestSoFar} where a better
 * number rarely comes, {@link dev.jacobi.llvm.choice.RingSteps} where a place turns after steps that are the same in all trips, and {@link dev.jacobi.llvm.choice.BesideBranches} where there is a branch by the same condition in any case. All others are instructions that select.
 */
package dev.jacobi.llvm.choice;
