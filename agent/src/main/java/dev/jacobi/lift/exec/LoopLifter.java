package dev.jacobi.lift.exec;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.cfg.Cfg.Block;
import dev.jacobi.lift.cfg.Cfg.Kind;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.join.StateJoin;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.state.Activation;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.JoinPhis;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.RegionExit;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Loops become {@code while}. The body is lifted under the assumption that nothing changes but the variables it assigns; what
 * turns out to change becomes part of the carry and the body is lifted again, until the state at its end has the form of the
 * state at its start.
 *
 * <p>A loop whose header only computes a test that leaves the loop keeps that test as the while's condition. Every other exit
 * ends the loop by a carried label: a bool when there is one such exit, else the number of the exit's block, or the header's to go on.
 */
final class LoopLifter {
    private static final int MOST_TRIES = 24;
    private static final int PATIENCE = 6;
    private static final int MORE_PATIENCE = 14;
    /** Methods that only ask for what is known of a list or of the shape of an NDArray. */
    private static final Set<String> QUESTIONS = Set.of("hasNext", "size", "length", "isEmpty", "shape", "ndim", "rank");
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Activation act;
    private final Structure structure;

    LoopLifter(LiftContext context, Activation act, Structure structure) {
        this.context = context;
        this.ir = context.ir();
        this.act = act;
        this.structure = structure;
    }

    RegionExit loop(Block h, Env before) {
        String key = act.path() + "#" + h.id;
        if (context.trips().isUnrolled(key)) {
            return unrolled(h, key, before, 0, ir.mark());
        }
        return peeled(h, key, before, 0, ir.mark());
    }

    /** The loop as one, behind the trips that stand in front of it. */
    private RegionExit peeled(Block h, String key, Env before, int number, int mark) {
        if (number == context.trips().peeled(key)) {
            return rolled(h, key, before);
        }
        RegionExit trip = context.trips().trip(key, number, mark, () -> structure.iteration(h, before));
        return trip.targets().contains(h) ? onward(h, trip, env -> peeled(h, key, env, number + 1, mark), "h" + h.id + "p" + number) : trip;
    }

    private RegionExit rolled(Block h, String key, Env before) {
        return context.trips().asOne(key, () -> context.aside(() -> firstTest(h, before)), () -> asOne(h, before));
    }

    /** Behind a trip that may also leave the loop: what follows where it goes on. */
    private RegionExit onward(Block h, RegionExit trip, Function<Env, RegionExit> next, String place) {
        if (trip.targets().size() == 1) {
            return next.apply(trip.envAt(h));
        }
        RegionExit rest = trip.without(h, ir);
        return structure.branch(trip.goesTo(h, ir), () -> new RegionExit(rest.targets(), rest.depths(), rest.label(), rest.env().copy()), () -> next.apply(trip.envAt(h)), place);
    }

    /** Trip after trip, each with locations of its own. */
    private RegionExit unrolled(Block h, String key, Env before, int first, int mark) {
        Env env = before;
        for (int number = first; ; number++) {
            Env start = env;
            RegionExit o = context.trips().trip(key, number, mark, () -> structure.iteration(h, start));
            if (!o.targets().contains(h)) {
                return o;
            }
            if (o.targets().size() > 1) {
                int next = number + 1;
                return onward(h, o, e -> unrolled(h, key, e, next, mark), "h" + h.id + "t" + number);
            }
            env = o.envAt(h);
        }
    }

    /** Whether the test in the header goes into the loop where that is entered; null where the header does more than compute a test. */
    private Atom firstTest(Block h, Env entry) {
        if (h.kind != Kind.BRANCH || h.succ.get(0).doomed || h.succ.get(1).doomed || h.loop.contains(h.succ.get(0)) == h.loop.contains(h.succ.get(1))
            || inside(h) == h) {
            return null;
        }
        AbstractInsnNode[] insns = act.cfg().insns();
        for (int i = h.first; i < h.end; i++) {
            if (insns[i] instanceof MethodInsnNode m && !QUESTIONS.contains(m.name) && !isAccessor(m)) {
                return null;
            }
        }
        Env env = entry.copy();
        return ir.capture(() -> {
            structure.exec().run(h, h.first, h.end, env);
            Atom taken = structure.test(h, h.test, env);
            return taken == null || h.succ.get(1) == inside(h) ? taken : ir.not(taken);
        }).result();
    }

    /** Whether a call reads a component of a record. */
    private boolean isAccessor(MethodInsnNode m) {
        var c = m.getOpcode() == Opcodes.INVOKEVIRTUAL && m.desc.startsWith("()") ? context.classes().node(m.owner) : null;
        return c != null && c.recordComponents != null && c.recordComponents.stream().anyMatch(r -> r.name.equals(m.name));
    }

