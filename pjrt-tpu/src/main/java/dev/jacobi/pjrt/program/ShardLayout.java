package dev.jacobi.pjrt.program;

import java.util.List;

/**
 * Which block of an array each of several devices has. Layouts are equal where the same devices have the same blocks, whatever they were made of.
 *
 * @param devices the numbers of the devices, in the order of a program's partitions
 * @param dims the extents of the whole array
 * @param block those of a block, which are the same on all devices
 * @param starts for each device where its block begins, along each axis; equal ones for devices that have the same
 */
public record ShardLayout(List<Integer> devices, List<Integer> dims, List<Integer> block, List<List<Integer>> starts) {
    public ShardLayout {
        devices = List.copyOf(devices);
        dims = List.copyOf(dims);
        block = List.copyOf(block);
        starts = starts.stream().map(List::copyOf).toList();
    }

    /** How many elements a block has. */
    public long elements() {
        return block.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    /** The number in {@link #devices} of the first device that has the same block as this one. */
    public int first(int device) {
        return starts.indexOf(starts.get(device));
    }
}
