package dev.jacobi.array.mesh;

import dev.jacobi.Device;
import dev.jacobi.JacobiException;
import dev.jacobi.Mesh;
import dev.jacobi.NamedSharding;
import dev.jacobi.PartitionSpec;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Partition;
import dev.jacobi.spi.Sharding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Specs of arguments and results as users give them: one, or lists, arrays and maps of them with an entry for each part of a value. */
public final class Specs {
    /** The back end whose devices are a plugin's. */
    public static final String PLUGIN = "tpu";

    private Specs() {
    }

    /** How the arguments and the result of shardMap's function are divided. */
    public static Sharding sharding(Mesh mesh, Object in, Object out) {
        if (mesh == null) {
            throw new JacobiException("The mesh is null; give Mesh.of(Jacobi.devices(..), ..).");
        }
        return new Sharding(axes(mesh), each(in).stream().map(Specs::partitions).toList(), partitions(out));
    }

    /** The mesh as the engine knows it. */
    public static MeshAxes axes(Mesh mesh) {
        return new MeshAxes(mesh.axisNames(), mesh.sizes(), isReal(mesh) ? mesh.devices().stream().map(Device::id).toList() : List.of());
    }

    /** The mesh that the engine knows as this; where devices are simulated, that of the first ones. */
    public static Mesh mesh(MeshAxes axes) {
        List<Device> devices = axes.isReal() ? axes.devices().stream().map(id -> new Device(PLUGIN, id)).toList() : IntStream.range(0, axes.places()).mapToObj(k -> new Device("cpu", k)).toList();
        return new Mesh(devices, axes.names(), axes.sizes());
    }

    /** How an array lies there. */
    public static NamedSharding sharding(MeshAxes axes, Partition p) {
        return new NamedSharding(mesh(axes), new PartitionSpec(Partition.trimmed(p.axes()).axes()));
    }

    /** Whether the devices are a plugin's. */
    public static boolean isReal(Mesh mesh) {
        return !mesh.devices().isEmpty() && mesh.devices().get(0).backend().equals(PLUGIN);
    }

    private static List<Object> each(Object specs) {
        if (specs == null) {
            throw new JacobiException("The specs are null; give one PartitionSpec for each argument, or one for all.");
        }
        return specs instanceof List<?> l ? new ArrayList<>(l) : specs instanceof Object[] a ? Arrays.asList(a) : List.of(specs);
    }

    /** A tree of specs as the engine knows it. */
    public static Object partitions(Object specs) {
        return mapped(specs, s -> new Partition(s.axes()));
    }

    /** Each spec of a tree made something else. */
    public static Object mapped(Object specs, Function<PartitionSpec, Object> f) {
        if (specs instanceof PartitionSpec || specs instanceof NamedSharding) {
            return f.apply(specs instanceof NamedSharding s ? s.spec() : (PartitionSpec) specs);
        }
        if (specs instanceof List<?> l) {
            return l.stream().map(x -> mapped(x, f)).toList();
        }
        if (specs instanceof Object[] a) {
            return Arrays.stream(a).map(x -> mapped(x, f)).toList();
        }
        if (specs instanceof Map<?, ?> m) {
            var out = new LinkedHashMap<Object, Object>();
            m.forEach((k, x) -> out.put(k, mapped(x, f)));
            return out;
        }
        throw new JacobiException("The spec " + specs + " is no PartitionSpec; give one, or a List or Map of them with the parts of the value.");
    }
}
