package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the body of a small recursive function in place of its calls of itself, once, as HotSpot does: most calls of a recursion are its leaves,
 * which then cost no call.
 */
public final class Unfold {
    private static final int SMALL = 60;
    private static final int MOST_CALLS = 2;
    private final String name;
    private final Func f;
    private final Builder b;
    private final Map<Var, Atom> replaced = new HashMap<>();

    private Unfold(String name, Func f) {
        this.name = name;
        this.f = f;
        b = new Builder(Regions.firstFreeId(f));
    }

    /** As a pass on all functions but {@code main}, which nobody calls. */
    public static Pass pass(String main) {
        return PassBuilder.named("unfold").keeps(Property.LOWERED, Property.NO_VIEWS).mayBeLeftOut().all(m -> {
            var funcs = new LinkedHashMap<String, Func>();
            m.funcs().forEach((name, f) -> funcs.put(name, name.equals(main) ? f : once(name, f)));
            return new Module(funcs);
        });
    }

    /** The function with its own calls unfolded; as it is when it makes none, too many, or is large. */
    public static Func once(String name, Func f) {
        int[] calls = {0};
        Regions.each(f.body(), e -> calls[0] += calls(e, name) ? 1 : 0);
        if (calls[0] == 0 || calls[0] > MOST_CALLS || Regions.size(f.body()) > SMALL) {
            return f;
        }
        var u = new Unfold(name, f);
        u.body(f.body());
        return u.b.build(f.in(), u.atoms(f.out()));
    }

    private static boolean calls(Eqn e, String name) {
        return e.prim() == Prim.CALL && ((Params.Call) e.params()).name().equals(name);
    }

    private List<Atom> atoms(List<Atom> as) {
        return as.stream().map(a -> a instanceof Var v ? replaced.getOrDefault(v, v) : a).toList();
    }

    private void body(List<Eqn> body) {
        for (Eqn e : body) {
            Eqn now = new Eqn(e.prim(), atoms(e.in()), e.params(), e.out());
            if (calls(e, name)) {
                List<Atom> out = Rewrite.inline(b, f, now.in());
                for (int k = 0; k < out.size(); k++) {
                    replaced.put(e.out().get(k), out.get(k));
                }
            } else {
                b.append(Regions.map(now, this::region));
            }
        }
    }

    private Region region(Region r) {
        b.open();
        body(r.body());
        return b.close(r.params(), atoms(r.out()));
    }
}
