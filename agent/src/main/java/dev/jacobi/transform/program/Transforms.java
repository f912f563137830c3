package dev.jacobi.transform.program;

import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.spi.Transformation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** From the program of a function to that of its transformation: derivatives here, the others in {@link VmapTransform}, {@link Jacobians} and {@link CustomRules}. */
public final class Transforms {
    static final String PAIR = "(Ljava/lang/Object;Ljava/lang/Object;)V";
    private final ProgramSession session;
    /** What the function that is transformed changes, as soon as its program is known. */
    private Program.Changed changed;

    public Transforms(ProgramSession session) {
        this.session = session;
    }

    /** The program of a word for arguments of this structure. */
    public Program apply(Transformation s, ValueTree.Word w, List<ValueTree> args) {
        Program p = made(s, w, args);
        // the leaves of the function's arguments are the first ones of the word's
        return changed == null ? p : new Program(p.module(), p.entry(), p.args(), p.function(), p.statics(), p.result(), p.writes(), changed);
    }

    private Program made(Transformation s, ValueTree.Word w, List<ValueTree> args) {
        return switch (s.kind()) {
            case GRAD -> grad((Transformation.Grad) s, w, args);
            case JVP -> jvp(((Transformation.Jvp) s).packed(), w, args);
            case VJP -> vjp(((Transformation.Vjp) s).packed(), w, args);
            case JACOBIAN -> Jacobians.of(this, (Transformation.Jacobian) s, w, args);
            case HESSIAN -> as(w, hessian(((Transformation.Hessian) s).argnums(), w, args));
            case VMAP -> new VmapTransform(this).of((Transformation.Vmap) s, w, args);
            case SHARD_MAP -> shardMap((Transformation.ShardMap) s, w, args);
            case JIT -> as(w, jit((Transformation.Jit) s, w, session.program(w.functions().get(0), args)));
            case CHECKPOINT, CUSTOM_JVP, CUSTOM_VJP -> new CustomRules(this, session, w, args).of(s.kind());
        };
    }

    /** Reverse over reverse: its rows share one forward part. Forward over reverse for what reverse mode has no rule for then. */
    private Program hessian(List<Integer> nums, ValueTree.Word w, List<ValueTree> args) {
        ValueTree inner = new ValueTree.Word(new Transformation.Jacobian(false, nums), w.functions());
        try {
            return session.program(new ValueTree.Word(new Transformation.Jacobian(false, nums), List.of(inner)), args);
        } catch (Refusal r) {
            if (r.code() != ReasonCode.NO_RULE) {
                throw r;
            }
            return session.program(new ValueTree.Word(new Transformation.Jacobian(true, nums), List.of(inner)), args);
        }
    }

    private Program shardMap(Transformation.ShardMap s, ValueTree.Word w, List<ValueTree> args) {
        return new ShardTransform(this, s.on().mesh(), w).of(s.on(), args);
    }

    private Program jit(Transformation.Jit s, ValueTree.Word w, Program p) {
        return s.on() == null ? p : new ShardTransform(this, s.on().mesh(), w).marked(p, s.on());
    }

    /** The same program under another name. */
    private static Program as(ValueTree.Word w, Program p) {
        return new Program(p.module(), p.entry(), p.args(), w, p.statics(), p.result(), p.writes(), p.changed());
    }

    /** The program of a function without what it does to its arguments; to change anything else is refused. */
    Program pure(ValueTree function, List<ValueTree> args) {
        Program p = session.program(function, args);
        int own = ValueTree.leaves(args).size();
        for (Lifted.Write w : p.writes()) {
            if (w.input() >= own) {
                throw refusal(ReasonCode.STATE, "it changes an array that it captured or something static", function);
            }
        }
        changed = changed == null ? p.changed() : changed;
        Func f = p.main();
        return with(p, new Func(f.in(), f.body(), f.out().subList(0, p.result().leaves().size())));
    }

    /** The program with another main function, and nothing written. */
    static Program with(Program p, Func main) {
        var funcs = new LinkedHashMap<>(p.module().funcs());
        funcs.put(p.entry(), main);
        return new Program(new Module(funcs), p.entry(), p.args(), p.function(), p.statics(), p.result(), List.of(), p.changed());
    }

    /** Programs that are made meanwhile are of functions inside of this axis, if it has a name. */
    <T> T within(String axis, Dim lanes, Supplier<T> work) {
        return axis == null ? work.get() : session.within(axis, lanes, work);
    }

