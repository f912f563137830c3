package dev.jacobi.transform.program;

import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Partition;
import dev.jacobi.spi.Transformation;
import java.util.ArrayList;
import java.util.List;

/** How the inputs and results of a function's program lie on a mesh, for a compiler that makes one program for all its devices. */
public final class ProgramSharding {
    private ProgramSharding() {
    }

    /** Null for a function that is on no mesh. What a transformation gives of a function on a mesh has the function's inputs, and the compiler says where its results are. */
    public static MeshSharding of(ValueTree function, Program p) {
        ValueTree.Word w = onMesh(function);
        if (w == null) {
            return null;
        }
        Transformation.ShardMap s = (Transformation.ShardMap) w.transformation();
        var in = new ArrayList<List<List<String>>>();
        for (int i = 0; i < p.args().size(); i++) {
            // a transformation may add arguments, such as tangents, which are like the first ones
            add(in, LeafSpecs.of(p.args().get(i), s.in().get(i % s.in().size()), "argument " + i));
        }
        while (in.size() < p.main().in().size()) {
            in.add(List.of());
        }
        var out = new ArrayList<List<List<String>>>();
        if (isSame(function)) {
            add(out, LeafSpecs.of(p.result(), s.out(), "the result"));
        }
        MeshAxes mesh = s.mesh();
        return new MeshSharding(mesh.names(), mesh.sizes(), in, out);
    }

    private static void add(List<List<List<String>>> to, List<Partition> specs) {
        specs.forEach(s -> to.add(s.axes()));
    }

    private static ValueTree.Word onMesh(ValueTree function) {
        return !(function instanceof ValueTree.Word w) || w.transformation() instanceof Transformation.Vmap ? null
            : w.transformation() instanceof Transformation.ShardMap ? w : onMesh(w.functions().get(0));
    }

    /** Whether results are those of the function on the mesh. */
    private static boolean isSame(ValueTree function) {
        return function instanceof ValueTree.Word w && (w.transformation() instanceof Transformation.ShardMap || w.transformation().isTransparent() && isSame(w.functions().get(0)));
    }
}
