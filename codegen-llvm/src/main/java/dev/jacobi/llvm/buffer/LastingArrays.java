package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Arrays whose elements a body may read again instead of keeping them: those that the function has made itself, so that no other thread writes to them, and that no equation of the body
 * changes, as the tapes of a gradient's backward loop.
 */
public final class LastingArrays {
    private final List<Eqn> body;
    private final Aliases aliases;
    private final Function<Var, Eqn> definition;
    private final Map<String, List<Integer>> shapes;
    private final Map<Var, Boolean> known = new HashMap<>();
    /** The groups of arrays that the body writes to; null until one asks. */
    private Set<Var> written;

    /** {@code definition}: the equation of the function that makes an array, or null. */
    public LastingArrays(List<Eqn> body, Aliases aliases, Function<Var, Eqn> definition, Map<String, List<Integer>> shapes) {
        this.body = body;
        this.aliases = aliases;
        this.definition = definition;
        this.shapes = shapes;
    }

    /** Whether the elements of an array stay what they are. */
    public boolean contains(Var array) {
        return known.computeIfAbsent(array, this::stays);
    }

    private boolean stays(Var array) {
        for (Var r : aliases.roots(array)) {
            Eqn made = definition.apply(r);
            if (made == null || made.prim() != Prim.FULL && made.prim() != Prim.ACC_NEW && made.prim() != Prim.COPY) {
                return false;
            }
        }
        if (written == null) {
            written = new HashSet<>();
            Regions.each(body, e -> {
                for (int k : InPlace.operands(e, shapes)) {
                    note(e.in().get(k));
                }
                RegionView.of(e).carried().forEach(c -> note(c.init()));
            });
        }
        return !written.contains(aliases.group(array));
    }

    private void note(Atom a) {
        if (a instanceof Var v && v.isArray()) {
            written.add(aliases.group(v));
        }
    }
}
