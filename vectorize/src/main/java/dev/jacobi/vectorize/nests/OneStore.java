package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An element that several statements of a trip store, each where its condition holds, and read in between, is a number from one to the next and stored once, where one of the conditions held:
 *
 * <pre>
 *  x = a[i];  if (x < 0) a[i] = 0;  if (a[i] > 1) a[i] = 1;      becomes      x = a[i];  y = x < 0 ? 0 : x;  z = y > 1 ? 1 : y;  if (x < 0 || y > 1) a[i] = z
 * </pre>
 *
 * Lanes that read what they have stored under a mask right before wait for memory. It is stored where the program stores it, and not elsewhere: another thread may be at work on the array.
 */
public final class OneStore implements Optimisation {
    @Override
    public String name() {
        return "one-store";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.COND && e.out().stream().anyMatch(Var::isArray))) {
            return in;
        }
        var b = new Builder(Regions.firstFreeId(in));
        Region now = block(new Region(in.in(), in.body(), in.out()), b);
        return now.body().equals(in.body()) ? in : new Func(in.in(), now.body(), now.out());
    }

    private static Region block(Region r, Builder b) {
        List<Eqn> inner = r.body().stream().map(e -> Regions.of(e).isEmpty() ? e : Regions.map(e, x -> block(x, b))).toList();
        return inner.stream().anyMatch(e -> e.prim() == Prim.COND) ? new Block(inner, r.out(), b).run(r) : new Region(r.params(), inner, r.out());
    }

    /** An element as the statements so far leave it: {@code value} where {@code stored} says that one of them stores it; where none does, {@code value} is the element as it was, if {@code read} says so, and anything else. */
    private record Held(ChosenElement.Place place, Atom value, Atom stored, boolean read) {
        boolean isKnown() {
            return read || stored.equals(Lit.bool(true));
        }
    }

    /** Equations that follow each other. */
    private static final class Block {
        private final List<Eqn> body;
        /** How often each variable is used, without reads that are numbers by now. */
        private final Map<Integer, Integer> uses;
        private final Builder b;
        private final Map<Var, Held> held = new LinkedHashMap<>();
        private final Map<Integer, Atom> values = new HashMap<>();

        Block(List<Eqn> body, List<? extends Atom> out, Builder b) {
            this.body = body;
            this.b = b;
            uses = new HashMap<>(Regions.uses(body, out));
        }

        /** The region with these equations as they are now. */
        Region run(Region of) {
            b.open();
            for (int k = 0; k < body.size(); k++) {
                Eqn e = values.isEmpty() ? body.get(k) : Rewrite.substitute(body.get(k), values);
                Held was = ElementAccess.isOne(e, Prim.INDEX) ? held.get(e.in().get(0)) : null;
                if (was != null && was.isKnown() && was.place.indices().equals(e.indices())) {
                    values.put(e.result().id(), was.value);
                    uses.merge(((Var) e.in().get(0)).id(), -1, Integer::sum);
                } else if (!holds(e, k)) {
                    used(e).forEach(this::store);
                    b.append(e);
                }
            }
            List.copyOf(held.keySet()).forEach(this::store);
            return new Region(of.params(), b.close(), Rewrite.substitute(of.out(), values));
        }

        private List<Var> used(Eqn e) {
            return held.keySet().stream().filter(v -> Regions.uses(List.of(e), List.of()).containsKey(v.id())).toList();
        }

        /** Goes on with an element that is held, or begins to hold one; false where the equation does nothing of that. */
        private boolean holds(Eqn e, int at) {
            ChosenElement store = ChosenElement.of(e);
            Held was = store == null ? null : held.get(store.place().array());
            int times = was == null ? 0 : times(store.place().array(), e);
            boolean goesOn = was != null && used(e).size() == 1 && store.isAgain(was.place, times) && uses.get(store.place().array().id()) == times;
            if (!goesOn && (store == null || !(store.isNested() || isLookedAt(store, at)))) {
                return false;
            }
            if (!goesOn) {
                used(e).forEach(this::store);
            }
            Held from = goesOn ? held.remove(store.place().array()) : asItIs(store, at);
            ChosenElement.Value now = store.value(from.value, b);
            held.put(store.result(), new Held(from.place, now.value(), either(from.stored, now.stored()), from.read));
            return true;
        }

        /** The element before anything stores it. */
        private Held asItIs(ChosenElement store, int at) {
            Atom read = read(store.place(), at);
            return new Held(store.place(), read == null ? Lit.zero(store.dtype()) : read, Lit.bool(false), read != null);
        }

        private Atom either(Atom one, Atom other) {
            if (one instanceof Lit l) {
                return l.asBool() ? one : other;
            }
            return other instanceof Lit ? either(other, one) : b.emit(Prim.OR, one, other);
        }

        /** The element as it was read in front, or null. */
        private Atom read(ChosenElement.Place place, int before) {
            return body.stream().limit(before).filter(x -> ElementAccess.isOne(x, Prim.INDEX) && x.in().get(0).equals(place.array()) && x.indices().equals(place.indices()))
                .findFirst().map(x -> values.getOrDefault(x.result().id(), x.result())).orElse(null);
        }

        /** Whether what comes next is reads of the element, where it is known, or another store to it, and nothing else looks at the array as it is between them. */
        private boolean isLookedAt(ChosenElement store, int at) {
            boolean known = store.isCertain() || read(store.place(), at) != null;
            int reads = 0;
            for (Eqn e : body.subList(at + 1, body.size())) {
                if (ElementAccess.isOne(e, Prim.INDEX) && e.in().get(0).equals(store.result()) && e.indices().equals(store.place().indices())) {
                    reads++;
                    continue;
                }
                int times = times(store.result(), e);
                ChosenElement next = times == 0 ? null : ChosenElement.of(e);
                if (times > 0) {
                    boolean again = next != null && next.place().array().equals(store.result()) && next.isAgain(store.place(), times);
                    return again ? (known || reads == 0) && reads + times == uses.get(store.result().id()) : known && reads > 0 && !store.isCertain();
                }
            }
            return known && reads > 0 && !store.isCertain();
        }

        private static int times(Var v, Eqn e) {
            return Regions.uses(List.of(e), List.of()).getOrDefault(v.id(), 0);
        }

        /** Stores an element that is held. */
        private void store(Var array) {
            Held h = held.remove(array);
            ChosenElement.Place p = h.place;
            Eqn update = p.store(h.value, array);
            if (h.stored.equals(Lit.bool(true))) {
                b.append(update);
                return;
            }
            Var written = b.fresh(array.type());
            b.append(new Eqn(Prim.COND, List.of(h.stored), new Params.Branches(List.of(new Region(List.of(), List.of(), List.of(p.array())), new Region(List.of(), List.of(p.store(h.value, written)), List.of(written)))), List.of(array)));
        }
    }
}
