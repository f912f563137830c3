package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.simplify.DeadCode;
import dev.jacobi.llvm.math.MathLibrary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Java has no functions of floats, so {@code (float) Math.exp(x)} is a function of doubles between two conversions. In fast mode it becomes the function of
 * floats, whose result is within 1 unit of a float's last place too, where {@link MathLibrary#brief} has a short one, and products and quotients with square roots of floats
 * ({@code (float) (1 / Math.sqrt(x))}) are computed in floats. In strict mode it may become what gives the same bits as the function of
 * doubles and takes less time ({@link MathLibrary#rounded}).
 */
public final class FloatMath {
    /** Functions in one method that may be put in place twice, as a formula and as what is rare beside it. */
    private static final int MOST_IN_PLACE = 20;

    private final Map<Var, Eqn> definitions = new HashMap<>();
    private final Set<Integer> used = new HashSet<>();
    private final Map<Integer, Integer> uses;
    private final Builder ids;

    private FloatMath(Func f) {
        uses = Regions.uses(f.body(), f.out());
        ids = new Builder(Regions.firstFreeId(f));
    }

    /** As a pass. */
    public static FunctionPass pass() {
        return PassBuilder.named("float-math").mayBeLeftOut().each(FloatMath::run);
    }

    /** As a pass for strict mode: formulas with the same results take the place of functions of which only the rounded result is used. */
    public static FunctionPass rounded() {
        return PassBuilder.named("rounded-float-math").mayBeLeftOut().each(f -> rounded(f, p -> true));
    }

    /**
     * The same for the CPU, where what is rare stands in place, too: neither exponentials nor logarithms, whose functions of doubles take less time than formula and test, and not where there are so many that
     * the code would be long.
     */
    public static FunctionPass roundedInPlace() {
        return PassBuilder.named("rounded-float-math").mayBeLeftOut().each(FloatMath::inPlace);
    }

    static Func inPlace(Func f) {
        int[] uses = {0};
        Regions.each(f.body(), e -> uses[0] += MathLibrary.hasRounded(e.prim()) ? 1 : 0);
        return uses[0] > MOST_IN_PLACE ? f : rounded(f, p -> p == Prim.SIN || p == Prim.COS || p == Prim.TANH);
    }

    static Func rounded(Func f, Predicate<Prim> wanted) {
        FloatMath s = of(f);
        Func done = Rewrite.run(f, (e, r) -> {
            Eqn now = s.single(e);
            Eqn of = now == e || !wanted.test(now.prim()) ? null : s.definitions.get(e.in().get(0));
            Func formula = of == null || s.uses.get(of.result().id()) > 1 ? null : MathLibrary.rounded(now.prim());
            if (formula == null) {
                return false;
            }
            r.replace(e.result(), Rewrite.inline(r.b, formula, r.atoms(now.in())).get(0));
            return true;
        });
        return done == f ? f : new DeadCode().run(done);
    }

    private static FloatMath of(Func f) {
        var s = new FloatMath(f);
        Regions.each(f.body(), e -> e.out().forEach(v -> s.definitions.put(v, e)));
        return s;
    }

    static Func run(Func f) {
        FloatMath s = of(f);
        Var.among(f.out()).forEach(v -> s.used.add(v.id()));
        return new Func(f.in(), s.body(f.body()), f.out());
    }

    /** From the last equation to the first, so that what a replaced one no longer needs is seen, and left out. */
    private List<Eqn> body(List<Eqn> body) {
        var out = new ArrayList<Eqn>();
        for (int k = body.size() - 1; k >= 0; k--) {
            Eqn e = body.get(k);
            boolean between = e.prim() == Prim.CONVERT || MathLibrary.hasBrief(e.prim()) || e.prim() == Prim.SQRT || isScaling(e);
            if (between && !used.contains(e.result().id())) {
                continue;
            }
            List<Eqn> scaled = scaled(e);
            for (Eqn now : scaled.isEmpty() ? List.of(Regions.map(single(e), this::region)) : scaled) {
                Regions.uses(now, used::add);
                out.add(now);
            }
        }
        Collections.reverse(out);
        return out;
    }

    private Region region(Region r) {
        Var.among(r.out()).forEach(v -> used.add(v.id()));
        return new Region(r.params(), body(r.body()), r.out());
    }

    private static boolean isScaling(Eqn e) {
        return (e.prim() == Prim.MUL || e.prim() == Prim.DIV) && e.result().dtype() == DType.F64;
    }

    /** For a product or quotient that is rounded to float, of floats and of square roots of floats that nothing else uses: the same in floats, last equation first. No such root is near the ends of a float's range. */
    private List<Eqn> scaled(Eqn e) {
        Eqn of = rounded(e);
        if (of == null || !isScaling(of) || uses.get(of.result().id()) > 1) {
            return List.of();
        }
        var in = new ArrayList<Atom>();
        var roots = new ArrayList<Eqn>();
        for (Atom a : of.in()) {
            Atom x = single(a);
            Eqn root = x == null ? definitions.get(a) : null;
            Atom under = root == null || root.prim() != Prim.SQRT || uses.get(root.result().id()) > 1 ? null : single(root.in().get(0));
            if (under != null) {
                Var r = ids.fresh(Type.F32);
                roots.add(new Eqn(Prim.SQRT, List.of(under), Params.NONE, List.of(r)));
                x = r;
            }
            if (x == null) {
                return List.of();
            }
            in.add(x);
        }
        roots.add(0, new Eqn(of.prim(), in, Params.NONE, e.out()));
        return roots;
    }

    /** What computes the double that the equation rounds to float, or null. */
    private Eqn rounded(Eqn e) {
        return e.prim() == Prim.CONVERT && e.result().dtype() == DType.F32 && e.in().get(0) instanceof Var v ? definitions.get(v) : null;
    }

    /** The equation, or if it rounds a function of floats to float, that function. */
    private Eqn single(Eqn e) {
        Eqn of = rounded(e);
        if (of == null || of.in().isEmpty() || of.in().get(0).dtype() != DType.F64 || !MathLibrary.hasBrief(of.prim())) {
            return e;
        }
        var in = new ArrayList<Atom>();
        for (Atom a : of.in()) {
            Atom x = single(a);
            if (x == null) {
                return e;
            }
            in.add(x);
        }
        return new Eqn(of.prim(), in, Params.NONE, e.out());
    }

    /** The operand as a float of the same value, or null. */
    private Atom single(Atom a) {
        if (a instanceof Lit l) {
            float x = (float) l.asDouble();
            return x == l.asDouble() ? Lit.f32(x) : null;
        }
        Eqn e = definitions.get(a);
        return e != null && e.prim() == Prim.CONVERT && e.in().get(0).dtype() == DType.F32 ? e.in().get(0) : null;
    }
}
