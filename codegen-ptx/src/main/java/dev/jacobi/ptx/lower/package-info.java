/**
 * Brings a function into the forms that have kernels. Everything here goes from IR to IR and knows neither kernels nor steps.
 *
 * <p>The order in which {@link dev.jacobi.ptx.lower.GpuPipeline} lists it is the order of reading:
 * <ol>
 * <li>{@code ExactStrictMath}: functions of {@link StrictMath} whose result is exact become functions of the module</li>
 * <li>{@code FloatMath} of the CPU: in fast mode functions of doubles between floats become functions of floats, in strict mode formulas with the same bits</li>
 * <li>{@code LoopsThatPack}: loops that store some elements one after the other become a scan and a map</li>
 * <li>{@code ChainsOfRows}: sums along rows that an outer loop goes on with are made for all rows before</li>
 * <li>{@code LoopsToScans}: loops that add up as they go become a scan and a map</li>
 * <li>{@code LoopsThatReadAhead}: loops that read what no trip before has written become maps</li>
 * <li>{@code HostLowering}: array primitives outside of parallel loops become maps with a thread per element, with the help of {@code ParallelDot}, {@code ParallelFolds}, {@code ParallelFourier},
 * {@code ParallelLinear} and {@code ParallelSort}</li>
 * <li>{@code StacksToUpdates}: what a map stacks becomes updates of arrays that are there before, so that two maps right inside of each other are one space of elements</li>
 * </ol>
 * {@code HostExtents} is what the last of these and the scheduler ask: which scalars and extents inside of a parallel loop the host can compute before it runs.
 */
package dev.jacobi.ptx.lower;
