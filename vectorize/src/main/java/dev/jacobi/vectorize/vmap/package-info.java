/**
 * {@code vmap}: a function of one example becomes a function of a batch of examples, the lanes.
 *
 * <p>The entry point is {@link dev.jacobi.vectorize.vmap.Batch}, which puts one map around the whole function. Its parts are {@link dev.jacobi.vectorize.vmap.BatchShared}, which
 * takes out what is the same for all lanes, {@code SharedTrips}, which takes loops apart for it, {@code BatchExtents}, which finds the extents of the results before the lanes run, and {@code RowCopies}, which moves rows in and out of a lane.
 * Functions with collectives go to {@code BatchCollectives}, which splits the map at each of them; {@code BatchVarying} says which values differ from lane to lane there, and
 * {@code LaneNumbers} answers which lane it is.
 *
 * <p>Back ends that run such a map run {@link dev.jacobi.vectorize.vmap.LaneParts}: elements of a lane's matrix are those of the array of all matrices.
 *
 * <p>The other entry point is {@link dev.jacobi.vectorize.vmap.BatchRules}, one rule for each primitive, for targets without loops over scalars; {@code BatchAccess} has its
 * accesses to elements, {@code BatchMasks} its control flow, and {@code BatchDivergence} says what needs no lanes.
 */
package dev.jacobi.vectorize.vmap;
