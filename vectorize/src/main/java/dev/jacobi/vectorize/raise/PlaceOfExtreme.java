package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An extreme of values and the first trip that has it, which {@link ArgExtreme} finds in two reductions, found in one go by {@code argmin} or {@code argmax} in an array of the values:
 * back ends that compute arrays as wholes read their operands once then. Only where the number of trips is known before the program runs, as the array has that extent.
 */
public final class PlaceOfExtreme implements Optimisation {
    /** How an extreme and its place are found in one go. */
    public enum Form {
        /** In an array of the values, by {@code argmin} or {@code argmax}. */
        ARRAY,
        /** As the extreme of 64 bits, of which the upper half is the value and the lower one the place; for values of 32 bits, outside of loops, as what is read twice inside is in a cache. */
        KEY
    }

    private static final Lit NONE = Lit.i32(Integer.MAX_VALUE);
    private final Form form;

    /** In arrays. */
    public PlaceOfExtreme() {
        this(Form.ARRAY);
    }

    /** In this form. */
    public PlaceOfExtreme(Form form) {
        this.form = form;
    }

    @Override
    public String name() {
        return "place-of-extreme";
    }

    @Override
    public Func run(Func in) {
        Map<Integer, Values> extremes = new HashMap<>();
        var known = new KnownExtents(in);
        Map<Integer, Values> wanted = new HashMap<>();
        Set<Integer> others = form == Form.KEY ? notCompared(in) : Set.of();
        Consumer<Consumer<Eqn>> each = visit -> {
            if (form == Form.KEY) {
                Regions.eachOutsideLoops(in.body(), visit);
            } else {
                Regions.each(in.body(), visit);
            }
        };
        each.accept(e -> {
            Values v = extreme(e);
            if (v != null && (form == Form.KEY ? v.value.dtype().bits() == 32 && !others.contains(e.result().id()) : known.isKnown(e.in().get(0)))) {
                extremes.put(e.result().id(), v);
            }
        });
        Map<Integer, Integer> better = form == Form.KEY ? null : better(in, extremes);
        Map<Integer, Boolean> last = new HashMap<>();
        each.accept(e -> {
            Var of = place(e, extremes, better);
            if (of != null && last.computeIfAbsent(of.id(), k -> isLast(e)) == isLast(e)) {
                wanted.put(of.id(), extremes.get(of.id()));
            }
        });
        Map<Integer, Found> found = new HashMap<>();
        return wanted.isEmpty() ? in : Rewrite.run(in, (e, r) -> {
            Eqn old = r.old();
            if (old.prim() == Prim.REDUCE && old.out().size() == 1 && wanted.containsKey(old.result().id())) {
                RegionView loop = RegionView.of(r.copy(e));
                Values v = wanted.get(old.result().id());
                found.put(old.result().id(), form == Form.KEY ? findByKey(loop, v.op, last.get(old.result().id()), r.b) : find(loop, v, r.b));
                r.replace(old.result(), found.get(old.result().id()).extreme);
                return true;
            }
            Var of = place(old, extremes, better);
            if (of == null || !found.containsKey(of.id()) || last.get(of.id()) != isLast(old)) {
                return false;
            }
            r.replace(old.result(), found.get(of.id()).place);
            return true;
        });
    }

    /** What a reduction finds the extreme of: the equations of a trip, those of its value in front of the question whether that is a number. */
    private record Values(RegionView loop, List<Eqn> body, Atom value, Prim op) {
    }

    /** The extreme, and the place where it is. */
    private record Found(Atom extreme, Atom place) {
    }

    /** What is used for more than to be compared, so that the sign of a zero may show. */
    private static Set<Integer> notCompared(Func in) {
        var out = new HashSet<Integer>();
        Var.among(in.out()).forEach(v -> out.add(v.id()));
        Regions.each(in.body(), e -> {
            if (e.prim().group() != Prim.Group.COMPARE) {
                Var.among(e.in()).forEach(v -> out.add(v.id()));
            }
            Regions.of(e).forEach(r -> Var.among(r.out()).forEach(v -> out.add(v.id())));
        });
        return out;
    }

    private static boolean isLast(Eqn place) {
        return RegionView.of(place).slots().get(0).op() == Prim.MAX;
    }

