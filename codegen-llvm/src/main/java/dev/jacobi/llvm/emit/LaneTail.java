package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.emit.LoopPhis.PhiForm;
import dev.jacobi.llvm.plan.LaneEstimate;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;

/**
 * The last lanes of a loop whose end differs between lanes. A step in vectors costs the same for one lane as for all, which may be as much as several
 * steps of scalar code. When so few lanes are left that one after the other they cost less, each goes on from its own carry in a scalar copy of the loop;
 * so lanes of any lengths together cost about what their steps cost one by one, or less. Steps in order: {@link #branch} at the end of the
 * loop's head, {@link #finish} when its body has been emitted.
 */
final class LaneTail {
    /** Equations of a loop that is worth a second copy. */
    private static final int MOST_SIZE = 250;
    /** Steps of scalar code that a step in vectors must cost. Entering an inner loop's tail costs too, each time. */
    private static final double WORTH = 1.5;
    private static final double WORTH_INSIDE = 3;
    private final EquationEmitter g;
    private final FnText fn;
    private final Eqn e;
    private final int lanes;
    /** So many lanes or fewer go one by one; 0: none do. */
    private final int most;
    private FnText.Block few;
    private String going;

    /** For a loop about to be emitted in lanes. */
    LaneTail(EquationEmitter g, Eqn e) {
        this.g = g;
        this.fn = g.fn;
        this.e = e;
        lanes = g.lanes;
        most = canGoAlone() ? most() : 0;
    }

    /** True when scalar code can take up a lane in the midst of the loop, and a second copy of the loop is not too long. */
    private boolean canGoAlone() {
        int size = Regions.of(e).stream().mapToInt(r -> Regions.size(r.body())).sum();
        return g.jam == 1 && size <= MOST_SIZE && arraysStay() && !inRegisters();
    }

    private int most() {
        if (g.unit.eager()) {
            return Math.max(1, lanes / 4);
        }
        double ratio = LaneEstimate.ratio(e, g.facts.variance(), lanes, g.unit.vectorBytes());
        return ratio < (g.masked.inLoop() ? WORTH_INSIDE : WORTH) ? 0 : Math.min(Math.max(1, lanes / 2), Math.max(1, (int) ratio - 1));
    }

    /** True when each array in the loop is in one place, so that no choice is between one lane's part of an array and an array by itself. */
    private boolean arraysStay() {
        boolean[] stay = {true};
        Regions.of(e).forEach(r -> Regions.each(r.body(), x -> {
            stay[0] &= RegionView.of(x).carried().stream().allMatch(c -> !c.param().isArray() || g.facts.stable(c));
            stay[0] &= x.prim() != Prim.COND || x.out().stream().allMatch(o -> !o.isArray() || g.facts.aliases().roots(o).size() == 1);
        }));
        return stay[0];
    }

    /**
     * True when small arrays of the lanes may live in registers, which LLVM manages as long as all lanes access the same elements: scalar code would
     * want them in memory.
     */
    private boolean inRegisters() {
        boolean small = outside().stream().anyMatch(v -> g.env.get(v) instanceof Arr a && a.lanes() > 1 && a.dims().stream().noneMatch(Ty::isRegister));
        boolean[] spread = {e.prim() == Prim.HIST};
        Regions.of(e).forEach(r -> Regions.each(r.body(), x -> {
            boolean access = x.prim() == Prim.INDEX || x.prim() == Prim.UPDATE || x.prim() == Prim.ACC_ADD;
            spread[0] |= x.prim() == Prim.HIST || access && g.facts.varies(x.in().get(0)) && x.indices().stream().anyMatch(g.facts::varies);
        }));
        return small && !spread[0];
    }

    /** What the loop uses from around it. */
    private LinkedHashSet<Var> outside() {
        LinkedHashSet<Var> all = Threads.captured(e);
        // arrays that stay in their memory are bound before the loop
        Regions.of(e).forEach(r -> r.params().stream().filter(Atom::isArray).forEach(all::add));
        return all;
    }

    /** Goes to {@code in} with the lanes {@code going} on, if they are enough. */
    void branch(String mask, FnText.Block in, FnText.Block exit) {
        if (most == 0) {
            fn.br(g.control.any(mask), in, exit);
            return;
        }
        String ty = "i" + lanes;
        few = fn.block("few");
        going = fn.def("bitcast " + Ty.vector("i1", lanes) + " " + mask + " to " + ty);
        String many = most == 1 ? fn.def("icmp ne " + ty + " " + withoutFirst(going) + ", 0")
            : fn.def("icmp ugt " + ty + " " + g.call(ty, "llvm.ctpop." + ty, ty + " " + going) + ", " + most);
        fn.br(many, in, few);
    }

