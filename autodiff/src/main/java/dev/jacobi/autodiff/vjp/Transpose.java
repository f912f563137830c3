package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import dev.jacobi.ir.simplify.Simplify;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The transpose of a function that is linear in some of its inputs: its reverse mode, which does not depend on their values. */
public final class Transpose {
    private Transpose() {
    }

    /**
     * The module with {@code transpose(entry)}: its inputs are those of the entry that are not linear and then a cotangent per floating output; its
     * outputs are a cotangent per linear input.
     *
     * @throws IllegalArgumentException when a linear input is not floating, or is an array whose extents nothing else tells
     */
    public static Module of(Module m, String entry, List<Boolean> linear) {
        Module v = Vjp.of(m, entry, linear);
        Func f = m.get(entry);
        Func g = v.get("vjp(" + entry + ")");
        var code = new FormulaBuilder(new Builder(Regions.firstFreeId(g)));
        var copy = new Rewrite(code);
        var in = new ArrayList<Var>();
        for (int k = 0; k < g.in().size(); k++) {
            if (k >= linear.size() || !linear.get(k)) {
                in.add(g.in().get(k));
            }
        }
        for (int k = 0; k < linear.size(); k++) {
            if (linear.get(k)) {
                copy.replace(g.in().get(k), zero(code, g.in().get(k), in));
            }
        }
        code.append(copy.body(g.body()));
        List<Atom> out = copy.atoms(g.out().subList(f.out().size(), g.out().size()));
        var funcs = new LinkedHashMap<String, Func>();
        funcs.put("transpose(" + entry + ")", new Simplify().run(code.build(in, out)));
        v.funcs().forEach(funcs::putIfAbsent);
        funcs.remove("vjp(" + entry + ")");
        return new Module(funcs);
    }

    private static Atom zero(FormulaBuilder code, Var v, List<Var> others) {
        if (v.type().isScalar()) {
            return Lit.zero(v.dtype());
        }
        var extents = new ArrayList<Atom>();
        for (Dim d : v.type().dims()) {
            Atom n = d.isConst() ? Lit.i32((int) d.add()) : null;
            for (Var w : others) {
                int k = d.isUnknown() ? -1 : w.type().dims().indexOf(d);
                n = n == null && k >= 0 ? code.extent(w, k) : n;
            }
            if (n == null) {
                throw new NoRule("the transpose cannot know the extent " + d + " of its result of type " + v.type()
                    + ": no other input has it");
            }
            extents.add(n);
        }
        return code.full(Lit.zero(v.dtype()), v.type().dims(), extents);
    }
}