    /** Where the method is that a function is made of. */
    String where(ValueTree function) {
        return SourceLines.of(session.classes(), Structures.body(function));
    }

    Refusal refusal(ReasonCode code, String reason, ValueTree function) {
        return new Refusal(code, reason, where(function));
    }

    /** A module that a pass makes of another one; what the pass has no rule for is refused. */
    Module derived(ValueTree function, Module m, Pass pass) {
        try {
            return session.passes().run(pass, m);
        } catch (NoRule e) {
            throw refusal(ReasonCode.NO_RULE, e.getMessage(), function);
        }
    }

    /** A program around one main function; functions that it calls come from {@code m}. */
    static Program program(Module m, String name, Func main, List<ValueTree> args, ValueTree function, List<Lifted.Source> statics, ValueTree result) {
        var funcs = new LinkedHashMap<String, Func>();
        funcs.put(name, main);
        m.funcs().forEach(funcs::putIfAbsent);
        return new Program(reachable(new Module(funcs), name), name, args, function, statics, result, List.of());
    }

    /** The functions that the entry calls, with the rules of their own that they have. */
    private static Module reachable(Module m, String entry) {
        var kept = new LinkedHashMap<String, Func>();
        keep(m, entry, kept);
        return new Module(kept);
    }

    private static void keep(Module m, String name, LinkedHashMap<String, Func> kept) {
        if (m.get(name) == null || kept.putIfAbsent(name, m.get(name)) != null) {
            return;
        }
        Regions.each(m.get(name).body(), e -> {
            if (e.params() instanceof Params.Call c) {
                keep(m, c.name(), kept);
            }
        });
        m.funcs().keySet().stream().filter(k -> k.startsWith(name + "!")).forEach(k -> keep(m, k, kept));
    }

    static ValueTree pair(String cls, String first, String second, ValueTree a, ValueTree b) {
        return new ValueTree.Rec("dev/jacobi/" + cls, PAIR, List.of(first, second), List.of(a, b));
    }

    /** For each input of a program whether it is a float leaf of these arguments. */
    static List<Boolean> active(Program p, List<Integer> argnums) {
        var out = new ArrayList<Boolean>();
        for (int k = 0; k < p.args().size(); k++) {
            for (ValueTree.Leaf l : p.args().get(k).leaves()) {
                out.add(argnums.contains(k) && l.dtype().isFloat());
            }
        }
        out.addAll(Collections.nCopies(p.main().in().size() - out.size(), false));
        return out;
    }

    static boolean hasFloat(ValueTree t) {
        return t.leaves().stream().anyMatch(l -> l.dtype().isFloat());
    }

    /** The numbers of arguments, each of which has something to differentiate by. */
    List<Integer> argnums(List<Integer> given, ValueTree.Word w, List<ValueTree> args) {
        List<Integer> nums = ArgumentNumbers.of(given, args.size(), "argnums");
        for (int k : nums) {
            if (!hasFloat(args.get(k))) {
                throw refusal(ReasonCode.INTEGER, "argument " + k + " is " + Structures.text(args.get(k)) + ", and what is not a floating-point number has no gradient", w);
            }
        }
        return nums;
    }

    private Program grad(Transformation.Grad g, ValueTree.Word w, List<ValueTree> args) {
        Program p = pure(w.functions().get(0), args);
        ValueTree value = p.result();
        boolean pair = value instanceof ValueTree.Rec r && r.parts().size() == 2;
        if (g.hasAux() && !pair) {
            throw refusal(ReasonCode.RESULT, "with hasAux its result has to be a WithAux of a number and something else, but is " + Structures.text(value), w);
        }
        ValueTree number = g.hasAux() ? value.below().get(0) : value;
        if (!(number instanceof ValueTree.Leaf l) || l.rank() > 0 || !l.dtype().isFloat()) {
            throw refusal(ReasonCode.NON_SCALAR, "its result is " + Structures.text(number) + ", and only one floating-point number has a gradient", w);
        }
        List<Integer> nums = argnums(g.argnums(), w, args);
        Module hidden = hideRest(p);
        List<Boolean> active = active(p, nums);
        Module m = derived(w, hidden, Vjp.pass(p.entry(), active));
        Func f = shown(m.get("vjp(" + p.entry() + ")"), p.main().out());
        var b = new Builder();
        List<Var> in = Inliner.inputs(b, p.main().in());
        var all = new ArrayList<Atom>(in);
        all.add(Inliner.one(l.dtype()));
        List<Atom> out = Rewrite.inline(b, f, all);
        int n = p.main().out().size();
        var results = new ArrayList<Atom>();
        var grads = new ArrayList<ValueTree>();
        List<Atom> values = shownRest(b, p, out.subList(0, n));
        var gradients = new ArrayList<Atom>();
        for (int k : nums) {
            grads.add(args.get(k));
            gradients(b, p, k, in, active, out.subList(n, out.size()), gradients);
        }
        ValueTree grad = grads.size() == 1 ? grads.get(0) : ValueTree.Seq.objects(grads);
        ValueTree result = g.value() ? pair("ValueAndGrad", "value", "grad", value, grad)
            : g.hasAux() ? pair("WithAux", "value", "aux", grad, value.below().get(1)) : grad;
        if (g.value()) {
            results.addAll(values);
        }
        results.addAll(gradients);
        if (!g.value() && g.hasAux()) {
            results.addAll(values.subList(1, n));
        }
        return program(m, g.title() + "(" + p.entry() + ")", b.build(in, results), args, w, p.statics(), result);
    }