    /** By what is found where an extreme is beyond another number the extreme: there are numbers then, and the first place of the extreme is theirs. */
    private static Map<Integer, Integer> better(Func in, Map<Integer, Values> extremes) {
        Map<Integer, Eqn> defs = Regions.definitions(in.body());
        var out = new HashMap<Integer, Integer>();
        Regions.each(in.body(), e -> {
            Eqn test = e.prim() == Prim.COND && e.in().get(0) instanceof Var s ? defs.get(s.id()) : null;
            if (test != null && test.in().get(0) instanceof Var of && extremes.containsKey(of.id()) && test.prim() == (extremes.get(of.id()).op == Prim.MIN ? Prim.LT : Prim.GT)) {
                Regions.of(e).get(1).body().forEach(x -> x.out().forEach(v -> out.put(v.id(), of.id())));
            }
        });
        return out;
    }

    private static boolean isPlain(Eqn e) {
        return e.prim() == Prim.REDUCE && e.out().size() == 1 && RegionView.of(e).slots().get(0).role() == RegionView.Role.FOLD
            && RegionView.of(e).body().body().stream().allMatch(x -> Regions.of(x).isEmpty() && !x.prim().hasEffect() && x.prim() != Prim.CALL && x.out().size() == 1 && x.result().type().isScalar());
    }

    private static Values extreme(Eqn e) {
        if (!isPlain(e) || e.in().get(0).dtype() != DType.I32) {
            return null;
        }
        RegionView loop = RegionView.of(e);
        RegionView.Slot s = loop.slots().get(0);
        DType t = e.result().dtype();
        if (s.op() != Prim.MIN && s.op() != Prim.MAX || !s.init().equals(FoldIdentity.neutral(s.op(), t))) {
            return null;
        }
        List<Eqn> body = new ArrayList<>(loop.body().body());
        Eqn last = Regions.definition(body, s.yield());
        Eqn asked = t.isFloat() && last != null && last.prim() == Prim.SELECT && last.in().get(1).equals(s.init()) ? Regions.definition(body, last.in().get(0)) : null;
        if (!t.isFloat()) {
            return new Values(loop, body, s.yield(), s.op());
        } else if (asked == null || asked.prim() != Prim.NE || !asked.in().equals(List.of(last.in().get(2), last.in().get(2)))) {
            return null;
        }
        body.remove(last);
        body.remove(asked);
        return new Values(loop, body, last.in().get(2), s.op());
    }

    /** The extreme whose first place a reduction finds, or whose last one; null when it is none. With {@code better} only first ones, where they are known to be there. */
    private static Var place(Eqn e, Map<Integer, Values> extremes, Map<Integer, Integer> better) {
        if (!isPlain(e) || e.result().dtype() != DType.I32) {
            return null;
        }
        RegionView loop = RegionView.of(e);
        RegionView.Slot s = loop.slots().get(0);
        List<Eqn> body = new ArrayList<>(loop.body().body());
        Lit none = s.op() == Prim.MIN ? NONE : Lit.i32(-1);
        boolean isPlace = s.init().equals(none) && (s.op() == Prim.MIN || s.op() == Prim.MAX && better == null);
        Eqn chosen = isPlace ? Regions.definition(body, s.yield()) : null;
        Eqn test = chosen != null && chosen.prim() == Prim.SELECT && chosen.in().subList(1, 3).equals(List.of(loop.trip(), none)) ? Regions.definition(body, chosen.in().get(0)) : null;
        if (test == null || test.prim() != Prim.EQ || !(test.in().get(1) instanceof Var of) || !extremes.containsKey(of.id())) {
            return null;
        }
        Values v = extremes.get(of.id());
        if (better != null && of.dtype().isFloat() && !Integer.valueOf(of.id()).equals(better.get(e.result().id()))) {
            return null;
        }
        body.remove(chosen);
        body.remove(test);
        Map<Integer, Atom> same = new HashMap<>(Map.of(loop.trip().id(), v.loop.trip()));
        boolean equal = body.size() == v.body.size() && loop.head().equals(v.loop.head());
        for (int k = 0; equal && k < body.size(); k++) {
            Eqn mine = body.get(k);
            Eqn other = v.body.get(k);
            equal = mine.prim() == other.prim() && mine.params().equals(other.params()) && Rewrite.substitute(mine.in(), same).equals(other.in());
            same.put(mine.result().id(), other.result());
        }
        return equal && Rewrite.substitute(List.of(test.in().get(0)), same).get(0).equals(v.value) ? of : null;
    }

