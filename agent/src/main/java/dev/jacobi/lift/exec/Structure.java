package dev.jacobi.lift.exec;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.cfg.Cfg.Block;
import dev.jacobi.lift.cfg.Cfg.Test;
import dev.jacobi.lift.cfg.Cfg;
import dev.jacobi.lift.cfg.StackEffect;
import dev.jacobi.lift.cfg.SwitchThreads;
import dev.jacobi.lift.join.StateJoin;
import dev.jacobi.lift.state.Activation;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.JoinPhis;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.RegionExit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.objectweb.asm.tree.AbstractInsnNode;

/**
 * Turns the blocks of one activation into structured equations: the code of a block is followed by what it dominates; a jump to a block
 * that several ways lead to ends a region with that block as label, and the block's code stands behind its dominator's.
 */
public final class Structure {
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Activation act;
    private final Cfg cfg;
    private final InstructionExecutor exec;
    private final LoopLifter loops;

    public Structure(LiftContext context, Activation act) {
        this.context = context;
        this.ir = context.ir();
        this.act = act;
        this.cfg = act.cfg();
        this.exec = new InstructionExecutor(context, act, this);
        this.loops = new LoopLifter(context, act, this);
    }

    /** Lifts the activation, whose frame is the top one; the state at its return. */
    public Env method(Env env) {
        RegionExit out = node(cfg.blocks().get(0), env);
        if (!out.only(cfg.exit())) {
            throw new IllegalStateException("labels left over in " + act.method().key());
        }
        return out.env();
    }

    InstructionExecutor exec() {
        return exec;
    }

    /** Lifts a block and everything that belongs behind it. */
    RegionExit node(Block b, Env env) {
        if (b.kind == Cfg.Kind.EXIT) {
            return RegionExit.to(b, env);
        }
        if (b.isHeader()) {
            RegionExit out = loops.loop(b, env);
            return place(out, b.follow.stream().filter(f -> !b.loop.contains(f)).toList());
        }
        return place(block(b, env), b.follow);
    }

    /** One iteration of a loop from its header on. */
    RegionExit iteration(Block header, Env env) {
        return inside(header, block(header, env));
    }

    RegionExit inside(Block header, RegionExit out) {
        return place(out, header.follow.stream().filter(header.loop::contains).toList());
    }

    private RegionExit place(RegionExit start, List<Block> follow) {
        RegionExit out = start;
        for (Block y : follow) {
            if (!out.targets().contains(y) || y.kind == Cfg.Kind.EXIT && out.targets().size() == 1) {
                continue;
            }
            RegionExit o = out;
            if (o.targets().size() == 1) {
                out = node(y, o.envAt(y));
            } else {
                Atom isY = o.goesTo(y, ir);
                RegionExit rest = o.without(y, ir);
                out = branch(isY, () -> new RegionExit(rest.targets(), rest.depths(), rest.label(), rest.env().copy()), () -> node(y, o.envAt(y)),
                    "b" + y.id);
            }
        }
        return out;
    }

    /** Goes from one block to another: on into its code, or to its label. */
    RegionExit jump(Block from, Block to, Env env) {
        Env.Frame f = env.top();
        for (int i = 0; i < f.sp; i++) {
            f.slots[i] = ArithmeticInstructions.settled(ir, f.slots[i]);
        }
        Env pruned = RegionExit.to(to, env).envAt(to);
        boolean label = to.placed || to.isHeader() && to.loop.contains(from);
        return label ? RegionExit.to(to, pruned) : node(to, pruned);
    }

    private RegionExit block(Block b, Env env) {
        exec.run(b, b.first, b.end, env);
        return switch (b.kind) {
            case GOTO -> {
                if (b.succ.isEmpty() || b.succ.get(0).doomed) {
                    ir.check(Lit.bool(false), Params.Code.THROW, where(b.last == null ? cfg.insns()[b.first] : b.last));
                }
                yield jump(b, b.succ.get(0), env);
            }
            case RETURN -> {
                exec.ret(b.last, env);
                yield jump(b, b.succ.get(0), env);
            }
            case BRANCH -> fork(b, test(b, b.test, env), env);
            case SWITCH -> choose(b, env);
            case EXIT -> throw new IllegalStateException("exit has no code");
        };
    }

    String where(AbstractInsnNode n) {
        return act.where(n);
    }

    /** Emits a branch's condition: true when it is taken. */
    Atom test(Block b, Test t, Env env) {
        if (t instanceof Test.Jump j) {
            return exec.taken(j.insn(), env);
        }
        if (t instanceof Test.Seq s) {
            exec.run(b, s.first(), s.end(), env);
            return test(b, s.test(), env);
        }
        Test.Both both = (Test.Both) t;
        Atom x = polarity(test(b, both.a(), env), both.whenA());
        // The second test changes nothing that lasts; what is made of the state inside of its region must not leave that.
        return both(x, () -> polarity(test(b, both.b(), env.copy()), both.whenB()));
    }

