package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.List;
import java.util.function.Function;

/**
 * Writes the changes that a loop makes to neighbouring elements as loops over the elements, each of which is changed in the order in which the trips came to it.
 *
 * <pre>
 *  for(n) { i -> y[i] += f(i); y[i + 1] += g(i) }
 *
 *  y[0] += f(0);  for(n - 1) { t -> y[t + 1] += g(t); y[t + 1] += f(t + 1) }  y[n] += g(n - 1)
 * </pre>
 */
record GatheredStatements(ScatteredStatements found, Builder b) {
    /** The equations in place of the loop. */
    List<Eqn> all() {
        Atom n = found.loop().head();
        b.open();
        b.cond(b.emit(Prim.GE, n, Lit.i32(4 * found.span())), () -> parts(n), () -> Rewrite.repeat(b, found.loop().eqn()), found.loop().eqn().out());
        return b.close();
    }

    private List<Var> parts(Atom n) {
        Lit span = Lit.i32(found.span());
        // what computes the place does so for trips that there are
        Rewrite at = rewrite(Lit.i32(0));
        at.append(found.statements().get(0).where());
        Atom origin = at.atom(found.statements().get(0).place());
        Atom inner = b.emit(Prim.SUB, n, span);
        List<Var> head = b.loop(span, found.loop().inits(), p -> changes(origin, p.get(1), b.emit(Prim.SUB, p.get(0), span), i -> b.emit(Prim.GE, i, Lit.i32(0))));
        List<Var> middle = b.loop(inner, head, p -> changes(origin, p.get(1), p.get(0), i -> null));
        return b.loop(span, middle, p -> changes(origin, p.get(1), b.emit(Prim.ADD, inner, p.get(0)), i -> b.emit(Prim.LT, i, n)));
    }

    /** All changes of one element: {@code origin} is the element that the first trip comes to first, {@code first} the trip that comes to this one first, and {@code there} asks whether there is such a trip, where it is not certain. */
    private List<Atom> changes(Atom origin, Atom array, Atom first, Function<Atom, Atom> there) {
        Atom place = b.emit(Prim.ADD, origin, first);
        Atom now = array;
        for (ScatteredStatements.Statement s : found.statements()) {
            long later = found.statements().get(0).ahead() - s.ahead();
            Atom trip = later == 0 ? first : b.emit(Prim.ADD, first, Lit.i32((int) later));
            Atom is = there.apply(trip);
            Atom before = now;
            now = is == null ? change(s, trip, place, before) : b.cond(is, () -> List.of(change(s, trip, place, before)), () -> List.of(before)).get(0);
        }
        return List.of(now);
    }

    private Atom change(ScatteredStatements.Statement s, Atom trip, Atom place, Atom array) {
        Rewrite r = rewrite(trip);
        found.versions().forEach(v -> r.replace(v, array));
        boolean isTrip = s.place().equals(found.loop().trip());
        if (!isTrip) {
            r.replace(s.place(), place);
        }
        r.append(s.eqns().stream().filter(e -> isTrip || !e.out().contains(s.place())).toList());
        return b.update(array, Params.Access.PROMISED, r.atoms(s.write().indices()), r.atom(s.write().written()));
    }

    private Rewrite rewrite(Atom trip) {
        return new Rewrite(b).replace(found.loop().trip(), trip);
    }
}
