package dev.jacobi.transform.program;

import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.spi.Partition;
import dev.jacobi.spi.Sharding;
import dev.jacobi.spi.Transformation;
import java.util.ArrayList;
import java.util.List;

/** How the inputs and results of a function's program lie on a mesh, for a compiler that makes one program for all its devices. */
public final class ProgramSharding {
    private ProgramSharding() {
    }

    /** Null for a function that is on no mesh. What a transformation gives of a function on a mesh has the function's inputs; gradients lie as what they belong to, and the compiler says where other results are. */
    public static MeshSharding of(ValueTree function, Program p) {
        Sharding s = onMesh(function);
        if (s == null) {
            return null;
        }
        var in = new ArrayList<List<List<String>>>();
        for (int i = 0; i < p.args().size() && hasItsArguments(function); i++) {
            // tangents, which come behind the arguments, are like these
            add(in, LeafSpecs.of(p.args().get(i), s.in(i), "argument " + i));
        }
        while (in.size() < p.main().in().size()) {
            in.add(List.of());
        }
        var out = new ArrayList<List<List<String>>>();
        if (isSame(function) && s.out() != null) {
            add(out, LeafSpecs.of(p.result(), s.out(), "the result"));
        } else {
            add(out, gradients(function, p, s));
        }
        return new MeshSharding(s.mesh().names(), s.mesh().sizes(), s.mesh().devices(), in, out);
    }

    /** The same for a program that devices of a plugin are to run; null for others. */
    public static MeshSharding onDevices(ValueTree function, Program p) {
        Sharding s = onMesh(function);
        try {
            return s == null || !s.mesh().isReal() ? null : of(function, p);
        } catch (IllegalArgumentException e) {
            throw new Refusal(ReasonCode.SPEC, e.getMessage(), p.entry());
        }
    }

    /** How gradients lie by arguments of the function on the mesh, with their value, if any, whole on each device in front; none of other functions. */
    private static List<Partition> gradients(ValueTree function, Program p, Sharding s) {
        if (function instanceof ValueTree.Word w && own(w) == null && w.transformation().isTransparent()) {
            return gradients(w.functions().get(0), p, s);
        }
        if (!(function instanceof ValueTree.Word w && w.transformation() instanceof Transformation.Grad g && !g.hasAux() && isSame(w.functions().get(0)))) {
            return List.of();
        }
        List<Integer> by = ArgumentNumbers.of(g.argnums(), p.args().size(), "argnums");
        Object specs = by.size() == 1 ? s.in(by.get(0)) : by.stream().map(s::in).toList();
        var whole = new Partition(List.of());
        return LeafSpecs.of(p.result(), g.value() ? List.of(whole, specs) : specs, "the gradient");
    }

    private static void add(List<List<List<String>>> to, List<Partition> specs) {
        specs.forEach(s -> to.add(s.axes()));
    }

    private static Sharding onMesh(ValueTree function) {
        if (!(function instanceof ValueTree.Word w) || w.transformation() instanceof Transformation.Vmap) {
            return null;
        }
        Sharding own = own(w);
        return own != null ? own : onMesh(w.functions().get(0));
    }

    /** Whether arguments are those of the function on the mesh, one by one, perhaps followed by their tangents. */
    private static boolean hasItsArguments(ValueTree function) {
        return !(function instanceof ValueTree.Word w) || own(w) != null
            || !(w.transformation() instanceof Transformation.Vjp) && !(w.transformation() instanceof Transformation.Jvp j && j.packed()) && hasItsArguments(w.functions().get(0));
    }

    private static Sharding own(ValueTree.Word w) {
        return w.transformation() instanceof Transformation.ShardMap s ? s.on() : w.transformation() instanceof Transformation.Jit j ? j.on() : null;
    }

    /** Whether results are those of the function on the mesh. */
    private static boolean isSame(ValueTree function) {
        return function instanceof ValueTree.Word w && (own(w) != null || w.transformation().isTransparent() && isSame(w.functions().get(0)));
    }
}
