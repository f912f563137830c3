package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which array values may share memory once updates happen in place. Every array has a set of bases: inputs, fresh arrays, and
 * opaque bases, which stand for "whatever this loop carry (or cond result) is at the moment". Two carries of one loop are told
 * apart as long as neither the initial values nor the yielded ones can meet, so buffers that a loop swaps stay distinct.
 */
public final class Aliases {
    private record Pair(Var a, Var b) {
    }

    private final Map<String, List<Integer>> calls;
    private final Map<Var, Set<Var>> bases = new HashMap<>();
    /** For an opaque base: what it may be, in terms of bases defined before it. */
    private final Map<Var, Set<Var>> outer = new HashMap<>();
    private final Map<Var, Integer> order = new HashMap<>();
    private final Map<Var, Object> group = new HashMap<>();
    private final Map<Var, Set<Var>> meeting = new HashMap<>();
    private final Relatives relatives = new Relatives();
    private long compared;
    private boolean changed;

    /** {@code calls}: see {@link InPlace#operands}; a callee that is missing there yields nothing known yet (no base at all). */
    public Aliases(Func f, Map<String, List<Integer>> calls) {
        this.calls = calls;
        f.in().forEach(v -> define(v, Set.of(v)));
        do {
            changed = false;
            body(f.body());
        } while (changed);
    }

    Set<Var> bases(Atom a) {
        return a instanceof Var v ? bases.getOrDefault(v, Set.of()) : Set.of();
    }

    /** The inputs and fresh arrays that an array may be, through all loops. */
    public Set<Var> roots(Atom a) {
        return roots(a, Set.of());
    }

    /** The same, but what is {@code known} is not looked into. */
    public Set<Var> roots(Atom a, Set<Var> known) {
        var out = new HashSet<Var>();
        var seen = new HashSet<Var>();
        bases(a).forEach(b -> roots(b, known, out, seen));
        return out;
    }

    private void roots(Var b, Set<Var> known, Set<Var> out, Set<Var> seen) {
        if (!seen.add(b)) {
            return;
        }
        if (outer.containsKey(b) && !known.contains(b)) {
            outer.get(b).forEach(x -> roots(x, known, out, seen));
        } else {
            out.add(b);
        }
    }

    /** Stands for a group of arrays that has all that may share memory with this one; it stays the same from now on. */
    public Var group(Var a) {
        return relatives.group(a);
    }

    /** How many pairs of arrays have been looked at closely so far. */
    public long compared() {
        return compared;
    }

