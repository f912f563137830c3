/** What ordinary methods come to on a GPU, without one: kernels, threads, memory traffic and instructions of each, and the share of a real GPU's limits that they are estimated to reach. */
package dev.jacobi.roofline;
