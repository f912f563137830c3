/**
 * Programs that everybody knows (Kalman and Viterbi filters, k-means, beam search, PageRank, …) as users of Java write them, against what JAX computes: {@code src/test/python/record_ported.py}
 * has their twins. {@code PortedTest} runs them as they stand, compiled, and differentiated.
 */
package dev.jacobi.ported;
