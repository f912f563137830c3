package dev.jacobi.vectorize.forms;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The two loops of a nest of sums in the other order, in which one nest may do for all sums what a nest for each would compute several times:
 *
 * <pre>
 *  for i { a = f(i);  for j { q = a / b[j];  x[j, i] += q * c;  s += q * d } }        for j { for i { a = f(i);  q = a / b[j]; .. } }
 * </pre>
 */
public record ExchangedSums(Eqn loop, Atom trips, List<Atom> inits, List<Var> results) {
    /**
     * The nest in the other order, for a loop that has {@code trips}: without any, what is now computed in front of its trips may not be there. What the nest yields stands for these results. Null where it is not two loops with
     * nothing behind the inner one, and nothing but numbers in front.
     */
    public static ExchangedSums of(Eqn outer, Builder b) {
        RegionView out = RegionView.of(outer);
        List<Eqn> body = out.body().body();
        Eqn inner = body.isEmpty() ? null : body.get(body.size() - 1);
        boolean nest = outer.prim() == Prim.FOR && inner != null && inner.prim() == Prim.FOR && Regions.definition(body, RegionView.of(inner).head()) == null && !RegionView.of(inner).head().equals(out.trip())
            && body.subList(0, body.size() - 1).stream().allMatch(e -> Regions.of(e).isEmpty() && e.out().stream().allMatch(v -> v.type().isScalar()) && e.prim() != Prim.ACC_ADD);
        if (!nest || inner.out().size() != outer.out().size()) {
            return null;
        }
        RegionView in = RegionView.of(inner);
        var slots = new ArrayList<Slot>();
        var around = new ArrayList<Slot>();
        var results = new ArrayList<Var>();
        for (Slot s : in.slots()) {
            Slot from = out.ofParam(s.init());
            if (from == null || !from.yield().equals(s.result())) {
                return null;
            }
            Var carried = b.fresh(s.param().type());
            Var handed = b.fresh(s.param().type());
            slots.add(Slot.of(RegionView.Role.CARRY, carried, s.param(), s.yield(), handed));
            around.add(Slot.of(RegionView.Role.CARRY, from.init(), carried, handed, b.fresh(from.result().type())));
            results.add(from.result());
        }
        var all = new ArrayList<>(body.subList(0, body.size() - 1));
        all.addAll(in.body().body());
        var first = new ArrayList<Eqn>();
        var changing = new HashSet<Var>(List.of(out.trip()));
        changing.addAll(slots.stream().map(Slot::param).toList());
        var each = new ArrayList<Eqn>();
        for (Eqn e : all) {
            // what only the loop decides that is now the outer one is computed in it
            boolean varies = Regions.captures(List.of(e)).stream().anyMatch(changing::contains);
            (varies ? each : first).add(e);
            changing.addAll(varies ? e.out() : List.of());
        }
        first.add(RegionView.loop(Prim.FOR, Dim.UNKNOWN, out.head(), out.trip(), slots, each));
        return new ExchangedSums(RegionView.loop(Prim.FOR, Dim.UNKNOWN, in.head(), in.trip(), around, first), out.head(), around.stream().map(Slot::init).toList(), results);
    }
}
