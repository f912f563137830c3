package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes one loop for each group of another loop's statements. */
final class Loops {
    private final Statements statements;
    private final Builder b;
    /** The arrays as the loops so far have left them. */
    private final Map<Slot, Atom> now = new HashMap<>();
    private final Set<Slot> done = new HashSet<>();

    /** The loops go to the builder, which has all variables of the function below its next one. */
    Loops(Statements statements, Builder b) {
        this.statements = statements;
        this.b = b;
        statements.loop.slots().forEach(s -> now.put(s, s.init()));
    }

    void append(List<Statements.Group> groups) {
        for (int k = 0; k < groups.size(); k++) {
            append(groups.get(k), groups.subList(k + 1, groups.size()));
        }
    }

    private void append(Statements.Group group, List<Statements.Group> later) {
        RegionView loop = statements.loop;
        var copy = new Rewrite(b);
        Var trip = copy.rename(loop.trip());
        Set<Slot> written = written(group);
        var params = new HashMap<Slot, Var>();
        var local = new HashMap<>(now);
        for (Slot s : loop.slots()) {
            if (written.contains(s) || group.carries().contains(s)) {
                params.put(s, copy.rename(s.param()));
                local.put(s, params.get(s));
            }
        }
        b.open();
        for (int k = 0; k < statements.body.size(); k++) {
            if (group.eqns().contains(k)) {
                Eqn e = statements.body.get(k);
                Statements.uses(e).stream().filter(v -> statements.slots.containsKey(v.id())).forEach(v -> copy.replace(v, local.get(statements.slots.get(v.id()))));
                copy.append(e);
                e.out().stream().filter(v -> statements.slots.containsKey(v.id())).forEach(v -> local.put(statements.slots.get(v.id()), copy.atom(v)));
            }
        }
        List<Eqn> body = b.close();
        var slots = new ArrayList<Slot>();
        for (Slot s : loop.slots()) {
            if (params.containsKey(s)) {
                boolean array = written.contains(s);
                boolean last = array ? later.stream().noneMatch(g -> written(g).contains(s)) : done.add(s);
                Var result = last ? s.result() : b.fresh(s.result().type());
                slots.add(Slot.of(s.role(), array ? now.get(s) : s.init(), params.get(s), array ? local.get(s) : copy.atom(s.yield()), result));
                if (array) {
                    now.put(s, result);
                }
            }
        }
        b.append(RegionView.loop(Prim.FOR, loop.extent(), loop.head(), trip, slots, body));
    }

    private Set<Slot> written(Statements.Group group) {
        var written = new HashSet<Slot>();
        group.eqns().forEach(k -> statements.body.get(k).out().stream().filter(v -> statements.slots.containsKey(v.id())).forEach(v -> written.add(statements.slots.get(v.id()))));
        return written;
    }
}
