package dev.jacobi.pjrt.program;

import java.util.List;

/**
 * How a program runs on several devices, each of which has a block of each array.
 *
 * @param devices the numbers of the devices, in the order of the program's partitions
 * @param params how each parameter of main lies on them
 * @param results how each of the function's results does; the flag of the checks is the same on all devices
 */
public record Partitioning(List<Integer> devices, List<ShardLayout> params, List<ShardLayout> results) {
    public Partitioning {
        devices = List.copyOf(devices);
        params = List.copyOf(params);
        results = List.copyOf(results);
    }
}
