/**
 * From bytecode to the IR. {@link dev.jacobi.lift.Lifter} runs a method's instructions symbolically, block by block, with values of the IR in the place of numbers, and a model of the
 * heap that follows objects until they vanish; loops become {@code while} regions, branches {@code cond}. What has no meaning in the IR is a
 * {@link dev.jacobi.lift.request.Refusal} with the place in the program. An attempt that learns something which changes what came before ends, and the next one knows it. Packages in the
 * order of reading: {@code request}, {@code cfg}, {@code state}, {@code exec}, {@code heap}, {@code join}, {@code jdk}.
 */
package dev.jacobi.lift;