    private String withoutFirst(String bits) {
        return fn.def("and i" + lanes + " " + bits + ", " + fn.def("add i" + lanes + " " + bits + ", -1"));
    }

    /** One lane of the values that the vectors hold, as scalars. */
    final class One {
        private final String lane;
        private final List<Value> carry;

        private One(String lane, List<Value> carry) {
            this.lane = lane;
            this.carry = carry.stream().map(this::of).toList();
        }

        List<Value> carry() {
            return carry;
        }

        Value of(Value v) {
            if (v instanceof Arr a) {
                String p = a.lanes() == 1 ? a.ptr() : fn.def("getelementptr inbounds " + Ty.memory(a.dtype()) + ", ptr " + a.ptr() + ", i64 " + lane);
                return new Arr(a.dtype(), p, a.offset() == null ? null : scalar(a.offset()), a.dims(), a.lanes(), a.root(), a.table());
            }
            return scalar((Val) v);
        }

        private Val scalar(Val v) {
            return v.isUniform() ? v : Val.uniform(v.dtype(), fn.def("extractelement " + vector(v.dtype()) + " " + v.part(0) + ", i64 " + lane));
        }
    }

    private String vector(DType t) {
        return Ty.vector(Ty.value(t), lanes);
    }

    /**
     * Places the block after the loop; {@code rest} runs one lane to its end and returns its carry there. Returns the carry of all lanes, which is
     * right for those at the positions {@code results}.
     */
    List<Value> finish(FnText.Block exit, List<? extends Value> carry, List<Integer> results, Function<One, List<? extends Value>> rest) {
        if (most == 0) {
            fn.enter(exit);
            return List.copyOf(carry);
        }
        String ty = "i" + lanes;
        FnText.Block turn = fn.block("turn");
        fn.enter(few);
        fn.br(fn.def("icmp eq " + ty + " " + going + ", 0"), exit, turn);
        fn.enter(turn);
        String left = fn.fresh();
        List<String> before = results.stream().map(k -> fn.fresh()).toList();
        String first = g.call(ty, "llvm.cttz." + ty, ty + " " + left, "i1 true");
        String lane = fn.resized(first, lanes, Long.SIZE);
        List<? extends Value> end = scalar(new One(lane, List.copyOf(carry)), rest);
        String here = fn.def("icmp eq " + Ty.vector("i64", lanes) + " " + g.ramp("i64", 1) + ", " + g.splat("i64", lane));
        String others = withoutFirst(left);
        var after = new ArrayList<String>();
        for (int k = 0; k < results.size(); k++) {
            Val v = (Val) end.get(results.get(k));
            after.add(fn.def("select " + Ty.vector("i1", lanes) + " " + here + ", " + vector(v.dtype()) + " " + g.vector(v, 0) + ", " + vector(v.dtype())
                + " " + before.get(k)));
        }
        turn.phi(left, ty, PhiForm.from(going, few, others, fn.current()));
        var out = new ArrayList<Value>(carry);
        for (int k = 0; k < results.size(); k++) {
            Val v = (Val) carry.get(results.get(k));
            String vectors = PhiForm.from(g.vector(v, 0), few, after.get(k), fn.current());
            turn.phi(before.get(k), vector(v.dtype()), vectors);
            String result = fn.fresh();
            exit.phi(result, vector(v.dtype()), vectors);
            out.set(results.get(k), Val.varying(v.dtype(), List.of(result)));
        }
        fn.br(fn.def("icmp ne " + ty + " " + others + ", 0"), turn, exit);
        fn.enter(exit);
        return out;
    }

    /** Emits scalar code for one lane. */
    private List<? extends Value> scalar(One one, Function<One, List<? extends Value>> rest) {
        var env = new HashMap<>(g.env);
        String mask = g.mask;
        boolean mayThread = g.mayThread;
        outside().forEach(v -> {
            if (env.containsKey(v)) {
                g.set(v, one.of(env.get(v)));
            }
        });
        g.lanes = 1;
        g.mask = null;
        g.mayThread = false;
        List<? extends Value> end = rest.apply(one);
        g.lanes = lanes;
        g.mask = mask;
        g.mayThread = mayThread;
        g.env.clear();
        g.env.putAll(env);
        return end;
    }
}
