package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Additions of a nest to neighbouring elements of one array, as gradients of stencils have them, gathered: each element is read and written once, and what is added to it comes from
 * neighbouring trips.
 *
 * <pre>
 *  for i below n { x[i] += f(i);  x[i + 2] += g(i) }    becomes    map u below n + 2 { x[u] += (u < n ? f(u) : 0) + (u >= 2 ? g(u - 2) : 0) }
 * </pre>
 *
 * The elements to which all of the additions go, u from 2 below n, are a loop of their own without questions. With several loops these are asked in the rows at the edge, too.
 */
final class SumGather {
    private static final int FURTHEST = 8;
    /** Rows of fewer elements to which all add are loops of questions. */
    private static final int SHORT = 24;
    /** Equations of elements at the ends of a row that may be written out. */
    private static final int MOST_WRITTEN_OUT = 160;
    private static final Params.Access IN = Params.Access.PROMISED;
    private final List<SumPlan> plans;
    private final List<Eqn> loops;
    /** By plan and loop: at trip t of the loop it adds to the element which the first plan adds to at trip t + shift. */
    private final long[][] shift;
    private final long[] low;
    private final long[] span;
    private final Builder b;
    private final Rewrite copy;
    private final boolean parts;
    /** By loop: its trips with those that the shifts add, and its own count. */
    private final List<Atom> all = new ArrayList<>();
    private final List<Atom> counts = new ArrayList<>();

    private SumGather(List<SumPlan> plans, List<Eqn> loops, long[][] shift, SumNest nest, Builder b, boolean parts) {
        this.plans = plans;
        this.loops = loops;
        this.shift = shift;
        this.parts = parts;
        this.b = b;
        copy = new Rewrite(b);
        nest.untouched.forEach((id, carry) -> {
            if (nest.rest.contains(carry)) {
                copy.replace(Map.of(id, nest.loop.in().get(1 + carry)));
            }
        });
        low = new long[loops.size()];
        span = new long[loops.size()];
        for (int d = 0; d < loops.size(); d++) {
            long high = shift[0][d];
            low[d] = shift[0][d];
            for (long[] s : shift) {
                low[d] = Math.min(low[d], s[d]);
                high = Math.max(high, s[d]);
            }
            span[d] = high - low[d];
        }
    }

    /** For additions to one array; null where they are not of this kind, or only one. {@code parts}: rows come apart. */
    static SumGather of(List<SumPlan> plans, SumNest nest, Map<Eqn, ElementAccess> accesses, Builder b, boolean parts) {
        if (plans.size() < 2 || !plans.stream().allMatch(p -> isPlain(p, plans.get(0).sum.path()))) {
            return null;
        }
        List<Poly> first = accesses.get(plans.get(0).sum.add()).index();
        var loops = new ArrayList<Eqn>();
        var axes = new ArrayList<Integer>();
        for (int a = 0; a < first.size(); a++) {
            Poly at = first.get(a);
            List<Eqn> of = plans.get(0).sum.path().stream().filter(l -> at.mentions(SumPlan.trip(l))).toList();
            Poly along = of.size() == 1 ? at.linear(SumPlan.trip(of.get(0))) : null;
            if (of.size() > 1 || of.size() == 1 && (along == null || !along.isConst() || Math.abs(along.constant()) != 1 || loops.contains(of.get(0)))) {
                return null;
            } else if (of.size() == 1) {
                loops.add(of.get(0));
                axes.add(a);
            }
        }
        var shift = new long[plans.size()][loops.size()];
        boolean apart = false;
        for (int k = 0; k < plans.size(); k++) {
            List<Poly> at = accesses.get(plans.get(k).sum.add()).index();
            for (int a = 0; a < first.size(); a++) {
                Poly difference = at.get(a).minus(first.get(a));
                int d = axes.indexOf(a);
                if (!difference.isConst() || Math.abs(difference.constant()) > (d < 0 ? 0 : FURTHEST)) {
                    return null;
                } else if (d >= 0) {
                    shift[k][d] = difference.constant() * first.get(a).linear(SumPlan.trip(loops.get(d))).constant();
                    apart |= shift[k][d] != 0;
                }
            }
        }
        return apart && loops.size() == plans.get(0).sum.path().size() ? new SumGather(plans, loops, shift, nest, b, parts) : null;
    }