    private RegionExit asOne(Block h, Env before) {
        boolean test = hasHeaderTest(h);
        String place = context.place(act, "h" + h.id);
        Env entry = new Heap(context).rows().beforeLoop(before, place);
        Set<String> forced = new HashSet<>(act.carried(place));
        forced.addAll(assigned(h, entry.frames.size() - 1));
        int marker = ir.mark();
        StateJoin first = new StateJoin(context, place, List.of(entry), List.of(new ArrayList<>()), marker, true, false, forced, Set.of());
        StateJoin head = first;
        var choices = new HashSet<String>();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Env env = head.env();
            head.leaves().forEach(l -> ir.carried(l.var()));
            context.trips().carries(head.leaves());
            Supplier<EquationBuilder.Captured<RegionExit>> lift = () -> within(place, () -> ir.capture(() -> test ? fromTest(h, env.copy()) : structure.iteration(h, env.copy())));
            EquationBuilder.Captured<RegionExit> body = tries > MORE_PATIENCE ? context.withTags(lift) : lift.get();
            if (body.result() == null || !body.result().targets().contains(h)) {
                return structure.iteration(h, entry);
            }
            List<Eqn> ahead = new ArrayList<>();
            boolean patient = tries > PATIENCE;
            Supplier<StateJoin> merge = () -> new StateJoin(context, place, List.of(entry, body.result().env()), List.of(ahead, body.code()), marker, true, patient, Set.of(),
                patient ? choices : Set.of());
            StateJoin next = tries > MORE_PATIENCE ? context.withTags(merge) : merge.get();
            choices.addAll(next.choices());
            if (tries >= MORE_PATIENCE) {
                choices.addAll(next.contended());
            }
            if (next.signature().equals(head.signature())) {
                next.leaves().forEach(l -> act.carried(place).add(l.key()));
                ir.append(ahead);
                return emit(h, test, head, next, body);
            }
            // What has no location of its own in each iteration is told apart by tags from the start; then also what others may stand for, too.
            head = tries == PATIENCE || tries == MORE_PATIENCE ? first : next;
        }
        throw new Refusal(ReasonCode.ALIASING, "which arrays or objects its variables stand for changes from iteration to iteration in too involved a way",
            structure.where(act.cfg().insns()[h.first]));
    }

    private <T> T within(String place, Supplier<T> lift) {
        context.loops().addLast(place);
        try {
            return lift.get();
        } finally {
            context.loops().removeLast();
        }
    }

    /** The loop's header ends with a test of which one way leaves the loop, and does nothing else that lasts. */
    private boolean hasHeaderTest(Block h) {
        if (h.kind != Kind.BRANCH || !h.pure || h.succ.get(0).doomed || h.succ.get(1).doomed) {
            return false;
        }
        boolean in0 = h.loop.contains(h.succ.get(0));
        boolean in1 = h.loop.contains(h.succ.get(1));
        if (in0 == in1 || isWholeTrip(h)) {
            return false;
        }
        return h.neutral || act.cfg().blocks().stream().allMatch(b -> b == h || !h.loop.contains(b)
            || b.succ.stream().allMatch(s -> s.doomed || h.loop.contains(s)));
    }

    /** Whether the header is the whole trip, which ends with the test: {@code for (;;) { s += a[i]; if (++i >= n) break; }}. */
    private boolean isWholeTrip(Block h) {
        Block b = inside(h);
        while (b != h && b.kind == Kind.GOTO && !b.isHeader() && IntStream.range(b.first, b.end).allMatch(i -> act.cfg().insns()[i].getOpcode() < 0)) {
            b = b.succ.get(0);
        }
        return b == h;
    }

    private static Block inside(Block h) {
        return h.loop.contains(h.succ.get(0)) ? h.succ.get(0) : h.succ.get(1);
    }

    private static Block outside(Block h) {
        return h.loop.contains(h.succ.get(0)) ? h.succ.get(1) : h.succ.get(0);
    }

    private RegionExit fromTest(Block h, Env env) {
        skipTest(h, env);
        return structure.inside(h, structure.jump(h, inside(h), env));
    }

    /** The state behind the header's test, without evaluating that. */
    private void skipTest(Block h, Env env) {
        if (!h.neutral) {
            structure.exec().run(h, h.first, h.end, env);
            structure.drop(h.test, env);
        }
    }

    private Set<String> assigned(Block h, int frame) {
        var keys = new HashSet<String>();
        AbstractInsnNode[] insns = act.cfg().insns();
        for (Block b : act.cfg().blocks()) {
            for (int i = b.first; h.loop.contains(b) && i < b.end; i++) {
                if (insns[i] instanceof VarInsnNode v && v.getOpcode() >= Opcodes.ISTORE && v.getOpcode() != Opcodes.ASTORE) {
                    keys.add("f" + frame + "." + v.var);
                } else if (insns[i] instanceof IincInsnNode v) {
                    keys.add("f" + frame + "." + v.var);
                }
            }
        }
        return keys;
    }

    private RegionExit emit(Block h, boolean test, StateJoin head, StateJoin next, EquationBuilder.Captured<RegionExit> body) {
        RegionExit end = body.result();
        Map<String, Atom[]> values = new HashMap<>();
        next.leaves().forEach(l -> values.put(l.key(), l.in()));
        var init = new ArrayList<Atom>();
        var yields = new ArrayList<Atom>();
        var params = new ArrayList<Var>();
        for (JoinPhis.Leaf l : head.leaves()) {
            params.add(l.var());
            init.add(values.get(l.key())[0]);
            yields.add(values.get(l.key())[1]);
        }
        boolean labelled = end.targets().size() > 1;
        List<Block> exits = end.targets().stream().filter(b -> b != h).toList();
        if (labelled) {
            params.add(ir.fresh(end.label().type()));
            boolean second = exits.size() == 1 && end.targets().get(1) == h;
            init.add(exits.size() == 1 ? Lit.bool(false) : Lit.i32(h.id));
            yields.add(second ? ir.into(body.code(), () -> ir.not(end.label())) : end.label());
        }
        context.records().begins(params, init);
        Region condition = within(context.place(act, "h" + h.id), () -> condition(h, test, head, params, labelled, exits));
        Region loopBody = new Region(params, body.code(), yields);
        List<Var> results = params.stream().map(p -> ir.fresh(p.type())).toList();
        params.forEach(p -> ir.like(results.get(params.indexOf(p)), p));
        context.trips().leaves(results);
        ir.builder().append(new Eqn(Prim.WHILE, List.copyOf(init), new Params.While(condition, loopBody), results));
        // The last merge also knows what is constant behind the loop though it had no value before.
        Env after = next.env().replace(replacement(next.leaves().stream().map(JoinPhis.Leaf::var).toList(), results));
        Atom label = labelled ? results.get(results.size() - 1) : null;
        return test ? leave(h, after, label, exits, end) : leaveByLabel(after, label, exits, end);
    }

    private Map<Var, Atom> replacement(List<Var> from, List<Var> to) {
        var r = new HashMap<Var, Atom>();
        for (int i = 0; i < from.size(); i++) { // a label comes last and stands in no state
            r.put(from.get(i), to.get(i));
        }
        return r;
    }

    private Region condition(Block h, boolean test, StateJoin head, List<Var> params, boolean labelled, List<Block> exits) {
        List<Var> own = params.stream().map(p -> ir.fresh(p.type())).toList();
        own.forEach(p -> ir.like(p, params.get(own.indexOf(p))));
        Env env = head.env().replace(replacement(params, own));
        EquationBuilder.Captured<Atom> c = ir.capture(() -> {
            Atom go = Lit.bool(true);
            if (labelled) {
                Var label = own.get(own.size() - 1);
                go = exits.size() == 1 ? ir.not(label) : ir.op(Prim.EQ, label, Lit.i32(h.id));
            }
            return test ? structure.both(go, () -> {
                structure.exec().run(h, h.first, h.end, env);
                Atom taken = structure.test(h, h.test, env);
                Eqn made = ir.definition(taken);
                if (made != null) { // in terms of the body's variables
                    context.records().bounded(context.place(act, "h" + h.id), new Eqn(made.prim(), made.in().stream().map(a -> own.contains(a) ? params.get(own.indexOf(a)) : a)
                        .toList(), made.params(), made.out()));
                }
                return h.succ.get(1) == inside(h) ? taken : ir.not(taken);
            }) : go;
        });
        Atom ok = c.result() == null ? Lit.bool(false) : c.result();
        return new Region(own, c.code(), List.of(ok));
    }

    private static int depth(RegionExit end, Block target) {
        return end.depths().get(end.targets().indexOf(target));
    }

    private RegionExit leaveByLabel(Env after, Atom label, List<Block> exits, RegionExit end) {
        if (exits.isEmpty()) {
            context.fail(Params.Code.THROW); // never ends
        }
        Atom l = exits.size() == 1 ? null : exits.size() == 2 ? ir.op(Prim.EQ, label, Lit.i32(exits.get(1).id)) : label;
        return new RegionExit(exits, exits.stream().map(b -> depth(end, b)).toList(), l, after);
    }

    /** Behind a loop with a test in its header: left by the test, or by another exit. */
    private RegionExit leave(Block h, Env after, Atom label, List<Block> exits, RegionExit end) {
        Env env = after.copy();
        skipTest(h, env);
        RegionExit byTest = structure.jump(h, outside(h), env);
        if (exits.isEmpty() || exits.size() == 1 && byTest.only(exits.get(0))) {
            return byTest;
        }
        Block e = byTest.targets().get(0);
        var targets = new ArrayList<>(exits);
        if (!targets.contains(e)) {
            targets.add(e);
        }
        targets.sort((x, y) -> x.id - y.id);
        var depths = targets.stream().map(b -> exits.contains(b) ? depth(end, b) : byTest.depths().get(0)).toList();
        Atom l;
        if (exits.size() == 1) {
            l = targets.get(1) == e ? ir.not(label) : label;
        } else if (targets.size() == 2) {
            Block other = exits.get(0) == e ? exits.get(1) : exits.get(0);
            Atom isOther = ir.op(Prim.EQ, label, Lit.i32(other.id));
            l = targets.get(1) == other ? isOther : ir.not(isOther);
        } else {
            l = ir.select(ir.op(Prim.EQ, label, Lit.i32(h.id)), Lit.i32(e.id), label);
        }
        return new RegionExit(targets, depths, l, after);
    }
}
