/**
 * Matrix products that stand as loops become {@code dot_general}, for back ends that have something better for them than loops.
 *
 * <p>The entry point is the pass {@link dev.jacobi.vectorize.contract.Contract}. Read then {@code ContractNest}, a nest of maps with sums of products in it, and {@code ContractSum},
 * one such sum; {@code ContractFactor} and {@code ContractAccess} say what the factors are and which parts of which arrays they read, {@code ContractLoops} names the loops, and
 * {@code ContractGuard} collects what must hold when the program runs for the product to take the loops' place.
 */
package dev.jacobi.vectorize.contract;
