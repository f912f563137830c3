package dev.jacobi;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What one device has of an array.
 *
 * @param device the device
 * @param start where its block begins, for each axis
 * @param data the block
 */
public record Shard(Device device, int[] start, NDArray data) implements Serializable {
    /** The device, the place, and the shape of the block. */
    @Override
    public String toString() {
        return "Shard(" + device + ", start " + Arrays.toString(start) + ", shape " + Arrays.toString(data.shape()) + ")";
    }
}