    /** Drops the operands of a test that is not to be evaluated. */
    void drop(Test t, Env env) {
        if (t instanceof Test.Jump j) {
            for (int i = 0; i < StackEffect.pops(j.insn().getOpcode()); i++) {
                env.top().pop();
            }
        } else if (t instanceof Test.Both x) {
            drop(x.a(), env);
        }
    }

    private Atom polarity(Atom a, boolean when) {
        return when ? a : ir.not(a);
    }

    /** {@code x && y}: plain data when y is cheap and cannot fail. */
    Atom both(Atom x, Supplier<Atom> y) {
        if (x instanceof Lit l) {
            return l.asBool() ? y.get() : l;
        }
        EquationBuilder.Captured<Atom> c = ir.capture(y);
        if (c.result() == null) {
            checkNot(x, c.code());
            return Lit.bool(false);
        }
        if (isCheap(c.code())) {
            ir.append(c.code());
            return ir.and(x, c.result());
        }
        Region no = new Region(List.of(), List.of(), List.of(Lit.bool(false)));
        Region yes = new Region(List.of(), c.code(), List.of(c.result()));
        return ir.builder().emit(Prim.COND, new Params.Branches(List.of(no, yes)), x);
    }

    static boolean isCheap(List<Eqn> code) {
        return code.size() <= 12 && code.stream().allMatch(e -> switch (e.prim().group()) {
            case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> true;
            case STRUCTURAL -> e.prim() == Prim.DIM;
            case ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> false;
        });
    }

    /** The code given certainly fails: so does the method when the condition holds. */
    private void checkNot(Atom condition, List<Eqn> failing) {
        Params.Check why = new Params.Check(Params.Code.THROW, context.where());
        for (Eqn e : failing) {
            why = e.params() instanceof Params.Check c ? c : why;
        }
        ir.check(ir.not(condition), why.code(), why.where());
    }

    private RegionExit fork(Block b, Atom taken, Env env) {
        Block no = b.succ.get(0);
        Block yes = b.succ.get(1);
        if (no.doomed || yes.doomed) {
            ir.check(yes.doomed ? ir.not(taken) : taken, Params.Code.THROW, where(cfg.insns()[(yes.doomed ? yes : no).first]));
            return jump(b, yes.doomed ? no : yes, env);
        }
        return branch(taken, () -> jump(b, no, env.copy()), () -> jump(b, yes, env.copy()), "b" + b.id);
    }

    private RegionExit choose(Block b, Env env) {
        Atom k = ir.i32(exec.scalar(env.top().pop()));
        List<Integer> keys = SwitchThreads.keys(b.last);
        int n = keys.size();
        if (k instanceof Lit l) {
            int at = keys.indexOf((int) l.asLong());
            return enter(b, b.succ.get(at < 0 ? n : at), env);
        }
        var targets = new ArrayList<>(new LinkedHashSet<>(b.succ.subList(0, n)));
        targets.remove(b.succ.get(n)); // the default comes last
        targets.add(b.succ.get(n));
        int[] arm = b.succ.stream().mapToInt(targets::indexOf).toArray();
        int last = targets.size() - 1;
        Atom sel = Lit.i32(last);
        if (n > 4 && keys.get(n - 1) - keys.get(0) == n - 1 && IntStream.range(0, n).allMatch(i -> arm[i] == i)) {
            Atom x = ir.op(Prim.SUB, k, Lit.i32(keys.get(0)));
            sel = ir.select(ir.and(ir.op(Prim.GE, k, Lit.i32(keys.get(0))), ir.op(Prim.LE, k, Lit.i32(keys.get(n - 1)))), x, sel);
        } else {
            for (int i = n - 1; i >= 0; i--) {
                if (arm[i] != last) {
                    sel = ir.select(ir.op(Prim.EQ, k, Lit.i32(keys.get(i))), Lit.i32(arm[i]), sel);
                }
            }
        }
        if (targets.size() == 1) {
            return enter(b, targets.get(0), env);
        }
        List<Supplier<RegionExit>> arms = targets.stream().<Supplier<RegionExit>>map(t -> () -> enter(b, t, env.copy())).toList();
        return targets.size() == 2 ? branch(ir.op(Prim.NE, sel, Lit.i32(0)), arms.get(0), arms.get(1), "b" + b.id)
            : join(sel, arms, "b" + b.id);
    }

    private RegionExit enter(Block source, Block to, Env env) {
        if (to.doomed) {
            ir.check(Lit.bool(false), Params.Code.THROW, where(cfg.insns()[to.first]));
        }
        return jump(source, to, env);
    }

    /** A two-way branch. */
    RegionExit branch(Atom condition, Supplier<RegionExit> whenFalse, Supplier<RegionExit> whenTrue, String at) {
        if (condition instanceof Lit l) {
            return l.asBool() ? whenTrue.get() : whenFalse.get();
        }
        return join(condition, List.of(whenFalse, whenTrue), at);
    }

