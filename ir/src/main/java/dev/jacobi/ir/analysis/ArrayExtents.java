package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Extents of arrays as polynomials. An extent that is not computed from anything known is a symbol of its own (its
 * {@link Extent}), with an id above those of the variables; equal named dims share a symbol.
 */
public final class ArrayExtents {
    /** What a symbol stands for: the extent of an array's axis. */
    public record Extent(Var array, int axis) {
    }

    /**
     * Where variables come from that a pass makes while it looks at the function, and symbols, too: none of them may have another one's number, or what is known of the one would hold for the other, and code for it would
     * be another value.
     */
    public final Builder ids;
    private final IntValues values;
    private final Map<Integer, Poly[]> shapes = new HashMap<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<Integer, Extent> extents = new HashMap<>();

    ArrayExtents(Func f, IntValues values) {
        this.values = values;
        ids = new Builder(Regions.firstFreeId(f));
    }

    /** One more than the largest symbol. */
    public int end() {
        return ids.nextId();
    }

    /** The array extent that a symbol stands for; null when the id is that of a variable. */
    public Extent extent(int symbol) {
        return extents.get(symbol);
    }

    /** The variables that the loops' bodies define, and the extents of arrays among them. */
    public Set<Integer> inside(Eqn... loops) {
        var defined = new HashSet<Integer>();
        for (Eqn l : loops) {
            Regions.of(l).forEach(r -> defined.addAll(Regions.defined(r)));
        }
        extents.forEach((symbol, e) -> {
            if (defined.contains(e.array().id())) {
                defined.add(symbol);
            }
        });
        return defined;
    }

    /** Whether an array certainly has an element, or a row, at these places; an unknown one is null. */
    public boolean isInside(Atom array, List<Poly> index, IntFacts facts) {
        Poly[] extents = of(array);
        try {
            for (int k = 0; k < index.size(); k++) {
                Poly i = index.get(k);
                if (i == null || extents == null || extents[k] == null || !facts.prove(i) || !facts.prove(extents[k].minus(i).plus(-1))) {
                    return false;
                }
            }
            return true;
        } catch (ArithmeticException tooLarge) {
            return false;
        }
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
            return Arrays.copyOfRange(a, e.in().size() - 1, a.length);
        } else if (p == Prim.FOR || p == Prim.MAP || p == Prim.REDUCE || p == Prim.WHILE) {
            RegionView.Slot s = RegionView.ofResult(e, v);
            Poly[] init = s.param() == null ? null : of(s.init());
            return init != null && Arrays.equals(init, shapes.get(s.param().id())) ? init : null;
        } else if (p == Prim.COND) {
            Poly[] s = null;
            for (Atom y : RegionView.ofResult(e, v).yields()) {
                Poly[] t = of(y);
                if (s != null && !Arrays.equals(s, t)) {
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
        int id = ids.fresh(Type.of(DType.I32)).id();
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
        var held = new ArrayList<RegionView.Slot>();
        for (RegionView.Slot s : RegionView.of(e).carried()) {
            if (!s.param().type().isScalar()) {
                shapes.put(in(r, s).id(), of(s.init()));
                shapes.put(s.param().id(), of(s.init()));
                held.add(s);
            }
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (RegionView.Slot s : List.copyOf(held)) {
                Poly[] want = shapes.get(s.param().id());
                if (!Arrays.equals(want, peek(s.yield(), 0, new HashMap<>()))) {
                    held.remove(s);
                    shapes.put(in(r, s).id(), fresh(in(r, s)));
                    shapes.put(s.param().id(), shapes.get(in(r, s).id()));
                    changed = true;
                }
            }
        }
    }

    private static Var in(Region r, RegionView.Slot s) {
        return s.params().stream().filter(r.params()::contains).findFirst().orElseThrow();
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
            List<Atom> yields = RegionView.ofResult(e, v).yields();
            Poly[] s = peek(yields.get(0), depth + 1, seen);
            for (Atom y : yields) {
                if (s == null || !Arrays.equals(s, peek(y, depth + 1, seen))) {
                    return null;
                }
            }
            return s;
        } else if (p == Prim.FOR || p == Prim.WHILE || p == Prim.MAP || p == Prim.REDUCE) {
            return peekLoop(RegionView.ofResult(e, v), depth, seen);
        } else if (p == Prim.FULL) {
            Poly[] s = e.in().subList(1, e.in().size()).stream().map(values::exact).toArray(Poly[]::new);
            return Arrays.stream(s).allMatch(Objects::nonNull) && known != null ? known : null;
        }
        return known;
    }

    private Poly[] peekLoop(RegionView.Slot s, int depth, Map<Integer, Poly[]> seen) {
        if (s.param() == null) {
            return null;
        }
        Poly[] init = peek(s.init(), depth + 1, seen);
        Poly[] before = shapes.get(s.param().id());
        shapes.put(s.param().id(), init);
        Poly[] out = init == null ? null : peek(s.yield(), depth + 1, new HashMap<>());
        shapes.put(s.param().id(), before);
        return init != null && Arrays.equals(init, out) ? init : null;
    }
}