    /** Appends the gradient by argument k, zero for what is no float. */
    static void gradients(Builder b, Program p, int k, List<Var> in, List<Boolean> active, List<Atom> made, List<Atom> to) {
        int first = ValueTree.leaves(p.args().subList(0, k)).size();
        int count = p.args().get(k).leaves().size();
        int next = (int) active.subList(0, first).stream().filter(x -> x).count();
        List<Boolean> imaginary = ComplexParts.imaginary(p.args());
        for (int i = first; i < first + count; i++) {
            to.add(active.get(i) ? ComplexParts.turned(b, imaginary.get(i), made.get(next++)) : Inliner.zeros(b, in.get(i)));
        }
    }

    /** What comes beside the number becomes integers, which have no cotangents. */
    private static Module hideRest(Program p) {
        Func f = p.main();
        var b = new Builder();
        List<Var> in = Inliner.inputs(b, f.in());
        var out = new ArrayList<Atom>();
        for (Atom a : Rewrite.inline(b, f, in)) {
            out.add(out.isEmpty() || !a.dtype().isFloat() ? a : b.emit(Prim.BITCAST, new Params.To(a.dtype() == DType.F64 ? DType.I64 : DType.I32), a));
        }
        return with(p, b.build(in, out)).module();
    }

    /** The function with results that were hidden as what they were before: through their bits no derivative of a derivative would flow. */
    private static Func shown(Func f, List<Atom> wanted) {
        var hidden = new LinkedHashMap<Atom, Atom>();
        f.body().stream().filter(e -> e.prim() == Prim.BITCAST).forEach(e -> hidden.put(e.result(), e.in().get(0)));
        var out = new ArrayList<>(f.out());
        for (int i = 0; i < wanted.size(); i++) {
            Atom was = hidden.get(out.get(i));
            if (was != null && wanted.get(i).dtype() == was.dtype()) {
                out.set(i, was);
            }
        }
        return new Func(f.in(), f.body(), out);
    }

    private static List<Atom> shownRest(Builder b, Program p, List<Atom> values) {
        var out = new ArrayList<Atom>();
        for (int i = 0; i < values.size(); i++) {
            DType d = p.main().out().get(i).dtype();
            out.add(values.get(i).dtype() == d ? values.get(i) : b.emit(Prim.BITCAST, new Params.To(d), values.get(i)));
        }
        return out;
    }

    /** The arguments in a value that holds them. */
    private List<ValueTree> unpacked(ValueTree t, ValueTree.Word w) {
        List<ValueTree> all = PackedArguments.trees(t);
        if (all == null) {
            throw refusal(ReasonCode.ARGUMENT, "the arguments come together as one value, but there is " + Structures.text(t), w);
        }
        return all;
    }

