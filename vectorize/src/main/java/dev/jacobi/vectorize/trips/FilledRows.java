package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Versions;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Arrays that are made full of one number, and of which each trip of a loop has its own row, as {@code o = new double[n][]; for (i..) { o[i] = new double[m]; .. }} makes them. A trip that first fills its row with the number that is there
 * anyway does not have to; and where each trip does nothing but to store one number, as what says whether a row is there is {@code true} from then on, the array is full of it behind the loop. Such loops then are those of programs that
 * make all rows at once, {@code new double[n][m]}.
 */
public final class FilledRows implements Optimisation {
    @Override
    public String name() {
        return "filled-rows";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.FOR)) {
            return in;
        }
        Definitions defs = Definitions.in(in.body());
        Set<Var> done = new HashSet<>();
        return Rewrite.run(in, (e, r) -> {
            Eqn old = r.old();
            if (old.prim() != Prim.FOR) {
                return false;
            }
            Eqn plain = withoutFills(old, defs);
            if (plain != old) {
                r.append(plain);
                return true;
            }
            return full(old, defs, done, r);
        });
    }

    /** Replaces what the loop fills behind it. */
    private static boolean full(Eqn loop, Definitions defs, Set<Var> done, Rewrite r) {
        RegionView view = RegionView.of(loop);
        List<RegionView.Slot> filled = view.slots().stream().filter(s -> made(s, defs) != null && filling(loop, s, made(s, defs), List.of()) != null && done.add(s.result())).toList();
        if (filled.isEmpty()) {
            return false;
        }
        r.append(loop);
        for (RegionView.Slot s : filled) {
            Eqn made = made(s, defs);
            List<Atom> extents = r.atoms(made.in().subList(1, made.in().size()));
            r.replace(s.result(), r.b.full(filling(loop, s, made, List.of()), s.result().type().dims(), extents));
        }
        return true;
    }

    /** The equation that makes what the slot starts from, an array full of one number; null where it is something else. */
    private static Eqn made(RegionView.Slot s, Definitions defs) {
        Eqn e = s.init() instanceof Var v && v.isArray() ? defs.of(v, Prim.FULL) : null;
        return e != null && e.in().get(0) instanceof Lit ? e : null;
    }

    /** The number that the loop, in the trips {@code around} it, stores in all elements that these trips have, doing nothing else with the array; null where it does something else. */
    private static Lit filling(Eqn loop, RegionView.Slot s, Eqn made, List<Var> around) {
        var trips = new ArrayList<>(around);
        trips.add(Regions.trip(loop));
        if (trips.size() >= made.in().size() || !loop.in().get(0).equals(made.in().get(trips.size()))) {
            return null;
        }
        Region body = RegionView.of(loop).body();
        Eqn e = Regions.definition(body.body(), s.yield());
        Map<Integer, Integer> uses = Regions.uses(body.body(), body.out());
        if (e == null || uses.getOrDefault(s.param().id(), 0) != 1 || uses.get(((Var) s.yield()).id()) != 1) {
            return null; // who reads the array in the loop needs the loop's
        } else if (e.prim() == Prim.UPDATE) {
            return e.in().get(0).equals(s.param()) && e.indices().equals(trips) && e.written() instanceof Lit v ? v : null;
        }
        RegionView.Slot inner = e.prim() == Prim.FOR ? RegionView.ofResult(e, s.yield()) : null;
        return inner != null && s.param().equals(inner.init()) ? filling(e, inner, made, trips) : null;
    }

    /** The loop whose trips do not fill their rows with what is there; the same where there are no such fills. */
    private static Eqn withoutFills(Eqn loop, Definitions defs) {
        RegionView view = RegionView.of(loop);
        Region body = view.body();
        for (RegionView.Slot s : view.slots()) {
            Eqn made = made(s, defs);
            Eqn fill = made == null ? null : body.body().stream().filter(e -> repeats(e, s.param(), view.trip(), made)).findFirst().orElse(null);
            if (fill != null && keepsToRows(view, s)) {
                List<Eqn> rest = body.body().stream().filter(e -> e != fill).toList();
                Region without = Rewrite.substitute(new Region(body.params(), rest, body.out()), Map.of(fill.result().id(), s.param()));
                return withoutFills(loop.withRegions(List.of(without)), defs);
            }
        }
        return loop;
    }

    /** Whether this is a loop, or a nest of loops, that stores in elements of the trip's row of an array, and nowhere else, what the array was made of. */
    private static boolean repeats(Eqn e, Atom array, Var trip, Eqn made) {
        if (e.prim() != Prim.FOR || e.out().size() != 1 || !e.in().get(1).equals(array)) {
            return false;
        }
        RegionView view = RegionView.of(e);
        RegionView.Slot s = view.slots().get(0);
        return view.body().body().stream().allMatch(x -> x.prim() == Prim.UPDATE ? x.in().get(0).equals(s.param()) && x.result().equals(s.yield()) && x.indices().get(0).equals(trip) && x.written().equals(made.in().get(0))
            : repeats(x, s.param(), trip, made) && x.result().equals(s.yield()));
    }

    /** Whether all that a loop stores in an array goes to the rows whose numbers are the trips'. */
    private static boolean keepsToRows(RegionView loop, RegionView.Slot s) {
        Set<Integer> versions = Versions.of(loop, s);
        return versions != null && !Regions.any(loop.body().body(), e -> e.prim() == Prim.UPDATE && e.in().get(0) instanceof Var v && versions.contains(v.id()) && !e.indices().get(0).equals(loop.trip()));
    }
}
