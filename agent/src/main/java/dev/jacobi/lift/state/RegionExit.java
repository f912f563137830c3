package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.cfg.Cfg.Block;
import java.util.ArrayList;
import java.util.List;

/**
 * How lifted code ends: the blocks it may go to (by rising number) and the state then. With two targets the label is a bool that
 * is true for the second; with more it is an i32, the target's number. {@code depths} holds the stack depth at each target.
 */
public record RegionExit(List<Block> targets, List<Integer> depths, Atom label, Env env) {
    public static RegionExit to(Block b, Env env) {
        return new RegionExit(List.of(b), List.of(env.top().sp), null, env);
    }

    public boolean only(Block b) {
        return targets.size() == 1 && targets.get(0) == b;
    }

    /** The state on the way to the target. */
    public Env envAt(Block b) {
        Env e = env.copy();
        Env.Frame f = e.top();
        f.sp = depths.get(targets.indexOf(b));
        for (int i = 0; i < f.slots.length - 1; i++) {
            if (i < f.act.cfg().maxLocals() ? !b.liveIn.get(i) : i >= f.sp) {
                f.slots[i] = null;
            }
        }
        return e;
    }

    /** True when the code goes to the target. */
    public Atom goesTo(Block b, EquationBuilder ir) {
        if (targets.size() == 1) {
            return Lit.bool(targets.get(0) == b);
        }
        if (targets.size() == 2) {
            return targets.get(1) == b ? label : ir.not(label);
        }
        return ir.op(Prim.EQ, label, Lit.i32(b.id));
    }

    /** The outcome if it does not go to the target, without the variables that only the target needs. */
    public RegionExit without(Block b, EquationBuilder ir) {
        int k = targets.indexOf(b);
        var ts = new ArrayList<>(targets);
        var ds = new ArrayList<>(depths);
        ts.remove(k);
        ds.remove(k);
        Atom l = ts.size() == 1 ? null : ts.size() == 2 ? ir.op(Prim.EQ, label, Lit.i32(ts.get(1).id)) : label;
        Env e = env.copy();
        for (int i = 0; i < e.top().act.cfg().maxLocals(); i++) {
            int local = i;
            if (ts.stream().noneMatch(t -> t.liveIn.get(local))) {
                e.top().slots[i] = null;
            }
        }
        return new RegionExit(ts, ds, l, e);
    }

    /** The label in the form that outcomes with these targets have. */
    public Atom labelAmong(List<Block> all, EquationBuilder ir) {
        if (all.size() == 1) {
            return null;
        }
        if (all.size() == 2) {
            return targets.size() == 1 ? Lit.bool(targets.get(0) == all.get(1)) : label;
        }
        if (targets.size() == 1) {
            return Lit.i32(targets.get(0).id);
        }
        return targets.size() == 2 ? ir.select(label, Lit.i32(targets.get(1).id), Lit.i32(targets.get(0).id)) : label;
    }
}
