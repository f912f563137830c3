/**
 * Decisions by numbers, of times and of what a program's equations are foreseen to cost: what is compiled next ({@link dev.jacobi.policy.CompileScheduler}, {@link dev.jacobi.policy.Heat}, {@link dev.jacobi.policy.Budget}), what
 * compiling would cost and gain ({@link dev.jacobi.policy.CostModel}, {@link dev.jacobi.policy.SpeedupModel}, {@link dev.jacobi.policy.Payback}), and which of two ways to run calls of some size is the faster
 * ({@link dev.jacobi.policy.SizeClassTimings}). Nothing here knows of call sites or code, so that all of it is tested with invented clocks.
 *
 * <p><b>Finding what costs time.</b> A thread looks at the stacks of running threads, as often as takes 2.5 % of a processor, and 0.4 % after 10 s. Compiled methods stop in loops and, when
 * they return, in the line of their caller; so an innermost frame in a line that calls selected methods stands for those, by turns. The time belongs to the outermost candidate of a stack that
 * is not left to the JVM and has cost enough ({@code Heat}). Where no stack shows one, it belongs to the candidate that was entered last ({@link dev.jacobi.policy.Beacon}, which the prologue of a
 * method without code sets, for 2,000 calls, or for 100,000 where the collector has loops run without a stop).
 *
 * <p><b>When it is compiled.</b> The candidate that costs most is compiled at its next call, one at a time, under these conditions:
 *
 * <ul>
 * <li>It has cost 150 ms and 2 % of the program's time. Where nobody has named it these are 4 %, and 30 % in the first 3 s, as many programs end sooner. What was called once is left alone.
 * <li>The {@code Budget} lasts: 0.5 s, 7 % of the processor time that the program has used, and half of what compiled code has saved; and the heap has room for it, 8 MB.
 * <li>{@code CostModel}, which sees the program before LLVM does, finds a loop that may run for long; else there is nothing to gain (NO-GAIN). A program whose compilation would take more than
 *     30 % of the time spent in the method waits until it does not (NOT-WORTH-IT-YET).
 * <li>A method that nobody has named waits longer, because the change of its class has the JVM's compilers make all code anew that calls into it. What {@code SpeedupModel} foresees to be saved of
 *     the time spent in it so far has to be 1.5 times what making the code and that work of the JVM's cost, or once that much when more than half of the process's time is spent in the method; half as much is
 *     enough once the method has been read, as reading it again would cost about what is missing. Loops whose trips wait for each other are foreseen to gain a tenth, and so are tried in long runs only, unless
 *     there is an order in which they go together. The method is not even read before the time spent in it exceeds that work and the least that so much bytecode takes ({@code Payback}). It is reported as left to the JVM until then, and does not hide what it calls.
 * </ul>
 */
package dev.jacobi.policy;
