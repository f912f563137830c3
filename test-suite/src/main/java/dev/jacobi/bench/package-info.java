/**
 * Benchmarks and measurements that are started by hand: main classes, each of which says on its first lines what it measures and with which arguments. {@code CallOverhead} and {@code Kernels} are
 * JMH's; {@code ColdCompile}, {@code StartUp} and {@code SmallCalls} start JVMs of their own; {@code Peers} is what {@code mvn -Pbench} runs.
 */
package dev.jacobi.bench;