    public boolean mayAlias(Var a, Var b) {
        if (!relatives.group(a).equals(relatives.group(b))) {
            return false;
        }
        compared++;
        var seen = new HashSet<Pair>();
        for (Var x : bases(a)) {
            for (Var y : bases(b)) {
                if (meet(x, y, seen)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** {@code seen}: pairs that do not meet, or are being looked at; else a row of branches would be gone through in all its ways. */
    private boolean meet(Var x, Var y, Set<Pair> seen) {
        if (x.equals(y)) {
            return true;
        }
        if (!seen.add(new Pair(x, y))) {
            return false;
        }
        if (group.containsKey(x) && group.get(x) == group.get(y)) {
            return meeting.getOrDefault(x, Set.of()).contains(y);
        }
        Var later = order.get(x) > order.get(y) ? x : y;
        Var earlier = later == x ? y : x;
        for (Var o : outer.getOrDefault(later, Set.of())) {
            if (!o.equals(later) && meet(o, earlier, seen)) {
                return true;
            }
        }
        return false;
    }

    private void define(Var v, Set<Var> b) {
        if (!v.isArray()) {
            return;
        }
        order.putIfAbsent(v, order.size());
        b.forEach(x -> relatives.join(v, x));
        changed |= bases.computeIfAbsent(v, x -> new HashSet<>()).addAll(b);
    }

    private void opaque(Var v, Object siblings) {
        if (v.isArray()) {
            define(v, Set.of(v));
            outer.computeIfAbsent(v, x -> new HashSet<>());
            group.put(v, siblings);
        }
    }

    private void body(List<Eqn> eqns) {
        for (Eqn e : eqns) {
            eqn(e);
        }
    }

    private void eqn(Eqn e) {
        boolean regions = !Regions.of(e).isEmpty();
        if (!regions && !Atom.anyArray(e.out())) {
            return;
        }
        if (e.prim() == Prim.COND) {
            Regions.of(e).forEach(r -> body(r.body()));
            e.out().forEach(v -> opaque(v, e.out()));
            for (Region r : Regions.of(e)) {
                for (int i = 0; i < e.out().size(); i++) {
                    widen(e.out().get(i), bases(r.out().get(i)), Integer.MAX_VALUE);
                }
                siblings(r.out(), e.out());
            }
            return;
        }
        List<RegionView.Slot> carries = RegionView.of(e).carried();
        if (regions) {
            loop(e, carries);
        }
        var carried = new HashSet<Var>();
        carries.forEach(c -> carried.add(c.result()));
        for (int k = 0; k < e.out().size(); k++) {
            Var v = e.out().get(k);
            if (v.isArray() && !carried.contains(v)) {
                define(v, resultBases(e, k));
            }
        }
    }

    private void loop(Eqn e, List<RegionView.Slot> carries) {
        Object params = e;
        int start = order.size();
        for (RegionView.Slot c : carries) {
            start = c.param().isArray() ? Math.min(start, order.getOrDefault(c.param(), start)) : start;
        }
        carries.forEach(c -> opaque(c.param(), params));
        if (e.prim() == Prim.WHILE) {
            carries.forEach(c -> define(c.params().get(0), Set.of(c.param())));
        }
        Regions.of(e).forEach(r -> body(r.body()));
        Object outs = e.out();
        for (RegionView.Slot c : carries) {
            if (c.param().isArray()) {
                widen(c.param(), bases(c.init()), start);
                widen(c.param(), bases(c.yield()), start);
            }
        }
        siblings(carries.stream().map(RegionView.Slot::init).toList(), carries.stream().map(RegionView.Slot::param).toList());
        siblings(carries.stream().map(RegionView.Slot::yield).toList(), carries.stream().map(RegionView.Slot::param).toList());
        carries.forEach(c -> opaque(c.result(), outs));
        var byParam = new HashMap<Var, RegionView.Slot>();
        carries.forEach(c -> byParam.put(c.param(), c));
        for (RegionView.Slot c : carries) {
            if (c.result().isArray()) {
                widen(c.result(), outer.get(c.param()), Integer.MAX_VALUE);
                widen(c.result(), bases(c.init()), Integer.MAX_VALUE);
                for (RegionView.Slot d : reaching(c, byParam)) {
                    widen(c.result(), bases(d.yield()), Integer.MAX_VALUE);
                }
            }
        }
        for (RegionView.Slot c : carries) {
            for (Var other : Set.copyOf(meeting.getOrDefault(c.param(), Set.of()))) {
                if (byParam.containsKey(other)) {
                    meet(c.result(), byParam.get(other).result());
                }
            }
        }
    }

    /** The carries whose arrays of one trip a carry may have some trips later; itself included. */
    private Set<RegionView.Slot> reaching(RegionView.Slot c, Map<Var, RegionView.Slot> byParam) {
        var out = new LinkedHashSet<>(Set.of(c));
        var work = new ArrayDeque<RegionView.Slot>();
        work.add(c);
        while (!work.isEmpty()) {
            var from = new HashSet<Var>();
            bases(work.poll().yield()).forEach(b -> within(b, from));
            from.stream().filter(byParam::containsKey).map(byParam::get).filter(out::add).forEach(work::add);
        }
        return out;
    }

    /** Adds a base and all that it may be. */
    private void within(Var b, Set<Var> all) {
        if (all.add(b)) {
            outer.getOrDefault(b, Set.of()).forEach(o -> within(o, all));
        }
    }

    /** Adds bases to what an opaque base may be; those defined at or after {@code before} are resolved to what they were before it, or dropped. */
    private void widen(Var opaque, Set<Var> more, int before) {
        if (!opaque.isArray()) {
            return;
        }
        for (Var b : Set.copyOf(more)) {
            if (!b.equals(opaque)) {
                resolve(b, before, new HashSet<>(Set.of(opaque))).forEach(o -> {
                    relatives.join(opaque, o);
                    changed |= outer.get(opaque).add(o);
                });
            }
        }
    }

    private Set<Var> resolve(Var b, int before, Set<Var> seen) {
        var out = new HashSet<Var>();
        if (!seen.add(b)) {
            return out;
        }
        if (order.get(b) < before) {
            out.add(b);
        } else if (outer.containsKey(b)) {
            outer.get(b).forEach(o -> out.addAll(resolve(o, before, seen)));
        } else if (before == Integer.MAX_VALUE) {
            out.add(b);
        }
        return out;
    }

    /** True when the yielded array is, in every case, the carry's own memory. */
    public boolean stable(RegionView.Slot c) {
        var out = new HashSet<Var>();
        for (Var b : bases(c.yield())) {
            out.addAll(fresh(b, c.param(), new HashSet<>()));
        }
        return out.equals(Set.of(c.param()));
    }

    private Set<Var> fresh(Var b, Var param, Set<Var> seen) {
        if (!seen.add(b)) {
            return Set.of();
        }
        if (order.get(b) <= order.get(param) || !outer.containsKey(b)) {
            return Set.of(b);
        }
        var out = new HashSet<Var>();
        outer.get(b).forEach(o -> out.addAll(fresh(o, param, seen)));
        return out;
    }

    /** Notes which of the variables meet when they stand for these atoms. */
    private void siblings(List<? extends Atom> atoms, List<Var> vars) {
        var groups = new HashMap<Var, List<Integer>>();
        for (int i = 0; i < atoms.size(); i++) {
            if (atoms.get(i) instanceof Var a && a.isArray()) {
                groups.computeIfAbsent(relatives.group(a), g -> new ArrayList<>()).add(i);
            }
        }
        for (List<Integer> group : groups.values()) {
            for (int i = 0; i < group.size(); i++) {
                for (int j = i + 1; j < group.size(); j++) {
                    if (mayAlias((Var) atoms.get(group.get(i)), (Var) atoms.get(group.get(j)))) {
                        meet(vars.get(group.get(i)), vars.get(group.get(j)));
                    }
                }
            }
        }
    }

    private void meet(Var a, Var b) {
        relatives.join(a, b);
        changed |= meeting.computeIfAbsent(a, x -> new HashSet<>()).add(b);
        meeting.computeIfAbsent(b, x -> new HashSet<>()).add(a);
    }

    private Set<Var> resultBases(Eqn e, int k) {
        Var fresh = e.out().get(k);
        return switch (e.prim().form()) {
            case UPDATE, UPDATE_SLICE, SCATTER, ACC_ADD, INDEX, RESHAPE, ACC_GET, STOP_GRADIENT, SHARD, PSUM, PMAX, PMIN -> bases(e.in().get(0));
            case OPT_BARRIER -> bases(e.in().get(k));
            case HIST -> bases(e.in().get(1));
            case SELECT -> {
                if (!e.in().get(0).type().isScalar()) {
                    yield Set.of(fresh);
                }
                var both = new HashSet<>(bases(e.in().get(1)));
                both.addAll(bases(e.in().get(2)));
                yield both;
            }
            case CALL -> {
                List<Integer> shape = calls.get(((Params.Call) e.params()).name());
                if (shape == null || shape.get(k) == -1) {
                    yield shape == null ? Set.of() : Set.of(fresh);
                }
                var all = new HashSet<>(bases(e.in().get(CallShapes.input(shape.get(k)))));
                if (CallShapes.isMaybe(shape.get(k))) {
                    all.add(fresh);
                }
                yield all;
            }
            case ELEMENTWISE, FUNCTION, FULL, IOTA, COPY, DIM, BROADCAST, TRANSPOSE, REV, SLICE, PAD, CONCAT, GATHER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN,
                 REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT,
                 CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, FOR, WHILE, MAP, REDUCE, SCAN, CHECK, DEBUG_CALLBACK, ACC_NEW, THREEFRY2X32, ALL_GATHER,
                 AXIS_INDEX -> Set.of(fresh);
        };
    }
}
