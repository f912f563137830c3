package dev.jacobi.pjrt.client;

import java.util.List;
import java.util.Map;

/**
 * How many TPU chips can be wired together. libtpu describes any topology, and ends the process while it compiles for one that is larger than what the
 * generation's links reach.
 */
final class PodLimits {
    /** By the kind of the devices. Chips of a plane have no third extent; those of a torus of cubes are put together in any proportion. */
    private static final Map<String, Pod> LARGEST = Map.of(
        "TPU v2", new Pod("v2:2x2", 16, 16),
        "TPU v3", new Pod("v3:2x2", 32, 32),
        "TPU v4", new Pod("v4:2x2x1", 16, 16, 16),
        "TPU v5 lite", new Pod("v5e:2x2", 16, 16),
        "TPU v5", new Pod("v5p:2x2x1", 16, 20, 28),
        "TPU v6 lite", new Pod("v6e:2x2", 16, 16),
        "TPU7x", new Pod("tpu7x:2x2x1", 16, 24, 24));

    /** The largest topology of a generation, and the name of a small one. */
    private record Pod(String example, long... extents) {
        boolean holds(long[] chips) {
            if (extents.length == 2) {
                return chips[0] <= extents[0] && chips[1] <= extents[1] && chips[2] == 1;
            }
            return chips[0] * chips[1] * chips[2] <= extents[0] * extents[1] * extents[2];
        }
    }

    private PodLimits() {
    }

    /** What is wrong with these devices of a topology, or null; what is not known of is taken to be right. */
    static String problem(List<PluginDevice.Description> devices) {
        Pod p = devices.isEmpty() ? null : LARGEST.get(devices.get(0).kind());
        if (p == null) {
            return null;
        }
        long[] chips = {1, 1, 1};
        for (PluginDevice.Description d : devices) {
            if (d.attributes().get("coords") instanceof List<?> at) {
                for (int k = 0; k < Math.min(3, at.size()); k++) {
                    chips[k] = Math.max(chips[k], ((Number) at.get(k)).longValue() + 1);
                }
            }
        }
        return p.holds(chips) ? null : "it has " + shown(chips) + " chips, and the largest topology of " + devices.get(0).kind() + " is " + shown(p.extents)
            + "; name one such as " + p.example;
    }

    private static String shown(long[] extents) {
        String plane = extents[0] + "x" + extents[1];
        return extents.length == 2 || extents[2] == 1 ? plane : plane + "x" + extents[2];
    }
}
