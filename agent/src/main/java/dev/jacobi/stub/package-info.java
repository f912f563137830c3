/**
 * Between a Java call and compiled code: Java methods' arguments become arrays and numbers of the IR, and results Java objects. {@link dev.jacobi.stub.NativeStub} generates a class
 * for a native method, instruction by instruction with a {@link dev.jacobi.stub.CodeBuilder}; {@link dev.jacobi.stub.BoxedCall} does the same step by step for programs that run elsewhere. {@link dev.jacobi.stub.Kernel} is what both give; {@code TimedCall} takes the time of calls for {@code site.AdaptivePolicy}. When there is no result for a call,
 * {@link dev.jacobi.woven.Deopt} has the original run. Nothing that the program sees is written before the code has ended. Start reading at {@code NativeStub}.
 */
package dev.jacobi.stub;
