package dev.jacobi;

import dev.jacobi.array.mesh.Layout;
import dev.jacobi.array.mesh.PlacedArrays;
import dev.jacobi.array.mesh.Specs;
import dev.jacobi.array.tree.TreeWalk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The blocks of arrays that devices have. */
final class Shards {
    private Shards() {
    }

    static List<Shard> of(NDArray x) {
        NamedSharding s = x.sharding();
        if (s == null) {
            return List.of(new Shard(new Device("cpu", 0), new int[x.rank()], x));
        }
        Layout layout = s.layout(x.shape());
        List<NDArray> blocks = Specs.isReal(s.mesh()) ? PlacedArrays.of(x, s.mesh().axes(), layout) : null;
        NDArray whole = blocks == null ? x.get() : null;
        var out = new ArrayList<Shard>();
        for (int d = 0; d < s.mesh().size(); d++) {
            int[] start = layout.start(s.mesh().coordinates(d));
            int[] limit = start.clone();
            for (int k = 0; k < limit.length; k++) {
                limit[k] += layout.block()[k];
            }
            out.add(new Shard(s.mesh().devices().get(d), start, blocks == null ? Lax.slice(whole, start, limit) : blocks.get(d)));
        }
        return out;
    }

    /** How many bytes of the arrays in a tree each device has. */
    static Map<Device, Long> bytes(Object tree) {
        var out = new LinkedHashMap<Device, Long>();
        for (Object leaf : TreeWalk.leaves(tree)) {
            if (leaf instanceof NDArray x) {
                NamedSharding s = x.sharding();
                long each = (s == null ? x.size() : s.layout(x.shape()).elements()) * x.dtype().bytes();
                List<Device> devices = s == null ? List.of(new Device("cpu", 0)) : s.mesh().devices();
                devices.forEach(d -> out.merge(d, each, Long::sum));
            }
        }
        return out;
    }
}
