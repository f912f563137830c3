package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A store, or a branch that stores one and the same element on some of its ways, also in branches inside, and leaves the array as it is on the others. Its {@code number}-th result is the array, which stores and ways that leave it name {@code touches} times. */
record ChosenElement(Eqn eqn, int number, Place place, int touches) {
    /** Branches inside that hold more than this stay as they are. */
    private static final int MOST_EQUATIONS = 12;

    /** Where the element is, as the equation that stores it says. */
    record Place(Var array, Eqn update) {
        List<Atom> indices() {
            return update.indices();
        }

        Eqn store(Atom value, Var result) {
            var in = new ArrayList<Atom>(List.of(array));
            in.addAll(update.indices());
            in.add(value);
            return new Eqn(Prim.UPDATE, in, update.params(), List.of(result));
        }
    }

    /** What is stored, and whether it is. */
    record Value(Atom value, Atom stored) {
    }

    /** The store of an equation that stores one element of one array, or null. */
    static ChosenElement of(Eqn e) {
        if (ElementAccess.isOne(e, Prim.UPDATE)) {
            return e.in().get(0) instanceof Var array ? new ChosenElement(e, 0, new Place(array, e), 1) : null;
        }
        if (!isBranch(e)) {
            return null;
        }
        ChosenElement found = null;
        for (int k = 0; k < e.out().size(); k++) {
            if (e.out().get(k).isArray()) {
                found = found == null ? branch(e, k) : null;
                if (found == null) {
                    return null;
                }
            }
        }
        return found;
    }

    private static boolean isBranch(Eqn e) {
        return e.prim() == Prim.COND && e.in().get(0).dtype() == DType.BOOL && Regions.of(e).size() == 2;
    }

    /** Where all ways of the branch that change its k-th result store, which must be a place that is known in front of it; or null. */
    private static ChosenElement branch(Eqn e, int k) {
        Place at = null;
        Set<Integer> own = new HashSet<>();
        Regions.of(e).forEach(r -> own.addAll(Regions.defined(r)));
        var stores = new ArrayList<Eqn>();
        var kept = new ArrayList<Atom>();
        if (!stores(e, k, stores, kept)) {
            return null;
        }
        for (Eqn s : stores) {
            Place p = s.in().get(0) instanceof Var array && !own.contains(array.id()) && Var.among(s.indices()).stream().noneMatch(v -> own.contains(v.id())) ? new Place(array, s) : null;
            if (p == null || at != null && !(at.array.equals(p.array) && at.indices().equals(p.indices()))) {
                return null;
            }
            at = p;
        }
        Place one = at;
        return one != null && kept.stream().allMatch(one.array::equals) ? new ChosenElement(e, k, one, stores.size() + kept.size()) : null;
    }

