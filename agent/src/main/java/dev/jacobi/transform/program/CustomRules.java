package dev.jacobi.transform.program;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.Renaming;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.spi.Transformation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Functions with rules of their own: calls of a named function N, beside which the module has N!jvp, N!fwd and N!bwd, or N!remat; N!constant says
 * which of its inputs the rules do not tell derivatives by. N takes all leaves of the
 * arguments, what the function and its rules captured, and statics.
 */
final class CustomRules {
    private final Transforms transforms;
    private final ProgramSession session;
    private final ValueTree.Word w;
    private final List<ValueTree> args;
    private final Program p;
    /** N. */
    private final String name;
    /** N, its rules, and what they call. */
    private final LinkedHashMap<String, Func> funcs = new LinkedHashMap<>();

    CustomRules(Transforms transforms, ProgramSession session, ValueTree.Word w, List<ValueTree> args) {
        this.transforms = transforms;
        this.session = session;
        this.w = w;
        this.args = args;
        p = transforms.pure(w.functions().get(0), args);
        name = session.unique(p.entry());
        add(p);
    }

    Program of(Transformation.Kind kind) {
        return switch (kind) {
            case CHECKPOINT -> {
                funcs.put(name, p.main());
                funcs.put(name + "!remat", p.main());
                yield call(p.main(), p.statics());
            }
            case CUSTOM_JVP -> customJvp();
            case CUSTOM_VJP -> customVjp();
            case GRAD, JVP, VJP, JACOBIAN, HESSIAN, VMAP, SHARD_MAP, JIT -> throw new IllegalArgumentException(kind + " has no rules of its own");
        };
    }

    /** A program that only calls the named function, whose types are those of {@code like}. */
    private Program call(Func like, List<Lifted.Source> statics) {
        var b = new Builder();
        List<Var> in = Inliner.inputs(b, like.in());
        List<Type> results = like.out().stream().map(Atom::type).toList();
        List<Var> out = b.emitAll(Prim.CALL, new Params.Call(name, results), in);
        return Transforms.program(new Module(funcs), "custom(" + name + ")", b.build(in, out), p.args(), w, statics, p.result());
    }

    /** Which inputs of N an input of one of the programs is: by leaf of the arguments, captured leaf, static. */
    private static final class Inputs {
        private final List<Var> vars = new ArrayList<>();
        private final List<Lifted.Source> statics = new ArrayList<>();
        private final Builder b;
        private final int own;

        /** Inputs of N, of the given function's types as far as it has them. */
        Inputs(Builder b, Program p, List<Program> rules) {
            this.b = b;
            this.own = ValueTree.leaves(p.args()).size();
            int captured = p.function().leaves().size();
            vars.addAll(Inliner.inputs(b, p.main().in().subList(0, own + captured)));
            for (Program r : rules) {
                for (ValueTree.Leaf l : r.function().leaves()) {
                    vars.add(b.fresh(Transforms.type(l)));
                }
            }
            add(p);
            rules.forEach(this::add);
        }

        private void add(Program p) {
            for (int i = 0; i < p.statics().size(); i++) {
                if (!statics.contains(p.statics().get(i))) {
                    statics.add(p.statics().get(i));
                    vars.add(b.fresh(p.main().in().get(p.main().in().size() - p.statics().size() + i).type()));
                }
            }
        }

        /** Which inputs count as constant: all but the arguments. */
        Func constant() {
            var f = new Builder();
            List<Var> same = Inliner.inputs(f, vars);
            return f.build(same, same.subList(own, same.size()));
        }

        /** Captured leaves, {@code first} of which are before, and statics, as the inputs of a program after its arguments. */
        List<Var> rest(Program p, int first) {
            int n = p.function().leaves().size();
            var out = new ArrayList<>(vars.subList(own + first, own + first + n));
            p.statics().forEach(s -> out.add(vars.get(vars.size() - statics.size() + statics.indexOf(s))));
            return out;
        }
    }

    /** What a program calls. */
    private void add(Program of) {
        of.module().funcs().forEach((k, f) -> {
            if (!k.equals(of.entry())) {
                funcs.put(k, f);
            }
        });
    }

    /** The program of a rule, whose functions get names of their own, so that they can join the function's. */
    private Program rule(int function, List<ValueTree> of) {
        Program rule = transforms.pure(w.functions().get(function), of);
        return rule.with(Renaming.of(rule.module(), rule.entry(), session.unique("")));
    }

    private Func main(List<Program> rules) {
        var b = new Builder();
        var in = new Inputs(b, p, rules);
        var all = new ArrayList<>(in.vars.subList(0, in.own));
        all.addAll(in.rest(p, 0));
        return b.build(in.vars, Rewrite.inline(b, p.main(), all));
    }

