package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.InPlace;
import dev.jacobi.llvm.text.Value.Val;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Elements that a body may read again instead of keeping them: those of arrays that the function has made itself, so that no other thread writes to them, and that no equation of the body
 * changes, as the tapes of a gradient's backward loop.
 */
final class Rereading {
    private final EquationEmitter g;
    private final List<Eqn> body;
    private final Map<Var, Boolean> known = new HashMap<>();
    /** The groups of arrays that the body writes to; null until one asks. */
    private Set<Var> written;

    Rereading(EquationEmitter g, List<Eqn> body) {
        this.g = g;
        this.body = body;
    }

    /** Whether an equation, whose value this is, reads such an element. In lanes it does not pay: most elements are gathered. */
    boolean isPossible(Eqn e, Val x) {
        return e.prim() == Prim.INDEX && g.lanes == 1 && x.parts().size() == 1 && ((Params.Access) e.params()).mode() != Params.Mode.CLAMP
            && known.computeIfAbsent((Var) e.in().get(0), this::stays);
    }

    /** Reads the element once more. */
    void again(Eqn e) {
        g.access.reread(e);
    }

    private boolean stays(Var array) {
        for (Var r : g.facts.aliases().roots(array)) {
            Eqn made = g.facts.definition(r);
            if (made == null || made.prim() != Prim.FULL && made.prim() != Prim.ACC_NEW && made.prim() != Prim.COPY) {
                return false;
            }
        }
        if (written == null) {
            written = new HashSet<>();
            Regions.each(body, e -> {
                for (int k : InPlace.operands(e, g.unit.shapes())) {
                    note(e.in().get(k));
                }
                RegionView.of(e).carried().forEach(c -> note(c.init()));
            });
        }
        return !written.contains(g.facts.aliases().group(array));
    }

    private void note(Atom a) {
        if (a instanceof Var v && v.isArray()) {
            written.add(g.facts.aliases().group(v));
        }
    }
}
