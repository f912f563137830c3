package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import java.util.ArrayList;
import java.util.List;

/**
 * What belongs together in a control-flow equation: one value that a loop carries (initial operand, region parameter,
 * yield, result), that branches yield, or that a parallel loop writes. A slot can be dropped as a whole. -1 says that the
 * slot has no such part; {@code result2} is the stacked half of a scan's pair.
 */
public record Slots(int in, int param, int out, int result, int result2) {

    /** The slots of the equation in order of their results; empty for equations without regions and for hist. */
    public static List<Slots> of(Eqn e) {
        Prim p = e.prim();
        var slots = new ArrayList<Slots>();
        if (p == Prim.HIST || Regions.of(e).isEmpty()) {
            return slots;
        }
        int ops = e.params() instanceof Params.Fold f ? f.ops().size() : 0;
        int count = p == Prim.SCAN ? ops : e.out().size();
        for (int k = 0; k < count; k++) {
            if (p == Prim.COND || p == Prim.MAP && k >= e.in().size() - 1) {
                slots.add(new Slots(-1, -1, k, k, -1));
            } else if (p == Prim.WHILE) {
                slots.add(new Slots(k, k, k, k, -1));
            } else if (p == Prim.FOR || p == Prim.MAP) {
                slots.add(new Slots(1 + k, 1 + k, k, k, -1));
            } else {
                slots.add(new Slots(1 + k, k < ops ? -1 : 1 + k - ops, k, k, p == Prim.SCAN ? ops + k : -1));
            }
        }
        return slots;
    }

    /** The region whose yield the slots speak of when there are several: the body of a while. */
    public static int mainRegion(Eqn e) {
        return e.prim() == Prim.WHILE ? 1 : 0;
    }

    /** The equation with only those slots that {@code keep} marks. */
    public static Eqn keep(Eqn e, List<Slots> slots, boolean[] keep) {
        boolean[] in = new boolean[e.in().size()];
        boolean[] result = new boolean[e.out().size()];
        boolean[] out = new boolean[e.out().size()];
        boolean[] param = new boolean[1 + e.in().size()];
        for (int k = 0; k < slots.size(); k++) {
            if (!keep[k]) {
                Slots s = slots.get(k);
                mark(in, s.in);
                mark(param, s.param);
                mark(out, s.out);
                mark(result, s.result);
                mark(result, s.result2);
            }
        }
        Params p = e.params();
        if (p instanceof Params.While w) {
            p = new Params.While(new Region(without(w.cond().params(), param), w.cond().body(), w.cond().out()), filter(w.body(), param, out));
        } else {
            p = p.map(r -> filter(r, param, out));
        }
        if (p instanceof Params.Fold f) {
            p = new Params.Fold(f.extent(), without(f.ops(), out), f.body());
        }
        return new Eqn(e.prim(), without(e.in(), in), p, without(e.out(), result));
    }

    private static void mark(boolean[] drop, int i) {
        if (i >= 0) {
            drop[i] = true;
        }
    }

    private static Region filter(Region r, boolean[] param, boolean[] out) {
        return new Region(without(r.params(), param), r.body(), without(r.out(), out));
    }

    private static <T> List<T> without(List<T> items, boolean[] drop) {
        var kept = new ArrayList<T>(items.size());
        for (int i = 0; i < items.size(); i++) {
            if (i >= drop.length || !drop[i]) {
                kept.add(items.get(i));
            }
        }
        return kept;
    }
}
