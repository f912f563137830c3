package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.ir.simplify.Simplify;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a trip of a map reads of an array before it has written to it is what was there before the map, as no other trip may write there; where the array was filled with a number
 * it is that number; so it is in other loops, where {@link UntouchedReads} finds that nothing was written before. Sums that go to elements of a new array ({@code g[i] += x}, as gradients have them) only
 * write then.
 */
public final class FilledReads {
    /** By arrays, what any of their elements is, and by the results of reads, what these find. */
    private final Map<Integer, Lit> filled = new HashMap<>();

    private FilledReads() {
    }

    /** As a pass on lowered functions. */
    public static FunctionPass pass() {
        return PassBuilder.named("filled-reads").keeps(Property.LOWERED).mayBeLeftOut().each(FilledReads::run);
    }

    static Func run(Func f) {
        var reads = new FilledReads();
        reads.find(f.body());
        reads.filled.putAll(UntouchedReads.of(f));
        Func out = reads.filled.isEmpty() ? f : Rewrite.ofLoops(f, (e, r) -> {
            Lit value = e.prim() == Prim.INDEX && e.result().type().isScalar() && r.old().in().get(0) instanceof Var v ? reads.filled.getOrDefault(r.old().result().id(), reads.filled.get(v.id())) : null;
            if (value != null) {
                r.replace(e.result(), value);
            }
            return value != null;
        });
        return out == f ? f : new Simplify().run(out);
    }

    private void find(List<Eqn> body) {
        for (Eqn e : body) {
            if (e.prim() == Prim.FULL && e.in().get(0) instanceof Lit l && !l.isUnset()) {
                filled.put(e.result().id(), l);
            }
            for (Region r : Regions.of(e)) {
                for (int k = 1; e.prim() == Prim.MAP && LaneRows.carries(e) && k < e.in().size(); k++) {
                    if (e.in().get(k) instanceof Var v && filled.containsKey(v.id())) {
                        filled.put(r.params().get(k).id(), filled.get(v.id()));
                    }
                }
                find(r.body());
            }
        }
    }
}
