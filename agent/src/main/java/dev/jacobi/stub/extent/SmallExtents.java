package dev.jacobi.stub.extent;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.lift.request.Lifted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Numbers of a call that say how many trips short loops inside of long ones make, and programs in which such numbers are constants. */
final class SmallExtents {
    private static final Set<Prim> ARITHMETIC = Set.of(Prim.ADD, Prim.SUB, Prim.MUL, Prim.DIV, Prim.MIN, Prim.MAX, Prim.SHL, Prim.SHR, Prim.NEG, Prim.CONVERT);
    /** Operations on reals whose sums or products are taken in an order that the code chooses. */
    private static final Set<Prim> UNORDERED = Set.of(Prim.REDUCE_ADD, Prim.REDUCE_MUL, Prim.CUM_ADD, Prim.CUM_MUL, Prim.DOT_GENERAL, Prim.CONV, Prim.FFT, Prim.CHOLESKY, Prim.TRIANGULAR_SOLVE, Prim.LU, Prim.QR,
        Prim.EIGH, Prim.SVD, Prim.ACC_ADD, Prim.SCATTER, Prim.HIST);
    /** Equations between a number of trips and the call's numbers. */
    private static final int MOST_STEPS = 12;
    /** Numbers up to which loops come apart, and trips of all short loops in one another: of more, loops that stay loops are as fast, or faster. */
    private static final int FEW = 16;
    private static final int MOST_TRIPS = 64;

    /** A loop: the call's numbers that its trips are counted by, or the trips themselves where the program says them, else -1. */
    private record Loop(Set<ArgumentExtent> by, long trips) {
        /** About how many trips it has if the call shows these numbers; many where nothing says so. */
        long of(Map<ArgumentExtent, Integer> shown) {
            return by.isEmpty() ? trips < 0 ? Long.MAX_VALUE : trips : by.stream().mapToLong(x -> shown.get(x) < 0 ? Long.MAX_VALUE : shown.get(x)).max().getAsLong();
        }
    }

    private final Func entry;
    private final List<Lifted.Source> sources;
    private final Definitions definitions;
    private final Set<ArgumentExtent> found = new LinkedHashSet<>();
    /** Loops, each with those around it in front. */
    private final List<List<Loop>> nests = new ArrayList<>();
    /** What the extents of arrays that trips make are computed from. */
    private final List<Set<ArgumentExtent>> arrays = new ArrayList<>();

    private SmallExtents(Lifted program) {
        this.entry = program.module().get(program.entry());
        this.sources = program.inputs();
        this.definitions = Definitions.in(entry.body());
        walk(entry.body(), List.of());
    }

    /** The numbers of a program that loops inside of others are counted by. */
    static SmallExtents of(Lifted program) {
        return new SmallExtents(program);
    }

    List<ArgumentExtent> all() {
        return List.copyOf(found);
    }

    /** Which of these numbers, all that there are, are worth to be constants: they count few trips of loops in a loop that has many, or the few elements of arrays that trips make. */
    Map<ArgumentExtent, Integer> few(Map<ArgumentExtent, Integer> shown) {
        Map<ArgumentExtent, Integer> few = new LinkedHashMap<>();
        Set<ArgumentExtent> many = new HashSet<>();
        for (List<Loop> nest : nests) {
            long trips = 1;
            int k = nest.size();
            while (k > 0 && nest.get(k - 1).of(shown) <= FEW) {
                trips *= Math.max(1, nest.get(--k).of(shown));
            }
            Set<ArgumentExtent> by = nest.subList(k, nest.size()).stream().flatMap(l -> l.by.stream()).collect(Collectors.toSet());
            if (trips > MOST_TRIPS) {
                many.addAll(by);
            } else if (k > 0) {
                by.forEach(x -> few.put(x, shown.get(x)));
            }
        }
        arrays.stream().filter(by -> by.stream().allMatch(x -> shown.get(x) <= FEW)).forEach(by -> by.forEach(x -> few.put(x, shown.get(x))));
        few.keySet().removeAll(many);
        few.values().removeIf(n -> n < 1);
        return few;
    }

    /** Whether another form of the program gives the same bits: it leaves the order of no sum of reals open. */
    static boolean isOrdered(Module m) {
        return m.funcs().values().stream().noneMatch(f -> Regions.any(f.body(), SmallExtents::isUnordered));
    }

