package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ArrayExtents;
import dev.jacobi.ir.analysis.IntFacts;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Equations in i64 for polynomials over a function's integers and the extents of its arrays. */
public final class PolyCode {
    private final Builder b;
    private final IntValues values;
    private final Func in;
    private final UnaryOperator<Atom> now;
    /** Extents that are computed already, by their symbols. */
    final Map<Integer, Atom> known = new HashMap<>();
    /** Filled when a polynomial is first written down, which most functions do without. */
    private Map<Integer, Var> variables;

    /** Variables are called as in the function. */
    public PolyCode(Builder b, IntValues values, Func in) {
        this(b, values, in, p -> p);
    }

    /** {@code now}: what a variable of the function is called where the equations go. */
    PolyCode(Builder b, IntValues values, Func in, UnaryOperator<Atom> now) {
        this.b = b;
        this.values = values;
        this.in = in;
        this.now = now;
    }

    /** Whether a polynomial can be computed so without overflow. */
    public static boolean isSafe(Poly p, IntFacts facts) {
        return SafeSums.isSafe(p, facts);
    }

    /** The polynomial's value, positive terms first. */
    public Atom value(Poly p) {
        Atom sum = null;
        for (boolean negative : new boolean[] {false, true}) {
            for (int k = 0; k < p.size(); k++) {
                if (p.mono(k) != 0 && p.coef(k) < 0 == negative) {
                    Atom term = null;
                    for (int v : Poly.vars(p.mono(k))) {
                        Atom x = symbol(v);
                        term = term == null ? x : b.emit(Prim.MUL, term, x);
                    }
                    term = b.folded(Prim.MUL, term, Lit.i64(Math.abs(p.coef(k))));
                    sum = sum == null ? negative ? b.emit(Prim.NEG, term) : term : b.emit(negative ? Prim.SUB : Prim.ADD, sum, term);
                }
            }
        }
        return sum == null ? Lit.i64(p.constant()) : b.folded(Prim.ADD, sum, Lit.i64(p.constant()));
    }

    /** Whether all are at least zero. */
    public Atom hold(Set<Poly> bounds) {
        Atom ok = null;
        for (Poly p : bounds) {
            Atom holds = b.emit(Prim.GE, value(p), Lit.i64(0));
            ok = ok == null ? holds : b.emit(Prim.AND, ok, holds);
        }
        return ok == null ? Lit.bool(true) : ok;
    }

    private Atom symbol(int v) {
        ArrayExtents.Extent x = values.shapes.extent(v);
        Atom a = known.containsKey(v) ? known.get(v) : x != null ? b.dim(now.apply(x.array()), x.axis()) : now.apply(variable(v));
        return a.dtype() == DType.I64 ? a : b.convert(a, DType.I64);
    }

    private Var variable(int id) {
        if (variables == null) {
            variables = Poly.variables(in);
        }
        return variables.get(id);
    }
}
