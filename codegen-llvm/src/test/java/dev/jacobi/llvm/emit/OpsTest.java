package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.harness.EdgeValues;
import dev.jacobi.ir.harness.Elementwise;
import dev.jacobi.ir.interp.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every exact elementwise primitive on every type and pairs of edge values: scalar code and lanes give what the interpreter gives. */
public class OpsTest {
    /** A program {@code f} of two arrays of the type that does all of it. */
    public static Module program(DType t) {
        var b = new Builder();
        Type array = Type.of(t, Dim.sym("n"));
        Var x = b.fresh(array);
        Var y = b.fresh(array);
        Var n = b.dim(x, 0);
        Var i = b.fresh(Type.I32);
        b.open();
        Var u = b.index(x, Params.Access.PROMISED, List.of(i));
        Var v = b.index(y, Params.Access.PROMISED, List.of(i));
        var operands = new Elementwise.Operands(List.of(u), List.of(u, v), b.emit(Prim.LT, u, v), List.of(u, u, v));
        var out = new ArrayList<Atom>();
        Elementwise.all(b, operands, p -> p.form() != Prim.Form.FUNCTION).forEach(a -> out.add(a.result()));
        if (t.isInt()) {
            for (long c : new long[] {1, -1, 0, 3, 10, -7}) {
                out.add(b.emit(Prim.DIV, u, Lit.of(t, c)));
                out.add(b.emit(Prim.REM, u, Lit.of(t, c)));
                out.add(b.emit(Prim.SHL, u, Lit.of(t, c)));
            }
        }
        Region r = b.close(List.of(i), out);
        List<Var> results = b.emitAll(Prim.MAP, new Params.Loop(Dim.sym("n"), r), List.of(n));
        Func f = b.build(List.of(x, y), results);
        return Module.of("f", f);
    }

    @ParameterizedTest
    @EnumSource
    void exactOnEdges(DType t) {
        Module m = program(t);
        // three more than all pairs, so that no number of lanes divides it and the last trip is a part of one
        List<Tensor> in = EdgeValues.pairs(EdgeValues.of(t), 3);
        for (int bytes : new int[] {0, 16, 64}) {
            Oracle.compare(m, "f", List.of(), bytes, 1, List.of(in));
        }
    }
}
