package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.emit.Walk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop that adds up as it goes and does something with each sum, {@code s += f(i); out[i] = g(s, i)}, becomes a scan and a map: on a GPU one thread would be
 * all that runs it. Sums of floats only where they may be in any order.
 */
final class Prefixes {
    private static final Set<Prim> OPERATORS = Set.of(Prim.ADD, Prim.MUL, Prim.MIN, Prim.MAX, Prim.AND, Prim.OR, Prim.XOR);
    private final Builder b;
    private final boolean fast;
    private final Map<Var, Atom> replaced = new HashMap<>();

    private Prefixes(Builder b, boolean fast) {
        this.b = b;
        this.fast = fast;
    }

    static Func run(Func f, boolean fast) {
        var p = new Prefixes(new Builder(Rewrite.firstFreeId(f)), fast);
        p.body(f.body());
        return p.b.build(f.in(), p.atoms(f.out()));
    }

    private List<Atom> atoms(List<? extends Atom> as) {
        return as.stream().map(a -> a instanceof Var v ? replaced.getOrDefault(v, v) : a).toList();
    }

    private Region region(Region r) {
        b.open();
        body(r.body());
        return b.close(r.params(), atoms(r.out()));
    }

    private void body(List<Eqn> body) {
        for (Eqn e : body) {
            Eqn now = Walk.withRegions(new Eqn(e.prim(), atoms(e.in()), e.params(), e.out()), this::region);
            if (now.prim() != Prim.FOR || !scan(now)) {
                b.append(now);
            }
        }
    }

    /** A carry that is folded into: where it stands among the carries, and the equation that does it. */
    private record Sum(int carry, Eqn eqn, Atom term) {
    }

    private boolean scan(Eqn e) {
        Region r = ((Params.Loop) e.params()).body();
        Var i = r.params().get(0);
        var sums = new ArrayList<Sum>();
        var dests = new ArrayList<Integer>();
        for (Eqn x : r.body()) {
            boolean element = x.prim() == Prim.UPDATE && x.in().size() == 3;
            boolean read = x.prim() == Prim.INDEX && !Walk.isArray(x.result());
            if (!Extents.isScalar(x) && x.prim() != Prim.DIM && !element && !read) {
                return false;
            }
        }
        for (int k = 0; k < e.out().size(); k++) {
            Var p = r.params().get(1 + k);
            Eqn by = definition(r, r.out().get(k));
            if (by == null || uses(r, p) != 1) {
                return false;
            }
            if (Walk.isArray(p)) {
                if (by.prim() != Prim.UPDATE || !by.in().get(0).equals(p) || !by.in().get(1).equals(i) || uses(r, by.result()) != 1) {
                    return false;
                }
                dests.add(k);
            } else {
                boolean exact = fast || !p.dtype().isFloat() || by.prim() == Prim.MIN || by.prim() == Prim.MAX;
                if (!OPERATORS.contains(by.prim()) || !exact || !by.in().contains(p) || by.in().get(0).equals(by.in().get(1))) {
                    return false;
                }
                sums.add(new Sum(k, by, by.in().get(0).equals(p) ? by.in().get(1) : by.in().get(0)));
            }
        }
        // terms must not depend on sums
        var late = new HashSet<Var>();
        sums.forEach(s -> late.add(s.eqn.result()));
        for (Eqn x : r.body()) {
            if (x.in().stream().anyMatch(a -> a instanceof Var v && late.contains(v))) {
                late.addAll(x.out());
            }
        }
        if (sums.isEmpty() || dests.isEmpty() || sums.stream().anyMatch(s -> s.term instanceof Var v && late.contains(v))) {
            return false;
        }
        emit(e, r, sums, dests, late);
        return true;
    }

    private void emit(Eqn e, Region r, List<Sum> sums, List<Integer> dests, Set<Var> late) {
        var copy = new Rewrite(b.nextId());
        Var i = copy.rename(r.params().get(0));
        List<Eqn> early = copy.body(r.body().stream().filter(x -> x.out().stream().noneMatch(late::contains) && x.prim() != Prim.UPDATE).toList());
        List<Atom> terms = copy.atoms(sums.stream().map(Sum::term).toList());
        b.skipTo(copy.nextId());
        var in = new ArrayList<Atom>(List.of(e.in().get(0)));
        sums.forEach(s -> in.add(e.in().get(1 + s.carry)));
        List<Prim> ops = sums.stream().map(s -> s.eqn.prim()).toList();
        List<Var> out = b.emitAll(Prim.SCAN, new Params.Fold(Dim.UNKNOWN, ops, new Region(List.of(i), early, terms)), in);
        for (int k = 0; k < sums.size(); k++) {
            replaced.put(e.out().get(sums.get(k).carry), out.get(k));
        }
        var at = new ArrayList<Atom>(List.of(e.in().get(0)));
        var params = new ArrayList<Var>(List.of(r.params().get(0)));
        var yields = new ArrayList<Atom>();
        var results = new ArrayList<Var>();
        for (int d : dests) {
            at.add(e.in().get(1 + d));
            params.add(r.params().get(1 + d));
            yields.add(r.out().get(d));
            results.add(e.out().get(d));
        }
        b.open();
        for (Eqn x : r.body()) {
            int k = 0;
            while (k < sums.size() && sums.get(k).eqn != x) {
                k++;
            }
            if (k == sums.size()) {
                b.append(x);
            } else {
                b.append(new Eqn(Prim.INDEX, List.of(out.get(sums.size() + k), r.params().get(0)), Params.Access.PROMISED, x.out()));
            }
        }
        b.append(new Eqn(Prim.MAP, at, new Params.Loop(Dim.UNKNOWN, b.close(params, yields)), results));
    }

    private static Eqn definition(Region r, Atom a) {
        return r.body().stream().filter(x -> x.out().contains(a)).findFirst().orElse(null);
    }

    private static int uses(Region r, Var v) {
        int[] n = {0};
        Rewrite.uses(r, id -> n[0] += id == v.id() ? 1 : 0);
        return n[0];
    }
}