    private static boolean isPlain(SumPlan p, List<Eqn> path) {
        return p.sum.path().equals(path) && p.reduced.isEmpty() && path.stream().allMatch(p::isFixed) && p.slice.stream().noneMatch(SumPlan::heavy);
    }

    /** The equations, the last of which yields {@code result}: the array with everything added. */
    List<Eqn> write(Atom array, Var result) {
        b.open();
        Atom some = null;
        for (Eqn l : loops) {
            Atom n = l.in().get(0);
            if (n instanceof Var) {
                Atom now = b.emit(Prim.GT, n, Lit.zero(n.dtype()));
                some = some == null ? now : b.emit(Prim.AND, some, now);
            }
        }
        for (int d = 0; d < loops.size(); d++) {
            Atom n = loops.get(d).in().get(0);
            Atom more = b.folded(Prim.ADD, n, Lit.of(n.dtype(), span[d]));
            counts.add(n);
            all.add(some == null ? more : b.emit(Prim.SELECT, some, more, Lit.zero(n.dtype())));
        }
        rows(array, new ArrayList<>(), null);
        var out = new ArrayList<>(b.close());
        Eqn last = out.remove(out.size() - 1);
        out.add(new Eqn(last.prim(), last.in(), last.params(), List.of(result)));
        return out;
    }

    /** The loops from here on; {@code at} are the trips of those around as the first plan has them, {@code inner} says whether all plans add there. */
    private Atom rows(Atom array, List<Atom> at, Atom inner) {
        int d = at.size();
        if (d == loops.size() - 1) {
            return row(array, at, inner);
        }
        Var v = b.fresh(Regions.trip(loops.get(d)).type());
        Var p = b.fresh(array.type());
        b.open();
        Atom now = inner;
        if (span[d] > 0) {
            Atom here = b.emit(Prim.AND, b.emit(Prim.GE, v, Lit.of(v.dtype(), span[d])), b.emit(Prim.LT, v, counts.get(d)));
            now = inner == null ? here : b.emit(Prim.AND, inner, here);
        }
        var within = new ArrayList<>(at);
        within.add(b.folded(Prim.ADD, v, Lit.of(v.dtype(), low[d])));
        Atom out = rows(p, within, now);
        return b.loop(Prim.MAP, Dim.UNKNOWN, b.close(List.of(v, p), List.of(out)), all.get(d), List.of(array)).get(0);
    }

    /** The innermost loop in three parts: the first elements, those to which all add, and the others. */
    private Atom row(Atom array, List<Atom> at, Atom inner) {
        int d = at.size();
        Atom total = all.get(d);
        Atom zero = Lit.zero(total.dtype());
        if (!parts) {
            return part(array, at, zero, total, true);
        }
        Atom fast = b.emit(Prim.MAX, b.folded(Prim.SUB, counts.get(d), Lit.of(total.dtype(), span[d])), zero);
        fast = inner == null ? fast : b.emit(Prim.SELECT, inner, fast, zero);
        fast = b.emit(Prim.MIN, fast, total);
        Atom whole = b.emit(Prim.GE, fast, Lit.of(total.dtype(), SHORT));
        if (span[d] * plans.stream().mapToInt(p -> p.slice.size()).sum() <= MOST_WRITTEN_OUT) {
            // a short row is one loop of questions
            Atom most = fast;
            return b.cond(whole, () -> List.of(ends(array, at, most)), () -> List.of(part(array, at, zero, total, true))).get(0);
        }
        fast = b.emit(Prim.SELECT, whole, fast, zero);
        Atom first = b.emit(Prim.SELECT, b.emit(Prim.GT, fast, zero), Lit.of(total.dtype(), span[d]), total);
        Atom from = b.emit(Prim.ADD, first, fast);
        Atom x = part(array, at, zero, first, true);
        x = part(x, at, first, fast, false);
        return part(x, at, from, b.emit(Prim.SUB, total, from), true);
    }

