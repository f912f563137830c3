package dev.jacobi.llvm.plan;

import static dev.jacobi.llvm.text.Value.VARYING;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * How each variable varies over the lanes (its stride; 0: the same in all) and over the rows of an unroll-and-jam, given which loops run in
 * lanes and which are jammed. An array varies when each lane has its own. Loop carries are solved by iteration.
 */
public final class Variance {
    /** Rings of fewer places end within many a register. */
    private static final int RING = 63;
    private final Map<Var, Long> strides = new HashMap<>();
    private final Map<Var, Long> likely = new HashMap<>();
    /** Bools that are the same for most lanes, as they compare what grows steadily from lane to lane. */
    private final Set<Var> steady = new HashSet<>();
    private final Set<Var> jammed = new HashSet<>();
    private final Set<Var> lanes;
    private final Set<Var> rows;
    private boolean inLanes;

    /** {@code lanes} and {@code rows} hold the index parameters of the loops that run in lanes or are jammed. */
    public Variance(List<Eqn> body, Set<Var> lanes, Set<Var> rows) {
        this.lanes = lanes;
        this.rows = rows;
        body(body);
    }

    public long stride(Atom a) {
        return a instanceof Var v ? strides.getOrDefault(v, 0L) : 0;
    }

    /** The stride that the variable mostly has: what clamping at an edge, or going on at the other one, spoils for few lanes only. */
    public long likely(Atom a) {
        long s = stride(a);
        return s == VARYING && a instanceof Var v ? likely.getOrDefault(v, VARYING) : s;
    }

    public boolean jammed(Atom a) {
        return a instanceof Var v && jammed.contains(v);
    }

    private static long join(long a, long b) {
        return a == b ? a : VARYING;
    }

    private void set(Var v, long stride, boolean jam) {
        if (stride == 0) {
            strides.remove(v);
        } else {
            strides.put(v, stride);
        }
        if (jam) {
            jammed.add(v);
        }
    }

    private void body(List<Eqn> body) {
        for (int i = 0; i < body.size(); i++) {
            eqn(body.get(i));
        }
    }

    private void eqn(Eqn e) {
        if (e.prim() == Prim.COND) {
            cond(e);
        } else if (e.prim() == Prim.FOR) {
            forLoop(e);
        } else if (e.prim() == Prim.WHILE) {
            whileLoop(e);
        } else if (!Regions.of(e).isEmpty()) {
            parallel(e);
        } else {
            simple(e);
        }
    }

    private void simple(Eqn e) {
        boolean jam = !jammed.isEmpty() && e.in().stream().anyMatch(this::jammed);
        for (Var v : e.out()) {
            long stride = stride(e, v);
            set(v, stride, jam);
            if (stride == VARYING && Strides.isOf(v.dtype()) && !v.isArray() && e.prim() != Prim.INDEX) {
                likely.put(v, guess(e, v));
            } else if (v.dtype() == DType.BOOL && v.type().isScalar() && comparesSteady(e)) {
                steady.add(v);
            }
        }
    }

    private boolean comparesSteady(Eqn e) {
        return e.prim() == Prim.NOT || e.prim() == Prim.AND || e.prim() == Prim.OR ? e.in().stream().allMatch(this::isSteady)
            : e.prim().group() == Prim.Group.COMPARE && e.in().stream().allMatch(a -> a.dtype().isInt() && likely(a) != VARYING);
    }

    private boolean isSteady(Atom bool) {
        return stride(bool) == 0 || steady.contains(bool);
    }

    /** The stride of one of two values of which the other is that of few lanes. */
    private static long mostly(long a, long b) {
        return a == 0 ? b : b == 0 || a == b ? a : VARYING;
    }

    private long guess(Eqn e, Var out) {
        List<Long> s = e.in().stream().map(this::likely).toList();
        if ((e.prim() == Prim.MIN || e.prim() == Prim.MAX) && out.dtype().isInt()) {
            return mostly(s.get(0), s.get(1));
        }
        if (e.prim() == Prim.SELECT) {
            return isSteady(e.in().get(0)) ? mostly(s.get(1), s.get(2)) : VARYING;
        }
        if (e.prim() == Prim.REM || e.prim() == Prim.AND) {
            // around a ring
            Long most = constant(e.in().get(1));
            return s.get(1) == 0 && (most == null || most >= RING) ? s.get(0) : VARYING;
        }
        return Strides.of(e.prim(), s, e.in().stream().map(Variance::constant).toList(), out.dtype());
    }

    private long stride(Eqn e, Var out) {
        boolean any = false;
        for (int i = 0; i < e.in().size() && !any; i++) {
            any = stride(e.in().get(i)) != 0;
        }
        return switch (e.prim().memory()) {
            case OVERWRITTEN, VIEW -> stride(e.in().get(0));
            case SAME -> stride(e.in().get(e.out().indexOf(out)));
            case NEW, PART, CHOSEN, BRANCH, LOOP, CALLEE -> {
                if (e.prim() == Prim.DIM) {
                    yield 0;
                }
                boolean own = inLanes && out.isArray() && (e.prim() == Prim.COPY || e.prim().extents() == Prim.Extents.GIVEN);
                yield !any ? own ? VARYING : 0
                    : e.prim() == Prim.INDEX || out.isArray() || !Strides.isOf(out.dtype()) ? VARYING
                    : Strides.of(e.prim(), e.in().stream().map(this::stride).toList(), e.in().stream().map(Variance::constant).toList(), out.dtype());
            }
        };
    }

