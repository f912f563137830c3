package dev.jacobi.pjrt.program;

import java.util.List;

/**
 * How a compiler has divided an array among devices.
 *
 * @param parts along each axis, into how many
 * @param places for each device which part it has along each axis
 */
public record Tiling(List<Integer> parts, List<List<Integer>> places) {
    public Tiling {
        parts = List.copyOf(parts);
        places = places.stream().map(List::copyOf).toList();
    }
}
