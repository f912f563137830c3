package dev.jacobi;

import dev.jacobi.array.mesh.Specs;
import dev.jacobi.spi.FpMode;
import dev.jacobi.spi.Transformation;
import java.util.Arrays;
import java.util.List;

/** From settings as the public methods take them to those of transformations as the engine knows them. */
final class Transform {
    private Transform() {
    }

    /** Numbers of arguments; none means the first. */
    static List<Integer> numbers(int... argnums) {
        if (argnums == null) {
            throw new JacobiException("The argnums are null; give numbers of arguments, or leave them out for the first.");
        }
        return argnums.length == 0 ? List.of(0) : Arrays.stream(argnums).boxed().toList();
    }

    static Transformation vmap(Axes axes) {
        if (axes == null) {
            throw new JacobiException("The axes are null; give Axes.in(..), or leave them out to map axis 0 of each argument.");
        }
        return new Transformation.Vmap(axes.in(), axes.out(), axes.name());
    }

    static Transformation shardMap(Mesh mesh, Object in, Object out) {
        return new Transformation.ShardMap(Specs.sharding(mesh, in, out));
    }

    static Transformation pmap(String axisName) {
        if (axisName == null) {
            throw new JacobiException("The name of pmap's axis is null; give one, for functions of Lax.");
        }
        return new Transformation.Vmap(List.of(), 0, axisName);
    }

    static Transformation jit(Options o) {
        if (o == null) {
            throw new JacobiException("The options are null; give Options.DEFAULT, or leave them out.");
        }
        return new Transformation.Jit(o.staticArgs(), o.backend(), FpMode.named(o.fp().name()), o.donate(), Placement.sharding(o));
    }
}
