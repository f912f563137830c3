package dev.jacobi;

import dev.jacobi.array.core.Trace;
import dev.jacobi.array.mesh.Collectives;

/** Functions of {@link Lax} in which the lanes of a named axis, or the devices along an axis of a mesh, exchange arrays. */
abstract class LaxCollectives extends LaxProducts {
    /**
     * Says how an array lies on the devices of a mesh. In a compiled function it is a mark for the compiler that makes one program for all devices, also on the array's derivatives; elsewhere the array is laid
     * out so.
     *
     * <pre>{@code
     * NDArray h = Lax.withShardingConstraint(Np.tanh(Np.matmul(x, w)), new NamedSharding(MESH, PartitionSpec.of("data", "model")));
     * }</pre>
     *
     * @param x an array
     * @param sharding its layout; in a compiled function a constant, such as a static final field or a captured variable
     * @return the same elements
     * @throws JacobiException if the layout is for more axes than the array has, or an extent cannot be divided evenly
     */
    public static NDArray withShardingConstraint(NDArray x, NamedSharding sharding) {
        if (x == null || sharding == null) {
            throw new JacobiException("Lax.withShardingConstraint: the " + (x == null ? "array" : "sharding") + " is null; give both.");
        }
        return Trace.current() == null ? x.with(sharding) : Collectives.marked(x, sharding);
    }

    /**
     * The arrays of all lanes along a new first axis.
     *
     * @param x this lane's array
     * @param axis the name of the axis
     * @return an array with an axis more, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static NDArray allGather(NDArray x, String axis) {
        return Collectives.allGather(x, axis, 0, false);
    }

    /**
     * The arrays of all lanes, put together.
     *
     * <pre>{@code
     * NDArray w = Lax.allGather(block, "data", 0, true);   // rows of all devices, those of device 0 first
     * }</pre>
     *
     * @param x this lane's array
     * @param axis the name of the axis
     * @param along the axis of the result along which they are
     * @param tiled whether that is an axis which arrays have, and they stand behind each other along it; otherwise it is a new one
     * @return an array that is the same in all lanes
     * @throws JacobiException if there is no such axis
     */
    public static NDArray allGather(NDArray x, String axis, int along, boolean tiled) {
        return Collectives.allGather(x, axis, along, tiled);
    }

    /**
     * This lane's element, along the first axis, of the sum of all lanes' arrays.
     *
     * @param x this lane's array, whose first axis is as long as there are lanes
     * @param axis the name of the axis
     * @return an array with an axis less
     * @throws JacobiException if there is no such axis, or the first axis has another length
     */
    public static NDArray psumScatter(NDArray x, String axis) {
        return Collectives.psumScatter(x, axis, 0, false);
    }

    /**
     * This lane's part of the sum of all lanes' arrays: what {@link #allGather(NDArray, String, int, boolean)} would put together again.
     *
     * @param x this lane's array
     * @param axis the name of the axis
     * @param along the axis of the array that is divided among the lanes
     * @param tiled whether a lane gets a part of that axis; otherwise it is as long as there are lanes, and goes away
     * @return this lane's part
     * @throws JacobiException if there is no such axis, or it cannot be divided evenly
     */
    public static NDArray psumScatter(NDArray x, String axis, int along, boolean tiled) {
        return Collectives.psumScatter(x, axis, along, tiled);
    }

    /**
     * Sends arrays from lane to lane.
     *
     * <pre>{@code
     * NDArray left = Lax.ppermute(edge, "x", new int[][] {{0, 1}, {1, 2}, {2, 3}});   // what the lane before has; zeros in lane 0
     * }</pre>
     *
     * @param x this lane's array
     * @param axis the name of the axis
     * @param pairs pairs of the lane that sends and the one that gets, each once at most
     * @return what was sent to this lane; zeros if nothing was
     * @throws JacobiException if there is no such axis, or the pairs are no permutation
     */
    public static NDArray ppermute(NDArray x, String axis, int[][] pairs) {
        return Collectives.ppermute(x, axis, pairs);
    }

    /**
     * Sends each lane's array to the lane so many places further: a ring, or a row with two ends.
     *
     * @param x this lane's array
     * @param axis the name of the axis
     * @param by how many places further; a negative number sends backwards
     * @param around whether what leaves at one end comes in at the other
     * @return what was sent to this lane; zeros if nothing was
     * @throws JacobiException if there is no such axis
     */
    public static NDArray pshift(NDArray x, String axis, int by, boolean around) {
        return Collectives.pshift(x, axis, by, around);
    }

    /**
     * Divides each lane's array among all lanes: a transpose across lanes. Element i along {@code split} goes to lane i, where what all lanes sent stands along the new axis {@code concat}.
     *
     * @param x this lane's array, as long along {@code split} as there are lanes
     * @param axis the name of the axis
     * @param split the axis that is divided, and goes away
     * @param concat where the new axis is
     * @return an array of as many axes
     * @throws JacobiException if there is no such axis, or the array has another length along {@code split}
     */
    public static NDArray allToAll(NDArray x, String axis, int split, int concat) {
        return Collectives.allToAll(x, axis, split, concat, false);
    }

    /**
     * Divides each lane's array among all lanes.
     *
     * @param x this lane's array
     * @param axis the name of the axis
     * @param split the axis that is divided
     * @param concat the axis along which a lane puts together what it gets
     * @param tiled whether both are axes that arrays have, of which one becomes shorter and the other longer; otherwise the first goes away and the second is new
     * @return an array of as many axes
     * @throws JacobiException if there is no such axis, or {@code split} cannot be divided evenly
     */
    public static NDArray allToAll(NDArray x, String axis, int split, int concat, boolean tiled) {
        return Collectives.allToAll(x, axis, split, concat, tiled);
    }
}