    private static Found find(RegionView loop, Values v, Builder b) {
        Atom n = loop.head();
        DType t = v.value.dtype();
        Lit neutral = FoldIdentity.neutral(v.op, t);
        List<Var> out = List.of(b.fresh(neutral.type()), b.fresh(NONE.type()));
        b.cond(b.emit(Prim.GT, n, Lit.i32(0)), () -> {
            Var none = b.full(neutral, List.of(Dim.UNKNOWN), List.of(n));
            Var array = b.fresh(none.type());
            b.open();
            b.append(loop.body().body());
            Region body = b.close(List.of(loop.trip(), array), List.of(b.update(array, Params.Access.PROMISED, List.of(loop.trip()), loop.slots().get(0).yield())));
            Var all = b.loop(Prim.MAP, Dim.UNKNOWN, body, n, List.of(none)).get(0);
            Var at = b.emit(v.op == Prim.MIN ? Prim.ARGMIN : Prim.ARGMAX, new Params.Axis(0, false), all);
            return List.of(b.index(all, Params.Access.PROMISED, List.of(at)), at);
        }, () -> List.of(neutral, NONE), out);
        return new Found(out.get(0), out.get(1));
    }

    /** Values in their order, zeros of both signs alike, above places: of the extreme value the key of the place that is asked for is beyond those of all others. What is no number has no key. */
    private static Found findByKey(RegionView loop, Prim op, boolean last, Builder b) {
        DType t = loop.slots().get(0).result().dtype();
        boolean rises = last == (op == Prim.MAX);
        Lit none = FoldIdentity.neutral(op, DType.I64);
        Var key = b.reduce(op, loop.extent(), loop.head(), none, i -> {
            var copy = new Rewrite(b).replace(loop.trip(), i);
            copy.append(loop.body().body());
            Atom yield = loop.slots().get(0).yield();
            Atom x = copy.atom(t.isFloat() ? Regions.definition(loop.body().body(), yield).in().get(2) : yield);
            Atom order = t.isFloat() ? mirrored(b, b.emit(Prim.BITCAST, new Params.To(DType.I32), b.emit(Prim.ADD, x, Lit.zero(t)))) : x;
            Atom place = b.convert(rises ? i : b.emit(Prim.XOR, i, Lit.i32(-1)), DType.I64);
            Atom all = b.emit(Prim.OR, b.emit(Prim.SHL, b.convert(order, DType.I64), Lit.i64(32)), b.emit(Prim.AND, place, Lit.i64(0xffffffffL)));
            return t.isFloat() ? b.emit(Prim.SELECT, b.emit(Prim.NE, x, x), none, all) : all;
        });
        Atom order = b.convert(b.emit(Prim.SHR, key, Lit.i64(32)), DType.I32);
        Atom low = b.convert(key, DType.I32);
        // No number's bits are those of none, but an integer's may be.
        Atom isNone = t.isFloat() ? b.emit(Prim.EQ, key, none) : b.emit(Prim.LE, loop.head(), Lit.zero(loop.head().dtype()));
        Atom extreme = t.isFloat() ? b.emit(Prim.BITCAST, new Params.To(t), mirrored(b, order)) : order;
        Atom place = rises ? low : b.emit(Prim.XOR, low, Lit.i32(-1));
        return new Found(b.emit(Prim.SELECT, isNone, FoldIdentity.neutral(op, t), extreme), b.emit(Prim.SELECT, isNone, last ? Lit.i32(-1) : NONE, place));
    }

    /** The bits of a float as an integer that is in the order of floats, and back. */
    private static Var mirrored(Builder b, Atom bits) {
        return b.emit(Prim.XOR, bits, b.emit(Prim.AND, b.emit(Prim.SHR, bits, Lit.i32(31)), Lit.i32(Integer.MAX_VALUE)));
    }
}
