package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.vectorize.forms.QuestionsInside;
import dev.jacobi.vectorize.trips.ForwardTrips;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A loop that adds in branches as a nest whose sums have terms of 0 where they are not asked for. The elements that it adds these to are there, in the array or in a larger one ({@link PaddedSums}), where the {@link #answer} says so.
 */
final class QuestionedNest {
    private final SumNest nest;
    private final ElementsThere places;
    private final List<PaddedSums> padded = new ArrayList<>();
    private final Map<Integer, Var> large = new LinkedHashMap<>();
    private final Builder b;

    private QuestionedNest(SumNest nest, Builder b) {
        this.nest = nest;
        this.b = b;
        places = new ElementsThere(nest, b);
    }

    /** Null where a branch does something else. */
    static QuestionedNest of(Eqn loop, Consumer<Eqn> look, Map<Eqn, ElementAccess> accesses, IntValues values, Builder b) {
        Eqn inside = QuestionsInside.of(loop, b);
        UnaskedSums flat = UnaskedSums.of(inside, b);
        SumNest nest = flat == null ? null : SumNest.of(flat.loop());
        if (nest == null) {
            return null;
        }
        values.region(nest.loop, 0, () -> values.walk(Regions.of(nest.loop).get(0).body(), look));
        Eqn forward = nest.isApart(accesses, values) ? forward(inside, values) : inside;
        if (forward != inside) {
            return of(forward, look, accesses, values, b);
        }
        var found = new QuestionedNest(nest, b);
        values.region(nest.loop, 0, () -> values.walk(Regions.of(nest.loop).get(0).body(), x -> {
            ElementAccess a = flat.asked().getOrDefault(x, List.of()).isEmpty() ? null : accesses.get(x);
            if (a != null && !values.shapes.isInside(a.array(), a.index(), values.facts)) {
                PaddedSums larger = PaddedSums.of(nest, a, b);
                if (larger == null) {
                    found.places.ask(a);
                } else {
                    found.padded.add(larger);
                }
            }
        }));
        return found;
    }

    private static Eqn forward(Eqn loop, IntValues values) {
        boolean[] changed = {false};
        Eqn inside = Regions.map(loop, r -> new Region(r.params(), r.body().stream().map(e -> {
            boolean adds = (e.prim() == Prim.FOR || e.prim() == Prim.MAP) && Regions.any(List.of(e), x -> x.prim() == Prim.ACC_ADD);
            Eqn now = adds ? forward(e, values) : e;
            changed[0] |= now != e;
            return now;
        }).toList(), r.out()));
        return ForwardTrips.of(changed[0] ? inside : loop, values);
    }

    /** By equations of the builder; null where it cannot be given. */
    Atom answer() {
        Atom all = places.answer();
        for (PaddedSums p : all == null ? List.<PaddedSums>of() : padded) {
            Atom fits = p.fits();
            all = all instanceof Lit ? fits : b.emit(Prim.AND, all, fits);
        }
        return all;
    }

    /** The nest, behind larger arrays that it needs, by equations of the builder. */
    SumNest nest() {
        padded.forEach(p -> large.put(p.carry(), p.zeros()));
        return padded.isEmpty() ? nest : SumNest.of(PaddedSums.loop(nest, padded, large, b));
    }

    /** What has become of the arrays behind the nest, by equations of the builder. */
    List<Atom> results(SumNest of) {
        var out = new ArrayList<Atom>(of.loop.out());
        padded.forEach(p -> out.set(p.carry(), p.added(nest.loop.in().get(1 + p.carry()), of.loop.out().get(p.carry()))));
        return out;
    }
}
