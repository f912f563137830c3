package dev.jacobi;

import dev.jacobi.array.mesh.PlacedArrays;
import dev.jacobi.array.mesh.Specs;
import dev.jacobi.array.tree.TreeWalk;
import dev.jacobi.spi.Sharding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the arrays of a function's arguments and results are: trees of {@link NamedSharding}s, or of {@link PartitionSpec}s on one mesh. */
final class Placement {
    private Placement() {
    }

    /** What options of jit say of a mesh; null when they say nothing. */
    static Sharding sharding(Options o) {
        var meshes = new LinkedHashSet<Mesh>();
        meshes(o.in(), meshes);
        meshes(o.out(), meshes);
        if (meshes.size() > 1) {
            throw new JacobiException("The shardings of jit's options are on different meshes, " + meshes + "; arguments and result of a function lie on one.");
        }
        List<Object> in = o.in().isEmpty() ? List.of(PartitionSpec.of().partition()) : o.in().stream().map(Specs::partitions).toList();
        return meshes.isEmpty() ? null : new Sharding(meshes.iterator().next().axes(), in, o.out() == null ? null : Specs.partitions(o.out()));
    }

    private static void meshes(Object shardings, Set<Mesh> to) {
        if (shardings instanceof NamedSharding s) {
            to.add(s.mesh());
        } else if (shardings instanceof List<?> l) {
            l.forEach(x -> meshes(x, to));
        } else if (shardings instanceof Map<?, ?> m) {
            m.values().forEach(x -> meshes(x, to));
        } else if (shardings != null) {
            throw new JacobiException("The option " + shardings + " is no NamedSharding; give one for each argument, or a List or Map of them with its parts.");
        }
    }

    /** A tree of specs on one mesh. */
    static Object on(Mesh mesh, Object specs) {
        return Specs.mapped(specs, s -> new NamedSharding(mesh, s));
    }

    /** The value with its arrays where they are to be: those on a mesh of a plugin's devices are copied to these. */
    static Object put(Object value, Object shardings) {
        Object laidOut = of(value, shardings, "the value");
        return laidOut == null ? null : TreeWalk.map((path, leaves) -> leaves.get(0) instanceof NDArray x ? onDevices(x) : leaves.get(0), List.of(laidOut));
    }

    private static NDArray onDevices(NDArray x) {
        NamedSharding s = x.sharding();
        return s == null || !Specs.isReal(s.mesh()) ? x : PlacedArrays.put(x, s.mesh().axes(), s.spec().partition()).with(s);
    }

    /** The value with its arrays laid out; {@code what} says which value it is. */
    static Object of(Object value, Object shardings, String what) {
        if (value == null) {
            return null;
        }
        if (shardings instanceof NamedSharding s) {
            return TreeWalk.map((path, leaves) -> leaves.get(0) instanceof NDArray x ? x.with(s) : leaves.get(0), List.of(value));
        }
        List<Object> parts = TreeWalk.isLeaf(value) ? List.of() : TreeWalk.parts(value);
        List<Object> keys = TreeWalk.isLeaf(value) ? List.of() : TreeWalk.keys(value);
        boolean fits = !TreeWalk.isLeaf(value) && (shardings instanceof List<?> l ? l.size() == parts.size() : shardings instanceof Map<?, ?> m && keys.containsAll(m.keySet()));
        if (!fits) {
            throw new JacobiException("The shardings " + shardings + " do not fit " + what + (keys.isEmpty() ? "" : ", whose parts are " + keys)
                + "; give one NamedSharding, or a List or Map of them with its parts.");
        }
        var placed = new ArrayList<Object>();
        for (int i = 0; i < parts.size(); i++) {
            Object s = shardings instanceof List<?> l ? l.get(i) : ((Map<?, ?>) shardings).get(keys.get(i));
            placed.add(s == null ? parts.get(i) : of(parts.get(i), s, what + " at " + keys.get(i)));
        }
        return TreeWalk.with(value, placed);
    }
}
