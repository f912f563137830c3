package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.LinkedHashMap;

/**
 * Puts the body of a small recursive function in place of its calls of itself, once, as HotSpot does: most calls of a recursion are its leaves,
 * which then cost no call.
 */
public final class Unfold {
    private static final int SMALL = 60;
    private static final int MOST_CALLS = 2;
    private Unfold() {
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
        return Rebuild.run(f, to -> e -> calls(e, name) ? Rewrite.inline(to.builder(), f, e.in()) : null);
    }

    private static boolean calls(Eqn e, String name) {
        return e.prim() == Prim.CALL && ((Params.Call) e.params()).name().equals(name);
    }
}
