package dev.jacobi.pjrt.hlo;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.LinkedHashMap;
import java.util.List;

/** f64 written as f32, types and constants. What works on the bits of an f64 has no such form. */
final class Narrow {
    private Narrow() {
    }

    static Module run(Module m) {
        var funcs = new LinkedHashMap<String, Func>();
        m.funcs().forEach((name, f) -> funcs.put(name, new Func(vars(f.in()), body(f.body()), atoms(f.out()))));
        return new Module(funcs);
    }

    static DType dtype(DType d) {
        return d == DType.F64 ? DType.F32 : d;
    }

    static Type type(Type t) {
        return t.with(dtype(t.dtype()));
    }

    private static Var var(Var v) {
        return v.dtype() == DType.F64 ? new Var(v.id(), type(v.type())) : v;
    }

    private static List<Var> vars(List<Var> vs) {
        return vs.stream().map(Narrow::var).toList();
    }

    private static List<Atom> atoms(List<Atom> as) {
        return as.stream().map(Narrow::atom).toList();
    }

    private static Atom atom(Atom a) {
        return a instanceof Var v ? var(v) : a.dtype() == DType.F64 ? Lit.real(DType.F32, ((Lit) a).asDouble()) : a;
    }

    private static List<Eqn> body(List<Eqn> body) {
        return body.stream().map(Narrow::eqn).toList();
    }

    private static Region region(Region r) {
        return new Region(vars(r.params()), body(r.body()), atoms(r.out()));
    }

    private static Eqn eqn(Eqn e) {
        if (e.prim() == Prim.BITCAST && (e.in().get(0).dtype() == DType.F64 || e.result().dtype() == DType.F64)) {
            throw new HloRefusal(HloRefusal.Reason.BITS, "the method works on the bits of doubles, which are written as f32 for this device; leave f64 as it is"
                + " or run the method on the CPU");
        }
        Params p = dev.jacobi.ir.Rewrite.mapRegions(e.params(), Narrow::region);
        if (p instanceof Params.To t) {
            p = new Params.To(dtype(t.dtype()));
        } else if (p instanceof Params.Shape s) {
            p = new Params.Shape(dtype(s.dtype()), s.dims());
        } else if (p instanceof Params.Call c) {
            p = new Params.Call(c.name(), c.results().stream().map(Narrow::type).toList());
        }
        return new Eqn(e.prim(), atoms(e.in()), p, vars(e.out()));
    }
}