    private static Long constant(Atom a) {
        return a instanceof Lit l && l.dtype().isInt() ? l.bits() : null;
    }

    private void cond(Eqn e) {
        List<Region> rs = ((Params.Branches) e.params()).regions();
        rs.forEach(r -> body(r.body()));
        boolean divergent = stride(e.in().get(0)) != 0;
        for (int k = 0; k < e.out().size(); k++) {
            long s = stride(rs.get(0).out().get(k));
            boolean jam = jammed(e.in().get(0));
            for (Region r : rs) {
                s = join(s, stride(r.out().get(k)));
                jam |= jammed(r.out().get(k));
            }
            Var v = e.out().get(k);
            set(v, divergent && !v.isArray() ? VARYING : s, jam);
            if (divergent && !v.isArray() && Strides.isOf(v.dtype())) {
                int j = k;
                likely.put(v, isSteady(e.in().get(0)) ? rs.stream().map(r -> likely(r.out().get(j))).reduce(0L, Variance::mostly) : VARYING);
            }
        }
    }

    private void forLoop(Eqn e) {
        Region r = ((Params.Loop) e.params()).body();
        if (lanes.contains(r.params().get(0))) {
            inOrder(e, r);
            return;
        }
        set(r.params().get(0), 0, jammed(e.in().get(0)));
        boolean divergent = stride(e.in().get(0)) != 0;
        carried(RegionView.of(e).carried(), false, () -> {
            body(r.body());
            return divergent;
        });
    }

    /** A loop whose trips are lanes, as far as they may go together: a scalar that it carries differs between them, and is one again at the end. */
    private void inOrder(Eqn e, Region r) {
        boolean outer = inLanes;
        inLanes = true;
        set(r.params().get(0), 1, false);
        List<RegionView.Slot> carries = RegionView.of(e).carried();
        carries.forEach(c -> set(c.param(), c.param().isArray() ? 0 : VARYING, false));
        body(r.body());
        inLanes = outer;
        carries.forEach(c -> set(c.result(), 0, false));
    }

    private void whileLoop(Eqn e) {
        Params.While w = (Params.While) e.params();
        List<RegionView.Slot> carries = RegionView.of(e).carried();
        carried(carries, true, () -> {
            carries.forEach(c -> set(c.params().get(0), stride(c.param()), jammed(c.param())));
            body(w.cond().body());
            body(w.body().body());
            return stride(w.cond().out().get(0)) != 0;
        });
    }

    /**
     * Goes through a loop's body until its parameters no longer change; the body says whether the loop's end differs between lanes. What all lanes count alike is then the same in those that are still in the loop,
     * if it {@code runs} on for them, and differs behind it.
     */
    private void carried(List<RegionView.Slot> carries, boolean runs, BooleanSupplier body) {
        for (RegionView.Slot c : carries) {
            set(c.param(), stride(c.init()), jammed(c.init()));
        }
        boolean changed = true;
        boolean divergent = false;
        while (changed) {
            changed = false;
            divergent = body.getAsBoolean();
            for (RegionView.Slot c : carries) {
                long old = stride(c.param());
                long s = join(old, stride(c.yield()));
                if (divergent && !c.param().isArray() && !c.yield().equals(c.param()) && !(runs && s == 0)) {
                    s = VARYING;
                }
                boolean jam = jammed(c.param()) || jammed(c.yield());
                changed |= s != old || jam != jammed(c.param());
                set(c.param(), s, jam);
            }
        }
        boolean ends = divergent;
        carries.forEach(c -> set(c.result(), ends && !c.param().isArray() && !c.yield().equals(c.param()) ? VARYING : stride(c.param()), jammed(c.param())));
    }

    private void parallel(Eqn e) {
        Region r = Regions.of(e).get(0);
        Var i = r.params().get(0);
        boolean wide = lanes.contains(i);
        boolean outer = inLanes;
        inLanes |= wide;
        set(i, wide ? 1 : 0, rows.contains(i) || jammed(e.in().get(0)));
        List<RegionView.Slot> carries = RegionView.of(e).carried();
        carried(carries, false, () -> {
            body(r.body());
            return false;
        });
        inLanes = outer;
        boolean divergent = stride(e.in().get(0)) != 0;
        for (int k = 0; k < e.out().size(); k++) {
            Var v = e.out().get(k);
            if (carries.stream().anyMatch(c -> c.result().equals(v))) {
                continue;
            }
            boolean jam = jammed(e.in().get(0)) || e.in().stream().anyMatch(this::jammed) || r.out().stream().anyMatch(this::jammed);
            if (v.isArray()) {
                set(v, e.prim() == Prim.HIST ? stride(e.in().get(1)) : outer ? VARYING : 0, jam && !rows.contains(i));
            } else {
                boolean varies = !wide && (divergent || stride(r.out().get(k)) != 0 || stride(e.in().get(1 + k)) != 0);
                set(v, varies ? VARYING : 0, jam && !rows.contains(i));
            }
        }
    }
}