    /**
     * A long row: its ends are written out, an element at a time with the terms that it has. They come before the elements in between, whose last ones are stored under a mask: a processor that has
     * AVX-512 cannot read a neighbour of theirs before such a store has come to the cache.
     */
    private Atom ends(Atom array, List<Atom> at, Atom fast) {
        int d = at.size();
        Atom n = counts.get(d);
        Atom x = array;
        for (int u = 0; u < span[d]; u++) {
            x = element(x, at, Lit.of(n.dtype(), u), u, true);
        }
        for (int u = 0; u < span[d]; u++) {
            x = element(x, at, b.folded(Prim.ADD, n, Lit.of(n.dtype(), u)), u, false);
        }
        return part(x, at, Lit.of(n.dtype(), span[d]), fast, false);
    }

    /** The element {@code u} of the first or last ones of a row, at {@code v} of the row. */
    private Atom element(Atom array, List<Atom> around, Atom v, int u, boolean first) {
        int d = around.size();
        var at = new ArrayList<>(around);
        at.add(b.folded(Prim.ADD, v, Lit.of(v.dtype(), low[d])));
        List<Atom> place = place(at);
        Atom sum = b.index(array, IN, place);
        for (int k = 0; k < plans.size(); k++) {
            long later = shift[k][d] - low[d];
            if (first ? later <= u : later > u) {
                sum = b.emit(Prim.ADD, sum, term(k, at));
            }
        }
        return b.update(array, IN, place, sum);
    }

    private List<Atom> place(List<Atom> at) {
        Rewrite first = copy(at, 0);
        plans.get(0).slice.stream().filter(plans.get(0).place::contains).forEach(first::append);
        return first.atoms(plans.get(0).sum.at());
    }

    private Atom part(Atom array, List<Atom> around, Atom from, Atom n, boolean asks) {
        int d = around.size();
        Var v = b.fresh(Regions.trip(loops.get(d)).type());
        Var p = b.fresh(array.type());
        b.open();
        var at = new ArrayList<>(around);
        at.add(b.folded(Prim.ADD, b.folded(Prim.ADD, v, from), Lit.of(v.dtype(), low[d])));
        List<Atom> place = place(at);
        Atom sum = b.index(p, IN, place);
        for (int k = 0; k < plans.size(); k++) {
            sum = b.emit(Prim.ADD, sum, asks ? asked(k, at) : term(k, at));
        }
        Region body = b.close(List.of(v, p), List.of(b.update(p, IN, place, sum)));
        return b.loop(Prim.MAP, Dim.UNKNOWN, body, n, List.of(array)).get(0);
    }

    /** The term where the plan has one, else zero. */
    private Atom asked(int k, List<Atom> at) {
        Atom ok = null;
        for (int d = 0; d < loops.size(); d++) {
            if (span[d] > 0) {
                Atom t = trip(k, d, at);
                Atom here = b.emit(Prim.AND, b.emit(Prim.GE, t, Lit.zero(t.dtype())), b.emit(Prim.LT, t, counts.get(d)));
                ok = ok == null ? here : b.emit(Prim.AND, ok, here);
            }
        }
        return b.cond(ok, () -> List.of(term(k, at)), () -> List.of(Lit.zero(plans.get(k).sum.term().dtype()))).get(0);
    }

    private Atom trip(int k, int d, List<Atom> at) {
        return b.folded(Prim.SUB, at.get(d), Lit.of(at.get(d).dtype(), shift[k][d]));
    }

    private Atom term(int k, List<Atom> at) {
        Rewrite now = copy(at, k);
        plans.get(k).slice.forEach(now::append);
        return now.atom(plans.get(k).sum.term());
    }

    private Rewrite copy(List<Atom> at, int k) {
        Rewrite now = copy.beside();
        for (int d = 0; d < loops.size(); d++) {
            now.replace(Regions.trip(loops.get(d)), trip(k, d, at));
        }
        return now;
    }
}