    private Program jvp(boolean packed, ValueTree.Word w, List<ValueTree> given) {
        var args = new ArrayList<>(packed ? unpacked(given.get(0), w) : given);
        if (packed) {
            args.addAll(unpacked(given.get(1), w));
        }
        int n = args.size() / 2;
        Program p = pure(w.functions().get(0), args.subList(0, n));
        var moving = new ArrayList<Integer>();
        for (int k = 0; k < n; k++) {
            ValueTree t = args.get(n + k);
            if (!(t instanceof ValueTree.Const) && hasFloat(args.get(k))) {
                if (!t.bare().equals(args.get(k).bare())) {
                    throw refusal(ReasonCode.TANGENT, "the tangent of argument " + k + " is " + Structures.text(t) + ", but the argument " + Structures.text(args.get(k)), w);
                }
                moving.add(k);
            }
        }
        List<Boolean> active = active(p, moving);
        Module m = derived(w, p.module(), Jvp.pass(p.entry(), active));
        Func f = m.get("jvp(" + p.entry() + ")");
        var b = new Builder();
        List<Var> primals = Inliner.inputs(b, p.main().in());
        var tangents = new ArrayList<Var>();
        var used = new ArrayList<Atom>(primals);
        for (int k = 0; k < n; k++) {
            int first = ValueTree.leaves(args.subList(0, k)).size();
            List<ValueTree.Leaf> leaves = args.get(n + k).leaves();
            for (int i = 0; i < leaves.size(); i++) {
                boolean moves = moving.contains(k) && active.get(first + i);
                Var t = b.fresh(type(leaves.get(i)));
                tangents.add(t);
                if (moves) {
                    used.add(t);
                    for (int a = 0; a < t.type().rank(); a++) {
                        // code relies on it that a tangent is as long as its primal
                        b.check(b.emit(Prim.EQ, b.dim(t, a), b.dim(primals.get(first + i), a)), Params.Code.SHAPE, where(w));
                    }
                }
            }
        }
        List<Atom> out = Rewrite.inline(b, f, used);
        int outs = p.main().out().size();
        var results = new ArrayList<>(out.subList(0, outs));
        int next = outs;
        for (int i = 0; i < outs; i++) {
            Atom a = out.get(i);
            results.add(a.dtype().isFloat() ? out.get(next++) : Inliner.zeros(b, a));
        }
        return program(m, "jvp(" + p.entry() + ")", b.build(inputs(p, primals, tangents), results), given, w, p.statics(),
            pair("ValueAndTangent", "value", "tangent", p.result(), p.result()));
    }

    /** A program's inputs with others behind those for its arguments. */
    private static List<Var> inputs(Program p, List<Var> own, List<Var> others) {
        var in = new ArrayList<>(own);
        in.addAll(ValueTree.leaves(p.args()).size(), others);
        return in;
    }

    /** The type of a leaf of which no more is known. */
    static Type type(ValueTree.Leaf l) {
        return new Type(l.dtype(), Collections.nCopies(l.rank(), Dim.UNKNOWN));
    }

    private Program vjp(boolean packed, ValueTree.Word w, List<ValueTree> given) {
        var args = new ArrayList<>(packed ? unpacked(given.get(0), w) : given);
        if (packed) {
            args.add(given.get(1));
        }
        int n = args.size() - 1;
        Program p = pure(w.functions().get(0), args.subList(0, n));
        ValueTree cotangent = args.get(n);
        if (!cotangent.bare().equals(p.result().bare())) {
            throw refusal(ReasonCode.COTANGENT, "the cotangent is " + Structures.text(cotangent) + ", but the result " + Structures.text(p.result()), w);
        }
        List<Integer> nums = IntStream.range(0, n).boxed().toList();
        List<Boolean> active = active(p, nums);
        Module m = derived(w, p.module(), Vjp.pass(p.entry(), active));
        Func f = m.get("vjp(" + p.entry() + ")");
        var b = new Builder();
        List<Var> primals = Inliner.inputs(b, p.main().in());
        var cotangents = new ArrayList<Var>();
        var used = new ArrayList<Atom>(primals);
        List<Boolean> imaginary = ComplexParts.imaginary(List.of(cotangent));
        for (ValueTree.Leaf l : cotangent.leaves()) {
            Var c = b.fresh(type(l));
            if (l.dtype().isFloat()) {
                used.add(ComplexParts.turned(b, imaginary.get(cotangents.size()), c));
            }
            cotangents.add(c);
        }
        List<Atom> out = Rewrite.inline(b, f, used);
        int outs = p.main().out().size();
        var results = new ArrayList<>(out.subList(0, outs));
        for (int k : nums) {
            gradients(b, p, k, primals, active, out.subList(outs, out.size()), results);
        }
        ValueTree grads = n == 1 ? args.get(0) : ValueTree.Seq.objects(args.subList(0, n));
        return program(m, "vjp(" + p.entry() + ")", b.build(inputs(p, primals, cotangents), results), given, w, p.statics(), pair("ValueAndGrad", "value", "grad", p.result(), grads));
    }
}
