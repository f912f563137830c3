package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.simplify.Simplify;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Products and quotients of floats that are others but for a sign become those, negated: rounding to nearest knows no sign. {@code f(x)} and {@code f(-x)}, where the function has squares or absolute
 * values of its argument, so share what is slow in it. The bits of a NaN may differ, which Java leaves open.
 */
public final class SignedValues {
    /** A product or quotient of operands without their signs. */
    private record Key(Prim prim, Atom a, Atom b) {
    }

    /** A value, or its opposite. */
    private record Signed(Atom atom, boolean negative) {
    }

    private final Deque<Map<Key, Signed>> known = new ArrayDeque<>();
    private final Map<Atom, Signed> values = new HashMap<>();
    private boolean shared;

    private SignedValues() {
    }

    /** As a pass; what has become the same beyond the products is made once, too. */
    public static FunctionPass pass() {
        var simplify = new Simplify();
        return PassBuilder.named("signed-values").mayBeLeftOut().each(f -> {
            Func done = run(f);
            return done == f ? f : simplify.run(done);
        });
    }

    static Func run(Func f) {
        if (!Regions.any(f.body(), e -> e.prim() == Prim.NEG && isReal(e))) {
            return f;
        }
        var s = new SignedValues();
        Func done = new Func(f.in(), s.body(f.body()), f.out());
        return s.shared ? done : f;
    }

    private static boolean isReal(Eqn e) {
        return e.result().type().isScalar() && (e.result().dtype() == DType.F32 || e.result().dtype() == DType.F64);
    }

    private List<Eqn> body(List<Eqn> body) {
        known.push(new HashMap<>());
        var out = new ArrayList<Eqn>(body.size());
        for (Eqn e : body) {
            Eqn now = Regions.map(e, r -> new Region(r.params(), body(r.body()), r.out()));
            out.add(now.out().size() == 1 && isReal(now) ? value(now) : now);
        }
        known.pop();
        return out;
    }

    private Eqn value(Eqn e) {
        if (e.prim() == Prim.NEG) {
            Signed a = signed(e.in().get(0));
            values.put(e.result(), new Signed(a.atom, !a.negative));
            return e;
        } else if (e.prim() != Prim.MUL && e.prim() != Prim.DIV) {
            return e;
        }
        Signed a = signed(e.in().get(0));
        Signed b = signed(e.in().get(1));
        boolean negative = a.negative != b.negative;
        var key = new Key(e.prim(), a.atom, b.atom);
        for (Map<Key, Signed> scope : known) {
            Signed before = scope.get(key);
            if (before != null) {
                shared = true;
                negative ^= before.negative;
                values.put(e.result(), new Signed(before.atom, negative));
                // once 1 is what the simplifier replaces by the value
                return negative ? new Eqn(Prim.NEG, List.of(before.atom), Params.NONE, e.out())
                    : new Eqn(Prim.MUL, List.of(before.atom, Lit.real(before.atom.dtype(), 1)), Params.NONE, e.out());
            }
        }
        known.peek().put(key, new Signed(e.result(), negative));
        return e;
    }

    /** Without its sign: a literal's, or that of negations. */
    private Signed signed(Atom a) {
        if (a instanceof Lit l) {
            double x = l.asDouble();
            boolean negative = x < 0 || x == 0 && 1 / x < 0;
            return new Signed(negative ? Lit.real(l.dtype(), -x) : l, negative);
        }
        return a instanceof Var ? values.getOrDefault(a, new Signed(a, false)) : new Signed(a, false);
    }
}
