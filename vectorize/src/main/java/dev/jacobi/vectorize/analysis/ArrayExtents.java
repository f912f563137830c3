package dev.jacobi.vectorize.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Extents of arrays as polynomials. An extent that is not computed from anything known is a symbol of its own (its
 * {@link Extent}), with an id above those of the variables; equal named dims share a symbol.
 */
public final class ArrayExtents {
    /** What a symbol stands for: the extent of an array's axis. */
    public record Extent(Var array, int axis) {
    }

    private final IntValues values;
    private final Map<Integer, Poly[]> shapes = new HashMap<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<Integer, Extent> extents = new HashMap<>();
    private int nextSymbol;

    ArrayExtents(Func f, IntValues values) {
        this.values = values;
        nextSymbol = Regions.firstFreeId(f);
    }

    /** One more than the largest symbol. */
    public int end() {
        return nextSymbol;
    }

    /** The array extent that a symbol stands for; null when the id is that of a variable. */
    public Extent extent(int symbol) {
        return extents.get(symbol);
    }

    /** Adds the symbols of arrays that are among {@code ids}. */
    public void extentsOf(java.util.Set<Integer> ids) {
        extents.forEach((symbol, e) -> {
            if (ids.contains(e.array().id())) {
                ids.add(symbol);
            }
        });
    }

    /** The extents of an array. */
    public Poly[] of(Atom a) {
        Var v = (Var) a;
        Poly[] s = shapes.get(v.id());
        if (s == null) {
            s = compute(v);
            shapes.put(v.id(), s);
        }
        return s;
    }

    private Poly[] compute(Var v) {
        Eqn e = values.definition(v);
        Poly[] s = e == null ? null : derived(e, v);
        return s != null && s.length == v.type().rank() ? s : fresh(v);
    }

    private Poly[] derived(Eqn e, Var v) {
        Prim p = e.prim();
        if (p == Prim.UPDATE || p == Prim.COPY || p == Prim.UPDATE_SLICE || p == Prim.HIST && e.in().size() > 1) {
            return of(e.in().get(p == Prim.HIST ? 1 : 0));
        } else if (p == Prim.FULL) {
            return e.in().subList(1, e.in().size()).stream().map(values::exact).toArray(Poly[]::new);
        } else if (p == Prim.INDEX) {
            Poly[] a = of(e.in().get(0));
            return java.util.Arrays.copyOfRange(a, e.in().size() - 1, a.length);
        } else if (p == Prim.FOR || p == Prim.MAP || p == Prim.REDUCE || p == Prim.WHILE) {
            int skip = p == Prim.WHILE ? 0 : 1;
            int k = e.out().indexOf(v);
            if (k + skip < e.in().size()) {
                Poly[] init = of(e.in().get(k + skip));
                List<Region> rs = Regions.of(e);
                Region body = rs.get(rs.size() - 1);
                int at = k + skip - (p == Prim.REDUCE ? body.out().size() - (body.params().size() - 1) : 0);
                Poly[] param = at >= 0 && at < body.params().size() ? shapes.get(body.params().get(at).id()) : null;
                return java.util.Arrays.equals(init, param) ? init : null;
            }
        } else if (p == Prim.COND) {
            int k = e.out().indexOf(v);
            Poly[] s = null;
            for (Region r : Regions.of(e)) {
                Poly[] t = of(r.out().get(k));
                if (s != null && !java.util.Arrays.equals(s, t)) {
                    return null;
                }
                s = t;
            }
            return s;
        }
        return null;
    }

    private Poly[] fresh(Var v) {
        var s = new Poly[v.type().rank()];
        for (int k = 0; k < s.length; k++) {
            Dim d = v.type().dims().get(k);
            s[k] = d.isConst() ? Poly.of(d.add())
                : d.isUnknown() ? Poly.var(symbol(v, k))
                : d.mul() == 1 && d.add() == 0 ? Poly.var(named(d.sym(), v, k))
                : Poly.var(symbol(v, k));
        }
        return s;
    }

    private int named(String name, Var v, int axis) {
        Integer id = names.get(name);
        if (id == null) {
            id = symbol(v, axis);
            names.put(name, id);
        }
        return id;
    }

    private int symbol(Var v, int axis) {
        int id = nextSymbol++;
        extents.put(id, new Extent(v, axis));
        values.place(id, values.depthOf(v.id()));
        values.facts.always(id, Range.DIM);
        return id;
    }