    private static boolean isUnordered(Eqn e) {
        if (e.params() instanceof Params.Fold fold) {
            return IntStream.range(0, fold.ops().size()).anyMatch(k -> (fold.ops().get(k) == Prim.ADD || fold.ops().get(k) == Prim.MUL) && e.out().get(k).type().dtype().isFloat());
        }
        return UNORDERED.contains(e.prim()) && e.out().stream().anyMatch(v -> v.type().dtype().isFloat());
    }

    private void walk(List<Eqn> body, List<Loop> around) {
        for (Eqn e : body) {
            List<Loop> nest = around;
            if (Regions.isLoop(e)) {
                Set<ArgumentExtent> by = new LinkedHashSet<>();
                if (e.prim() != Prim.WHILE) {
                    trace(e.in().get(0), MOST_STEPS, by);
                }
                nest = new ArrayList<>(around);
                nest.add(new Loop(by, e.prim() != Prim.WHILE && e.in().get(0) instanceof Lit n ? n.asLong() : -1));
                found.addAll(by);
                nests.add(nest);
            } else if (!around.isEmpty() && (e.prim() == Prim.COPY || e.prim() == Prim.FULL)) {
                made(e);
            }
            List<Loop> inside = nest;
            Regions.of(e).forEach(r -> walk(r.body(), inside));
        }
    }

    /** An array that a trip makes: as short as a loop that comes apart, it is numbers. */
    private void made(Eqn e) {
        Set<ArgumentExtent> by = new LinkedHashSet<>();
        if (e.prim() == Prim.FULL) {
            e.in().subList(1, e.in().size()).forEach(n -> trace(n, MOST_STEPS, by));
        } else {
            IntStream.range(0, e.result().type().rank()).forEach(k -> add(entry.in().indexOf(e.in().get(0)), k, by));
        }
        if (!by.isEmpty()) {
            found.addAll(by);
            arrays.add(by);
        }
    }

    private void trace(Atom a, int steps, Set<ArgumentExtent> by) {
        if (!(a instanceof Var v) || steps == 0) {
            return;
        }
        Eqn e = definitions.of(v);
        if (e == null) {
            add(entry.in().indexOf(v), -1, by);
        } else if (e.prim() == Prim.DIM) {
            add(entry.in().indexOf(e.in().get(0)), ((Params.Axis) e.params()).axis(), by);
        } else if (ARITHMETIC.contains(e.prim())) {
            e.in().forEach(x -> trace(x, steps - 1, by));
        }
    }

    private void add(int input, int axis, Set<ArgumentExtent> by) {
        if (input >= 0 && sources.get(input) instanceof Lifted.Source.Arg a && a.path().isEmpty() && (axis < 0 ? a.desc().equals("I") : a.desc().startsWith("[") && a.desc().lastIndexOf('[') >= axis)) {
            by.add(new ArgumentExtent(input, a.index(), axis));
        }
    }

    /** The program with constants for these numbers. */
    static Module fixed(Module m, String name, Map<ArgumentExtent, Integer> values) {
        Func f = m.get(name);
        var axes = new HashMap<Integer, Map<Integer, Lit>>();
        values.forEach((x, n) -> axes.computeIfAbsent(f.in().get(x.input()).id(), k -> new HashMap<>()).put(x.axis(), Lit.i32(n)));
        Rewrite r = Rewrite.inPlace(new Builder(Regions.firstFreeId(f)), (e, w) -> {
            Lit n = e.prim() == Prim.DIM && e.in().get(0) instanceof Var v ? axes.getOrDefault(v.id(), Map.of()).get(((Params.Axis) e.params()).axis()) : null;
            if (n != null) {
                w.replace(e.result(), n);
            }
            return n != null;
        });
        for (Var v : f.in()) {
            Lit n = axes.getOrDefault(v.id(), Map.of()).get(-1);
            if (n != null && v.type().isScalar() && v.type().dtype() == DType.I32) {
                r.replace(v, n);
            }
        }
        values.forEach((x, n) -> {
            if (x.axis() >= 0) { // so it is in the types, too
                r.b.checkEarly(r.b.emit(Prim.EQ, r.b.dim(f.in().get(x.input()), x.axis()), Lit.i32(n)), Params.Code.MEMORY, "a length that is a constant");
            }
        });
        r.append(f.body());
        var funcs = new LinkedHashMap<>(m.funcs());
        funcs.put(name, r.b.build(f.in(), r.atoms(f.out())));
        return new Module(funcs);
    }
}