    private Program customJvp() {
        var both = new ArrayList<>(args);
        both.addAll(args);
        ValueTree packed = args.size() > PackedArguments.MOST_FLAT ? PackedArguments.tree(args) : null;
        Program rule = rule(1, packed == null ? both : List.of(packed, packed));
        if (!(rule.result() instanceof ValueTree.Rec r) || r.parts().size() != 2 || !r.parts().get(0).equals(p.result()) || !r.parts().get(1).equals(p.result())) {
            throw transforms.refusal(ReasonCode.RULE, "the rule of customJvp gives " + Structures.text(rule.result()) + " instead of a ValueAndTangent of two "
                + Structures.text(p.result()), w);
        }
        List<Program> rules = List.of(rule);
        add(rule);
        Func main = main(rules);
        funcs.put(name, main);
        var b = new Builder();
        var in = new Inputs(b, p, rules);
        var all = new ArrayList<Atom>(in.vars.subList(0, in.own));
        var tangents = new ArrayList<Var>();
        for (int i = 0; i < in.vars.size(); i++) {
            Var v = in.vars.get(i);
            Var t = v.dtype().isFloat() ? b.fresh(v.type()) : null;
            if (t != null) {
                tangents.add(t);
            }
            if (i < in.own) {
                all.add(t != null ? t : Inliner.zeros(b, v));
            }
        }
        all.addAll(in.rest(rule, p.function().leaves().size()));
        List<Atom> out = Rewrite.inline(b, rule.main(), all);
        int n = p.main().out().size();
        for (int k = 0; k < n; k++) {
            checkLengths(b, out.get(n + k), Inliner.extents(b, out.get(k)), transforms.where(w.functions().get(1)));
        }
        var results = new ArrayList<>(out.subList(0, n));
        out.subList(n, 2 * n).stream().filter(a -> a.dtype().isFloat()).forEach(results::add);
        var inputs = new ArrayList<>(in.vars);
        inputs.addAll(tangents);
        funcs.put(name + "!jvp", b.build(inputs, results));
        funcs.put(name + "!constant", in.constant());
        return call(main, in.statics);
    }

    private Program customVjp() {
        Program fwd = rule(1, args);
        if (!(fwd.result() instanceof ValueTree.Rec r) || r.parts().size() != 2 || !r.parts().get(0).equals(p.result())) {
            throw transforms.refusal(ReasonCode.RULE, "the forward rule of customVjp gives " + Structures.text(fwd.result()) + " instead of a WithAux of " + Structures.text(p.result())
                + " and residuals", w);
        }
        ValueTree residual = fwd.result().below().get(1);
        Program bwd = rule(2, List.of(residual, p.result()));
        List<ValueTree> grads = args.size() == 1 ? List.of(bwd.result()) : bwd.result().below();
        if (!grads.equals(args)) {
            throw transforms.refusal(ReasonCode.RULE, "the backward rule of customVjp gives " + Structures.text(bwd.result()) + ", which is not one gradient for each argument", w);
        }
        List<Program> rules = List.of(fwd, bwd);
        add(fwd);
        add(bwd);
        Func main = main(rules);
        funcs.put(name, main);
        var b = new Builder();
        var in = new Inputs(b, p, rules);
        var all = new ArrayList<Atom>(in.vars.subList(0, in.own));
        int captured = p.function().leaves().size();
        all.addAll(in.rest(fwd, captured));
        var out = new ArrayList<>(Rewrite.inline(b, fwd.main(), all));
        int n = p.main().out().size();
        int residuals = out.size() - n;
        List<Var> needed = in.rest(bwd, captured + fwd.function().leaves().size());
        out.addAll(needed);
        for (Var v : in.vars) {
            if (v.dtype().isFloat()) {
                out.addAll(Inliner.extents(b, v));
            }
        }
        Func forward = b.build(in.vars, out);
        funcs.put(name + "!fwd", forward);
        funcs.put(name + "!bwd", backward(bwd, forward, n, residuals, needed.size(), in, transforms.where(w.functions().get(2))));
        funcs.put(name + "!constant", in.constant());
        return call(main, in.statics);
    }

    /** What a rule gives has to be as long as what it is the derivative of: code relies on it. */
    private static void checkLengths(Builder b, Atom given, List<? extends Atom> extents, String where) {
        for (int k = 0; k < extents.size(); k++) {
            b.check(b.emit(Prim.EQ, b.dim((Var) given, k), extents.get(k)), Params.Code.SHAPE, where);
        }
    }

    /** From residuals and cotangents to the cotangents of N's float inputs, zero for what was captured. */
    private Func backward(Program bwd, Func forward, int n, int residuals, int needed, Inputs inputs, String where) {
        var b = new Builder();
        var in = new ArrayList<Var>();
        forward.out().subList(n, forward.out().size()).forEach(a -> in.add(b.fresh(a.type())));
        var all = new ArrayList<Atom>(in.subList(0, residuals));
        int next = residuals + needed;
        int saved = in.size();
        List<Boolean> ofResults = ComplexParts.imaginary(List.of(p.result()));
        List<Boolean> ofArguments = ComplexParts.imaginary(args);
        for (Atom o : p.main().out()) {
            if (o.dtype().isFloat()) {
                Var c = b.fresh(o.type());
                in.add(c);
                all.add(ComplexParts.turned(b, ofResults.get(all.size() - residuals), c));
            } else {
                all.add(Inliner.zeros(b, o.dtype(), o.type().dims().stream().map(d -> Dim.UNKNOWN).toList(), o.type().dims().stream().map(d -> Lit.i32(0)).toList()));
            }
        }
        all.addAll(in.subList(residuals, residuals + needed));
        List<Atom> out = Rewrite.inline(b, bwd.main(), all);
        var results = new ArrayList<Atom>();
        for (int i = 0; i < inputs.vars.size(); i++) {
            Var v = inputs.vars.get(i);
            List<Var> extents = in.subList(next, next + (v.dtype().isFloat() ? v.type().rank() : 0));
            next += extents.size();
            if (v.dtype().isFloat() && i < inputs.own) {
                checkLengths(b, out.get(i), extents, where);
                results.add(ComplexParts.turned(b, ofArguments.get(i), out.get(i)));
            } else if (v.dtype().isFloat()) {
                results.add(Inliner.zeros(b, v.dtype(), v.type().dims(), extents));
            }
        }
        assert next <= saved;
        return b.build(in, results);
    }
}