    /**
     * Entering a loop: a carried array has the initial value's extents when each yield keeps them, also when carries
     * of the same shape change places. Assumes so for all carries and withdraws what the yields contradict.
     */
    void enter(Eqn e, Region r) {
        int skip = e.prim() == Prim.WHILE ? 0 : 1;
        int first = e.prim() == Prim.REDUCE || e.prim() == Prim.HIST || e.prim() == Prim.SCAN ? e.in().size() - (r.params().size() - 1) - 1 : 0;
        List<Region> rs = Regions.of(e);
        Region body = rs.get(rs.size() - 1);
        int yields = body.out().size() - (body.params().size() - skip);
        var held = new ArrayList<Integer>();
        for (int k = skip; k < r.params().size(); k++) {
            Var p = r.params().get(k);
            if (!p.type().isScalar()) {
                shapes.put(p.id(), of(e.in().get(k + first)));
                shapes.put(body.params().get(k).id(), of(e.in().get(k + first)));
                held.add(k);
            }
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Integer k : List.copyOf(held)) {
                Atom y = body.out().get(e.prim() == Prim.MAP ? k - skip : k - skip + Math.max(0, yields));
                Poly[] want = shapes.get(body.params().get(k).id());
                if (!java.util.Arrays.equals(want, peek(y, 0, new HashMap<>()))) {
                    held.remove(k);
                    shapes.put(r.params().get(k).id(), fresh(r.params().get(k)));
                    shapes.put(body.params().get(k).id(), shapes.get(r.params().get(k).id()));
                    changed = true;
                }
            }
        }
    }

    /**
     * The extents a value will have, looked up without remembering anything longer than for this question; null when not known yet. {@code seen} holds what
     * this question has met: each of a row of conditions that hand on an array asks for the one before it in all its branches.
     */
    private Poly[] peek(Atom a, int depth, Map<Integer, Poly[]> seen) {
        Var v = (Var) a;
        Eqn e = values.definition(v);
        while (e != null && (e.prim() == Prim.UPDATE || e.prim() == Prim.COPY || e.prim() == Prim.UPDATE_SLICE)) {
            v = (Var) e.in().get(0);
            e = values.definition(v);
        }
        if (!seen.containsKey(v.id())) {
            seen.put(v.id(), look(v, e, depth, seen));
        }
        return seen.get(v.id());
    }

    private Poly[] look(Var v, Eqn e, int depth, Map<Integer, Poly[]> seen) {
        Poly[] known = shapes.get(v.id());
        if (e == null || depth > 200) {
            return known;
        }
        Prim p = e.prim();
        if (p == Prim.HIST) {
            return peek(e.in().get(1), depth + 1, seen);
        } else if (p == Prim.COND) {
            int k = e.out().indexOf(v);
            Poly[] s = peek(Regions.of(e).get(0).out().get(k), depth + 1, seen);
            for (Region r : Regions.of(e)) {
                if (s == null || !java.util.Arrays.equals(s, peek(r.out().get(k), depth + 1, seen))) {
                    return null;
                }
            }
            return s;
        } else if (p == Prim.FOR || p == Prim.WHILE || p == Prim.MAP || p == Prim.REDUCE) {
            return peekLoop(e, e.out().indexOf(v), depth, seen);
        } else if (p == Prim.FULL) {
            Poly[] s = e.in().subList(1, e.in().size()).stream().map(values::exact).toArray(Poly[]::new);
            return java.util.Arrays.stream(s).allMatch(Objects::nonNull) && known != null ? known : null;
        }
        return known;
    }

    private Poly[] peekLoop(Eqn e, int k, int depth, Map<Integer, Poly[]> seen) {
        int skip = e.prim() == Prim.WHILE ? 0 : 1;
        if (k + skip >= e.in().size()) {
            return null;
        }
        List<Region> rs = Regions.of(e);
        Region body = rs.get(rs.size() - 1);
        int first = e.prim() == Prim.REDUCE ? e.in().size() - body.params().size() : 0;
        if (k < first) {
            return null;
        }
        Poly[] init = peek(e.in().get(k + skip), depth + 1, seen);
        Var param = body.params().get(k + skip - first);
        Poly[] before = shapes.get(param.id());
        shapes.put(param.id(), init);
        Atom y = body.out().get(k);
        Poly[] out = init == null ? null : peek(y, depth + 1, new HashMap<>());
        shapes.put(param.id(), before);
        return init != null && java.util.Arrays.equals(init, out) ? init : null;
    }
}
