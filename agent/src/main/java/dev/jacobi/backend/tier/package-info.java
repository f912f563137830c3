/**
 * Machine code that is called by address, in two tiers: {@link dev.jacobi.backend.tier.TieredCode} is made quickly first, and once more with LLVM's optimisations when it has run for as long as those
 * take; {@link dev.jacobi.backend.tier.Optimiser} does that in the background, as
 * it does with other code that is better than what there is.
 */
package dev.jacobi.backend.tier;
