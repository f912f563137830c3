package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop that only keeps what the last trip has that meets a condition, {@code if (a[i] < 0) { at = i; value = a[i]; }}, becomes a reduction, which looks for that trip, and a trip of its own.
 */
public final class LastWhere implements Optimisation {
    private static final int MOST_EQUATIONS = 40;

    @Override
    public String name() {
        return "last-where";
    }

    @Override
    public Func run(Func in) {
        return Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.FOR && found(e, r));
    }

    private static boolean found(Eqn e, Rewrite r) {
        RegionView view = RegionView.of(e);
        List<Eqn> body = view.body().body();
        if (view.slots().isEmpty() || body.isEmpty() || body.size() > MOST_EQUATIONS || !body.stream().allMatch(LastWhere::plain)) {
            return false;
        }
        Set<Integer> carried = Set.copyOf(view.slots().stream().map(s -> s.param().id()).toList());
        Map<Integer, Integer> uses = Regions.uses(body, List.of());
        Atom condition = null;
        var values = new ArrayList<Atom>();
        for (RegionView.Slot s : view.slots()) {
            Eqn choice = Regions.definition(body, s.yield());
            if (choice == null || choice.prim() != Prim.SELECT || !choice.in().get(2).equals(s.param()) || uses.getOrDefault(s.param().id(), 0) != 1
                || condition != null && !condition.equals(choice.in().get(0))) {
                return false;
            }
            condition = choice.in().get(0);
            values.add(choice.in().get(1));
        }
        // each carry is used once, by its own choice; so neither conditions nor values depend on one, if choices are used by nothing else
        if (view.slots().stream().anyMatch(s -> uses.containsKey(((Var) s.yield()).id())) || values.stream().anyMatch(v -> v instanceof Var x && carried.contains(x.id()))
            || condition instanceof Var c && carried.contains(c.id())) {
            return false;
        }
        write(view, condition, values, r);
        return true;
    }

    private static boolean plain(Eqn e) {
        return ElementAccess.isOne(e, Prim.INDEX) || e.computesScalars() && e.prim().form() != Prim.Form.FUNCTION;
    }

    private static void write(RegionView view, Atom condition, List<Atom> values, Rewrite r) {
        Builder b = r.b;
        Atom n = view.head();
        Lit none = Lit.of(n.dtype(), -1);
        List<Eqn> body = view.body().body().stream().filter(x -> view.slots().stream().noneMatch(s -> x.out().contains(s.yield()))).toList();
        Var last = b.reduce(Prim.MAX, view.extent(), n, none, i -> {
            Rewrite copy = r.beside().replace(view.trip(), i);
            copy.append(body);
            return b.emit(Prim.SELECT, copy.atom(condition), i, none);
        });
        r.replace(view.eqn().out(), b.cond(b.emit(Prim.GE, last, Lit.zero(n.dtype())), () -> {
            Rewrite copy = r.beside().replace(view.trip(), last);
            copy.append(body);
            return copy.atoms(values);
        }, view::inits));
    }
}
