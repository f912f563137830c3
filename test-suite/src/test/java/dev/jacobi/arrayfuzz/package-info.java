/**
 * Random programs over NDArrays: {@code ArrayProgram} is the source that a seed gives, {@code ArrayStatements} and {@code ArrayExpressions} write it, {@code ArrayOracles} compares what it computes
 * as plain Java, compiled, interpreted, mapped and differentiated. {@code mvn -Pfuzz -Dfuzz.arrays=1000}.
 */
package dev.jacobi.arrayfuzz;