    /** A branch with an arm per value of the selector. */
    RegionExit join(Atom selector, List<Supplier<RegionExit>> arms, String at) {
        int marker = ir.mark();
        var code = new ArrayList<List<Eqn>>();
        var outs = new ArrayList<RegionExit>();
        for (Supplier<RegionExit> a : arms) {
            EquationBuilder.Captured<RegionExit> c = ir.capture(a);
            code.add(c.code());
            outs.add(c.result());
        }
        long dead = outs.stream().filter(o -> o == null).count();
        if (dead == outs.size()) {
            checkNot(Lit.bool(true), code.get(0));
        }
        if (arms.size() == 2 && dead == 1) {
            int live = outs.get(0) == null ? 1 : 0;
            checkNot(live == 1 ? ir.not(selector) : selector, code.get(1 - live));
            ir.append(code.get(live));
            return outs.get(live);
        }
        var targets = new TreeMap<Integer, Block>();
        var depths = new TreeMap<Integer, Integer>();
        for (RegionExit o : outs) {
            for (int i = 0; o != null && i < o.targets().size(); i++) {
                targets.put(o.targets().get(i).id, o.targets().get(i));
                depths.put(o.targets().get(i).id, o.depths().get(i));
            }
        }
        List<Block> all = List.copyOf(targets.values());
        List<Env> ends = new ArrayList<>();
        outs.forEach(o -> ends.add(o == null ? null : o.env()));
        StateJoin merge = new StateJoin(context, context.place(act, at), ends, code, marker, false, false, Set.of(), Set.of());
        if (context.prefersTags() && !merge.contended().isEmpty()) {
            merge = new StateJoin(context, context.place(act, at), ends, code, marker, false, false, Set.of(), merge.contended());
        }
        var leaves = new ArrayList<>(merge.leaves());
        Atom label = null;
        if (all.size() > 1) {
            Atom[] in = new Atom[outs.size()];
            for (int i = 0; i < in.length; i++) {
                RegionExit o = outs.get(i);
                in[i] = o == null ? Lit.zero(all.size() == 2 ? DType.BOOL : DType.I32) : ir.into(code.get(i), () -> o.labelAmong(all, ir));
            }
            Var v = ir.fresh(in[0].type());
            label = v;
            leaves.add(new JoinPhis.Leaf("label", v, in));
        }
        var replaced = emit(selector, code, leaves);
        if (label != null) {
            label = replaced.getOrDefault(label, label);
        }
        Env env = replaced.isEmpty() ? merge.env() : merge.env().replace(replaced);
        return new RegionExit(all, List.copyOf(depths.values()), label, env);
    }

    /** Emits the cond; values that need none (selects, the selector itself) are returned as replacements. */
    private Map<Var, Atom> emit(Atom selector, List<List<Eqn>> code, List<JoinPhis.Leaf> leaves) {
        var replaced = new HashMap<Var, Atom>();
        var left = new ArrayList<>(leaves);
        boolean empty = code.stream().allMatch(List::isEmpty);
        for (JoinPhis.Leaf l : selector.dtype() == DType.BOOL ? leaves : List.<JoinPhis.Leaf>of()) {
            Atom by = instead(selector, l, empty);
            if (by != null) {
                replaced.put(l.var(), by);
                left.remove(l);
            }
        }
        if (left.isEmpty() && code.stream().allMatch(c -> c.stream().noneMatch(e -> e.prim().hasEffect() || e.prim().group() == Prim.Group.CONTROL))) {
            return replaced;
        }
        var regions = new ArrayList<Region>();
        for (int i = 0; i < code.size(); i++) {
            int arm = i;
            regions.add(new Region(List.of(), code.get(i), left.stream().map(l -> l.in()[arm]).toList()));
        }
        ir.builder().append(new Eqn(Prim.COND, List.of(selector), new Params.Branches(regions), left.stream().map(JoinPhis.Leaf::var).toList()));
        return replaced;
    }

    /** What a value that differs between two arms is without a cond, or null: the selector, its negation, or a select where nothing else happens in the arms. */
    private Atom instead(Atom selector, JoinPhis.Leaf l, boolean empty) {
        Atom no = l.in()[0];
        Atom yes = l.in()[1];
        DType d = l.var().dtype();
        if (d == DType.BOOL && no instanceof Lit x && yes instanceof Lit y && x.asBool() != y.asBool()) {
            return y.asBool() ? selector : ir.not(selector);
        } else if (d == DType.I32 && no.equals(Lit.i32(0)) && yes.equals(Lit.i32(1))) {
            return ir.i32(selector);
        } else if (d == DType.I32 && no.equals(Lit.i32(1)) && yes.equals(Lit.i32(0))) {
            return ir.i32(ir.not(selector));
        }
        return empty && l.var().type().isScalar() ? ir.select(selector, yes, no) : null;
    }
}
