package dev.jacobi.transform.program;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Partition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/** Marks in a program that say how arrays lie on a mesh. They change no value; a compiler for several devices goes by them, and for one device they are taken out. */
public final class MeshMarks {
    private MeshMarks() {
    }

    /** The mesh, for arrays without axes. */
    static Params.Layout mesh(MeshAxes mesh) {
        return Params.Layout.on(mesh.names(), mesh.sizes(), mesh.devices());
    }

    /** The array as one that is divided so. */
    static Atom divided(Builder b, Atom a, MeshAxes mesh, Partition p) {
        return marked(b, a, mesh, IntStream.range(0, a.type().rank()).mapToObj(p::of).toList());
    }

    /** Blocks as what each device has: the first axes are those of the mesh, how a block lies on its device is left open. */
    static Atom blocks(Builder b, Atom a, MeshAxes mesh, List<String> first) {
        return marked(b, a, mesh, IntStream.range(0, a.type().rank()).mapToObj(k -> k < first.size() ? List.of(first.get(k)) : Params.Layout.OPEN).toList());
    }

    private static Atom marked(Builder b, Atom a, MeshAxes mesh, List<List<String>> axes) {
        return axes.isEmpty() ? a : b.emit(Prim.SHARD, mesh(mesh).with(axes), a);
    }

    /** The module without marks. */
    public static Module without(Module m) {
        if (m.funcs().values().stream().noneMatch(f -> Regions.any(f.body(), e -> e.prim() == Prim.SHARD))) {
            return m;
        }
        var funcs = new LinkedHashMap<String, Func>();
        m.funcs().forEach((name, f) -> funcs.put(name, Rewrite.run(f, (e, r) -> {
            if (e.prim() != Prim.SHARD) {
                return false;
            }
            r.replace(e.out(), r.atoms(e.in()));
            return true;
        })));
        return new Module(funcs);
    }
}