    /** Collects what stores the k-th result and what is handed on as it is; false where something else makes it. */
    private static boolean stores(Eqn branch, int k, List<Eqn> stores, List<Atom> kept) {
        for (Region side : Regions.of(branch)) {
            Atom out = side.out().get(k);
            Eqn makes = Regions.definition(side.body(), out);
            if (makes == null) {
                kept.add(out);
                continue;
            }
            boolean once = Regions.uses(side.body(), side.out()).getOrDefault(((Var) out).id(), 0) == 1;
            if (once && ElementAccess.isOne(makes, Prim.UPDATE)) {
                stores.add(makes);
            } else if (!once || !isBranch(makes) || makes.out().stream().filter(Var::isArray).count() != 1 || !stores(makes, makes.out().indexOf(out), stores, kept)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it stores the element that another one has stored, and looks at its array, which it names so many times, in no other way. */
    boolean isAgain(Place before, int times) {
        return times == touches && place.indices().equals(before.indices());
    }

    Var result() {
        return eqn.out().get(number);
    }

    DType dtype() {
        return result().dtype();
    }

    /** Whether the element is stored on every way. */
    boolean isCertain() {
        return eqn.prim() == Prim.UPDATE;
    }

    /** Whether both ways of the branch may store, or a branch inside does, and all of it is numbers that lanes can choose among. */
    boolean isNested() {
        if (eqn.prim() != Prim.COND) {
            return false;
        }
        long plain = Regions.of(eqn).stream().filter(r -> r.out().get(number).equals(place.array)).count();
        boolean simple = plain == 1 && Regions.of(eqn).stream().flatMap(r -> r.body().stream()).noneMatch(x -> x.prim() == Prim.COND && x.out().stream().anyMatch(Var::isArray));
        return !simple && isScalar(eqn) && Regions.size(List.of(eqn)) <= MOST_EQUATIONS;
    }

    private static boolean isScalar(Eqn e) {
        return Regions.of(e).stream().allMatch(r -> r.body().stream().allMatch(x -> x.computesScalars() || ElementAccess.isOne(x, Prim.UPDATE) || ElementAccess.isOne(x, Prim.INDEX) || isBranch(x) && isScalar(x)));
    }

    /** Appends the equation without its store. What it stores is {@code before} where it stores nothing. */
    Value value(Atom before, Builder b) {
        if (eqn.prim() == Prim.UPDATE) {
            return new Value(eqn.written(), Lit.bool(true));
        }
        Chosen chosen = chosen(eqn, number, before, b);
        b.append(chosen.eqn);
        return new Value(chosen.value, chosen.stored == null ? b.emit(Prim.NOT, eqn.in().get(0)) : chosen.stored);
    }

    /** A branch with a number in place of the array; {@code stored} is null for where its condition does not hold. */
    private record Chosen(Eqn eqn, Var value, Atom stored) {
    }

    private static Chosen chosen(Eqn branch, int k, Atom before, Builder b) {
        var sides = new ArrayList<Region>();
        var stored = new ArrayList<Atom>();
        for (Region side : Regions.of(branch)) {
            Eqn makes = Regions.definition(side.body(), side.out().get(k));
            var body = new ArrayList<>(side.body());
            var out = new ArrayList<>(side.out());
            if (makes == null) {
                out.set(k, before);
                stored.add(Lit.bool(false));
            } else if (makes.prim() == Prim.UPDATE) {
                body.remove(makes);
                out.set(k, makes.written());
                stored.add(Lit.bool(true));
            } else {
                Chosen inner = chosen(makes, makes.out().indexOf(side.out().get(k)), before, b);
                int at = body.indexOf(makes);
                body.set(at, inner.eqn);
                Atom does = inner.stored;
                if (does == null) {
                    Var not = b.fresh(Type.scalar(DType.BOOL));
                    body.add(at + 1, new Eqn(Prim.NOT, List.of(makes.in().get(0)), Params.NONE, List.of(not)));
                    does = not;
                }
                out.set(k, inner.value);
                stored.add(does);
            }
            sides.add(new Region(side.params(), body, out));
        }
        return chosen(branch, k, sides, stored, b);
    }

    private static Chosen chosen(Eqn branch, int k, List<Region> sides, List<Atom> stored, Builder b) {
        var results = new ArrayList<>(branch.out());
        Var value = b.fresh(Type.scalar(branch.out().get(k).dtype()));
        results.set(k, value);
        Atom no = stored.get(0);
        Atom yes = stored.get(1);
        if (no instanceof Lit && yes instanceof Lit) {
            Atom says = no.equals(yes) ? yes : yes.equals(Lit.bool(true)) ? branch.in().get(0) : null;
            return new Chosen(new Eqn(Prim.COND, branch.in(), new Params.Branches(sides), results), value, says);
        }
        Var does = b.fresh(Type.scalar(DType.BOOL));
        results.add(does);
        var with = new ArrayList<Region>();
        for (int side = 0; side < 2; side++) {
            var out = new ArrayList<>(sides.get(side).out());
            out.add(stored.get(side));
            with.add(new Region(sides.get(side).params(), sides.get(side).body(), out));
        }
        return new Chosen(new Eqn(Prim.COND, branch.in(), new Params.Branches(with), results), value, does);
    }
}
