package dev.jacobi.vectorize.checks;

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
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Behind a check that an array's extent is a number, it is that number: the types of what is defined there say so, and loops over it have a known number of trips.
 * A check like that is moved to the front as far as nothing is passed that can be seen. In front of it, and where the check is not reached, nothing is known, so
 * this holds for the rest of the block that has the check, and no further.
 */
public final class CheckedExtents {
    /** Elements of an array from around the block up to which it is looked at by its known extents. */
    private static final long FEW = 1024;
    private final Builder b;
    private final Map<Integer, Eqn> definitions;
    /** Destinations of parallel loops: what is written must go by their own name. */
    private final Set<Integer> destinations = new HashSet<>();
    private final Map<Integer, Atom> replaced = new HashMap<>();
    private Map<String, Long> known = Map.of();
    /** Parameters of loops whose trips do not keep the extents that the loop starts from: where less is known around the loop, they do not either, and each is tried once however many loops are around. */
    private final Set<Integer> changing = new HashSet<>();

    private CheckedExtents(Func f) {
        b = new Builder(Regions.firstFreeId(f));
        definitions = Regions.definitions(f.body());
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.MAP || e.prim() == Prim.REDUCE) {
                Regions.of(e).get(0).params().forEach(v -> destinations.add(v.id()));
            }
        });
    }

    /** As a pass. */
    public static FunctionPass pass() {
        return PassBuilder.named("checked-extents").keeps(Property.EXACT_CHECKS, Property.DIFFERENTIABLE, Property.FIXED_TAPES).each(CheckedExtents::run);
    }

    /** The function with what its checks say in the types. */
    public static Func run(Func f) {
        var walk = new CheckedExtents(f);
        if (!Regions.any(f.body(), e -> e.prim() == Prim.CHECK && !walk.extents(e.in().get(0)).isEmpty())) {
            return f;
        }
        walk.block(f.body());
        return walk.b.build(f.in(), walk.atoms(f.out()));
    }

    /** What follows from a condition being true: numbers for symbols. */
    private Map<String, Long> extents(Atom condition) {
        Eqn e = definition(condition);
        if (e != null && e.prim() == Prim.AND) {
            var both = new HashMap<>(extents(e.in().get(0)));
            both.putAll(extents(e.in().get(1)));
            return both;
        }
        if (e == null || e.prim() != Prim.EQ || !e.in().get(0).dtype().isInt()) {
            return Map.of();
        }
        Atom x = e.in().get(0);
        Atom y = e.in().get(1);
        return x instanceof Lit l ? extent(y, l.asLong()) : y instanceof Lit l ? extent(x, l.asLong()) : Map.of();
    }

    private Map<String, Long> extent(Atom a, long n) {
        Eqn e = definition(a);
        if (e == null || e.prim() != Prim.DIM) {
            return Map.of();
        }
        Dim d = extent(e);
        boolean solved = !d.isConst() && !d.isUnknown() && n >= 0 && (n - d.add()) % d.mul() == 0;
        return solved ? Map.of(d.sym(), (n - d.add()) / d.mul()) : Map.of();
    }

    private static Dim extent(Eqn dim) {
        return dim.in().get(0).type().dims().get(((Params.Axis) dim.params()).axis());
    }

    private Eqn definition(Atom a) {
        return a instanceof Var v ? definitions.get(v.id()) : null;
    }

    private Dim dim(Dim d) {
        Long n = d.isConst() ? null : known.get(d.sym());
        return n == null ? d : Dim.of(d.mul() * n + d.add());
    }

    private Type type(Type t) {
        return known.isEmpty() ? t : Rewrite.mapDims(t, this::dim);
    }

    private Var typed(Var v, Type known) {
        Type t = type(known);
        Var w = t.equals(v.type()) ? v : new Var(v.id(), t);
        if (w != v) {
            replaced.put(v.id(), w);
        }
        return w;
    }

    private List<Atom> atoms(List<? extends Atom> as) {
        return Rewrite.replaced(as, a -> a instanceof Var v ? replaced.getOrDefault(v.id(), v) : a);
    }

    private void block(List<Eqn> body) {
        List<Eqn> ordered = checksFirst(body);
        for (int k = 0; k < ordered.size(); k++) {
            Eqn e = ordered.get(k);
            eqn(e);
            if (e.prim() == Prim.CHECK) {
                learn(extents(e.in().get(0)), ordered.subList(k + 1, ordered.size()));
            }
        }
    }

    /** The equations with checks of extents behind the last one before them that has an effect or that they need. */
    private List<Eqn> checksFirst(List<Eqn> body) {
        var out = new ArrayList<Eqn>();
        for (Eqn e : body) {
            int at = out.size();
            if (e.prim() == Prim.CHECK && !extents(e.in().get(0)).isEmpty()) {
                while (at > 0 && !out.get(at - 1).out().contains(e.in().get(0)) && isQuiet(out.get(at - 1))) {
                    at--;
                }
            }
            out.add(at, e);
        }
        return out;
    }

    private static boolean isQuiet(Eqn e) {
        return !Regions.any(List.of(e), x -> Regions.isEffect(x) || x.prim() == Prim.WHILE || x.prim() == Prim.CALL);
    }

    private void learn(Map<String, Long> more, List<Eqn> rest) {
        if (more.isEmpty() || known.keySet().containsAll(more.keySet())) {
            return;
        }
        var now = new HashMap<>(more);
        now.putAll(known);
        known = now;
        for (Var v : Regions.captures(rest)) {
            Eqn e = definition(v);
            if (e != null && e.prim() == Prim.DIM && dim(extent(e)).isConst()) {
                replaced.put(v.id(), Lit.of(DType.I32, dim(extent(e)).add()));
                continue;
            }
            Type t = type(v.type());
            if (!t.equals(v.type()) && !destinations.contains(v.id()) && isFew(t) && replaced.getOrDefault(v.id(), v) instanceof Var from && !from.type().equals(t)) {
                var in = new ArrayList<Atom>(List.of(from));
                t.dims().forEach(d -> in.add(Lit.i32((int) d.add())));
                replaced.put(v.id(), b.emit(Prim.RESHAPE, new Params.Shape(t.dtype(), t.dims()), in.toArray(Atom[]::new)));
            }
        }
    }

    private static boolean isFew(Type t) {
        long n = 1;
        for (Dim d : t.dims()) {
            n = d.isConst() && d.add() >= 0 && d.add() <= FEW ? n * d.add() : FEW + 1;
            if (n > FEW) {
                return false;
            }
        }
        return true;
    }

    private void eqn(Eqn e) {
        List<Atom> in = atoms(e.in());
        if (e.prim() == Prim.DIM) {
            Dim d = dim(in.get(0).type().dims().get(((Params.Axis) e.params()).axis()));
            if (d.isConst()) {
                replaced.put(e.result().id(), Lit.of(DType.I32, d.add()));
                return;
            }
        }
        Params p = known.isEmpty() ? e.params() : Rewrite.mapDims(e.params(), this::dim);
        Eqn now = regions(new Eqn(e.prim(), in, p, e.out()));
        b.append(new Eqn(e.prim(), in, now.params(), e.out().stream().map(v -> typed(v, known.isEmpty() ? v.type() : found(now, v))).toList()));
    }

    /** The equation with what is known in its regions. What turns out not to keep the extents that a loop starts from is left as it is. */
    private Eqn regions(Eqn e) {
        Map<Integer, Type> carried = known.isEmpty() ? new HashMap<>() : carried(e);
        while (true) {
            Eqn now = new Eqn(e.prim(), e.in(), e.params().map(r -> region(r, carried)), e.out());
            List<Var> others = RegionView.of(now).carried().stream().filter(s -> carried.containsKey(s.param().id()) && !s.yield().type().equals(s.param().type())).flatMap(s -> s.params().stream()).toList();
            if (others.isEmpty()) {
                return now;
            }
            others.forEach(v -> {
                carried.remove(v.id());
                changing.add(v.id());
            });
        }
    }

    /** The types of what loops start from, for parameters of which less is known: it may be that all trips keep them. */
    private Map<Integer, Type> carried(Eqn e) {
        var all = new HashMap<Integer, Type>();
        RegionView view = RegionView.of(e);
        for (RegionView.Slot s : view.carried()) {
            Type start = s.init().type();
            if (isOpen(s.param().type()) && isFew(start) && !changing.contains(s.param().id())) {
                s.params().forEach(v -> all.put(v.id(), start));
            }
        }
        return all;
    }

    private static boolean isOpen(Type t) {
        return t.dims().stream().anyMatch(Dim::isUnknown);
    }

    /** The type of a result, with extents that its equation's operands and regions tell. */
    private Type found(Eqn e, Var v) {
        if (!isOpen(v.type())) {
            return v.type();
        }
        Type t = v.type();
        if (e.prim() == Prim.FULL) {
            t = new Type(t.dtype(), e.in().subList(1, e.in().size()).stream().map(a -> a instanceof Lit n ? Dim.of(n.asLong()) : Dim.UNKNOWN).toList());
        } else if (e.prim().extents() == Prim.Extents.LIKE_FIRST) {
            t = new Type(t.dtype(), e.in().get(0).type().dims());
        } else if (e.prim() == Prim.COND) {
            List<Type> all = RegionView.ofResult(e, v).yields().stream().map(Atom::type).distinct().toList();
            t = all.size() == 1 ? all.get(0) : t;
        } else if (!Regions.of(e).isEmpty()) {
            RegionView.Slot s = RegionView.ofResult(e, v);
            t = s.param() == null ? t : s.param().type();
        }
        return isFew(t) ? t : v.type();
    }

    private Region region(Region r, Map<Integer, Type> carried) {
        Map<String, Long> before = known;
        Map<Integer, Atom> outside = new HashMap<>(replaced);
        List<Var> params = r.params().stream().map(v -> typed(v, carried.getOrDefault(v.id(), v.type()))).toList();
        b.open();
        block(r.body());
        Region done = b.close(params, atoms(r.out()));
        known = before;
        replaced.clear();
        replaced.putAll(outside);
        return done;
    }
}
