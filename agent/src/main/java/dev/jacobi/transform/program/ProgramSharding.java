package dev.jacobi.transform.program;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.request.Program;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.spi.MeshAxes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the inputs and results of a function's program lie on a mesh, as the marks in the program say, for a compiler that makes one program for all its devices. */
public final class ProgramSharding {
    private final Params.Layout mesh;
    private final Func f;
    private final Map<Integer, Eqn> defs;

    private ProgramSharding(Params.Layout mesh, Func f) {
        this.mesh = mesh;
        this.f = f;
        this.defs = Regions.definitions(f.body());
    }

    /** Null for a program that is on no mesh. It is on that of its first mark; a compiler is told of no other. */
    public static MeshSharding of(Program p) {
        Params.Layout mesh = mesh(p);
        return mesh == null ? null : new ProgramSharding(mesh, p.main()).whole();
    }

    /** The same for the devices of a plugin, which are to run it whatever its marks say. */
    public static MeshSharding onDevices(Program p, MeshAxes mesh) {
        return new ProgramSharding(MeshMarks.mesh(mesh), p.main()).whole();
    }

    /** Whether a plugin's devices are to run a program, as its marks say. */
    public static boolean isOnDevices(Program p) {
        Params.Layout mesh = mesh(p);
        return mesh != null && !mesh.devices().isEmpty();
    }

    private static Params.Layout mesh(Program p) {
        var found = new ArrayList<Params.Layout>();
        var all = new ArrayList<>(List.of(p.main()));
        all.addAll(p.module().funcs().values());
        for (int k = 0; k < all.size() && found.isEmpty(); k++) {
            Regions.each(all.get(k).body(), e -> {
                if (e.params() instanceof Params.Layout l && !l.names().isEmpty()) {
                    found.add(l);
                }
            });
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private MeshSharding whole() {
        var in = new ArrayList<List<List<String>>>();
        Map<Integer, Params.Layout> given = given();
        f.in().forEach(v -> in.add(given.containsKey(v.id()) ? given.get(v.id()).axes() : List.of()));
        var out = new ArrayList<List<List<String>>>();
        f.out().forEach(a -> out.add(result(a)));
        return new MeshSharding(mesh.names(), mesh.sizes(), mesh.devices(), in, out);
    }

    /** What inputs are marked with, before anything else is done to them. */
    private Map<Integer, Params.Layout> given() {
        var marks = new HashMap<Integer, Params.Layout>();
        for (Eqn e : f.body()) {
            if (e.params() instanceof Params.Layout l && isClosed(l) && e.in().get(0) instanceof Var v && f.in().contains(v)) {
                marks.putIfAbsent(v.id(), l);
            }
        }
        return marks;
    }

    /** Null where no mark says it. */
    private List<List<String>> result(Atom a) {
        Eqn e = a instanceof Var v ? defs.get(v.id()) : null;
        return a.type().isScalar() ? List.of() : e != null && e.prim() == Prim.SHARD && isClosed((Params.Layout) e.params()) ? ((Params.Layout) e.params()).axes() : null;
    }

    private boolean isClosed(Params.Layout l) {
        return l.sharesMesh(mesh) && l.whole().isEmpty() && !l.axes().contains(Params.Layout.OPEN);
    }
}
