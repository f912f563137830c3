package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Val;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Code that estimates, when a parallel loop is reached, how many nanoseconds one of its iterations takes: what an equation costs by and large,
 * times the trip counts of inner loops as far as they follow from values known at that point. The loop's own index counts as half
 * its range.
 */
final class IterationTime {
    private static final double NANOS = 0.35;
    private static final double UNKNOWN_TRIPS = 20;
    private final EquationEmitter g;
    private final FnText fn;
    private final Map<Var, Val> known = new HashMap<>();
    private final Map<Var, Atom> arrays = new HashMap<>();

    IterationTime(EquationEmitter g) {
        this.g = g;
        this.fn = g.fn;
    }

    /** Nanoseconds per iteration as a double text; {@code n} is the trip count as i64. */
    String perIteration(Eqn e, String n) {
        Region r = Regions.of(e).get(0);
        Var index = r.params().get(0);
        String half = fn.def("ashr i64 " + n + ", 1");
        known.put(index, Val.uniform(index.dtype(), fn.resized(half, Long.SIZE, index.dtype().bits())));
        String work = loopBody(e, r);
        return fn.def("fmul double " + work + ", " + Ty.real(DType.F64, NANOS));
    }

    private String loopBody(Eqn e, Region r) {
        RegionView.of(e).carried().forEach(c -> arrays.put(c.param(), c.init()));
        double speed = Math.min(8, g.facts.lanes(r.params().isEmpty() ? null : r.params().get(0)));
        String w = body(r.body());
        return speed > 1 ? fn.def("fmul double " + w + ", " + Ty.real(DType.F64, 1.5 / speed)) : w;
    }

    private String body(List<Eqn> body) {
        double fixed = 1;
        String sum = null;
        for (Eqn e : body) {
            boolean counted = e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.SCAN || e.prim() == Prim.HIST;
            if (counted) {
                sum = plus(sum, times(trips(e.in().get(0)), loopBody(e, Regions.of(e).get(0))));
            } else if (e.prim() == Prim.WHILE) {
                Params.While w = (Params.While) e.params();
                sum = plus(sum, times(Ty.real(DType.F64, UNKNOWN_TRIPS), plus(body(w.cond().body()), body(w.body().body()))));
            } else if (e.prim() == Prim.COND) {
                for (Region r : Regions.of(e)) {
                    sum = plus(sum, body(r.body()));
                }
            } else {
                fixed += cost(e);
                learn(e);
            }
        }
        return plus(sum, Ty.real(DType.F64, fixed));
    }

    private String plus(String a, String b) {
        return a == null ? b : fn.def("fadd double " + a + ", " + b);
    }

    private String times(String a, String b) {
        return fn.def("fmul double " + a + ", " + b);
    }

    private static double cost(Eqn e) {
        return switch (e.prim().group()) {
            case UNARY, BINARY -> e.prim() == Prim.DIV || e.prim() == Prim.REM || e.prim() == Prim.SQRT ? 6 : 1;
            case CONTROL -> e.prim() == Prim.CALL ? 60 : 1;
            case ACCESS -> 1.5;
            case COMPARE, TERNARY, CONVERSION, LINEAR, COLLECTIVE, MARK -> 1;
            case RANDOM -> 80;
            case STRUCTURAL -> e.prim() == Prim.DIM || e.prim() == Prim.RESHAPE ? 0 : 40;
            case REDUCTION, LIBRARY -> 40;
        };
    }

    /** Values that follow simply from known ones are computed here too. */
    private void learn(Eqn e) {
        if (e.prim() == Prim.DIM) {
            Atom a = e.in().get(0);
            while (a instanceof Var v && arrays.containsKey(v)) {
                a = arrays.get(v);
            }
            if (a instanceof Var v && g.env.get(v) instanceof Value.Arr arr) {
                known.put(e.result(), g.ops.apply(Prim.CONVERT, new Params.To(DType.I32), List.of(EquationEmitter.i64(arr.dims().get(((Params.Axis) e.params()).axis()))), DType.I32));
            }
        } else if (e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD) {
            arrays.put(e.result(), e.in().get(0));
        } else if (isExtent(e.prim()) && !e.result().dtype().isFloat() && e.in().stream().allMatch(a -> value(a) != null)) {
            known.put(e.result(), g.ops.apply(e.prim(), e.params(), e.in().stream().map(this::value).toList(), e.result().dtype()));
        }
    }

    /** What numbers of trips are computed by, of integers. */
    private static boolean isExtent(Prim p) {
        return switch (p.group()) {
            case UNARY -> p == Prim.NEG;
            case BINARY -> p != Prim.REM && p != Prim.OR && p != Prim.XOR && p != Prim.MULHI;
            case CONVERSION -> p == Prim.CONVERT;
            case COMPARE, TERNARY, STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> false;
        };
    }

    private Val value(Atom a) {
        if (a instanceof Lit l) {
            return g.val(l);
        }
        Val v = known.get((Var) a);
        return v != null ? v : g.env.get((Var) a) instanceof Val x && x.isUniform() && x.parts().size() == 1 ? x : null;
    }

    private String trips(Atom n) {
        Val v = value(n);
        if (v == null) {
            return Ty.real(DType.F64, UNKNOWN_TRIPS);
        }
        String wide = g.ops.intrinsic("smax", DType.I64, 1, g.extent(v), "0");
        return fn.def("sitofp i64 " + wide + " to double");
    }
}
