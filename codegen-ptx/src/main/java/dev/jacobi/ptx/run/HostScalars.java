package dev.jacobi.ptx.run;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scalar equations on values that the host knows. */
final class HostScalars {
    private static final String NAME = "host";

    private HostScalars() {
    }

    /** Computes an equation; false when it is a check that fails. */
    static boolean run(Eqn e, RunValues frame) {
        if (e.prim() == Prim.CHECK) {
            return frame.lit(e.in().get(0)).asBool();
        }
        if (e.prim() == Prim.DIM) {
            frame.set(e.out().get(0), Lit.i32(frame.placed((Var) e.in().get(0)).dims()[((Params.Axis) e.params()).axis()]));
            return true;
        }
        var in = new ArrayList<Lit>();
        for (Atom a : e.in()) {
            in.add(frame.lit(a));
        }
        Lit folded = Eval.fold(e.prim(), e.params(), in);
        if (folded != null) {
            frame.set(e.out().get(0), folded);
        } else {
            interpret(e, in, frame);
        }
        return true;
    }

    /** What is not elementwise, such as random bits for one key: the reference interpreter knows it. */
    private static void interpret(Eqn e, List<Lit> in, RunValues frame) {
        var vars = new ArrayList<Var>();
        var values = new ArrayList<Tensor>();
        for (int k = 0; k < in.size(); k++) {
            if (e.in().get(k) instanceof Var v && !vars.contains(v)) {
                vars.add(v);
                values.add(Tensor.of(in.get(k)));
            }
        }
        Func f = new Func(vars, List.of(e), List.copyOf(e.out()));
        List<Tensor> out = Interpreter.run(new Module(Map.of(NAME, f)), NAME, values);
        for (int k = 0; k < out.size(); k++) {
            frame.set(e.out().get(k), out.get(k).get(0));
        }
    }
}
