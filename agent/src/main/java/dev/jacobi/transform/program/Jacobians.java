package dev.jacobi.transform.program;

import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.Renaming;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.spi.Transformation;
import dev.jacobi.vectorize.vmap.Batch;
import dev.jacobi.vectorize.vmap.BatchShared;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/** A Jacobian: the derivative in each direction of the argument's space, or of the result's, as lanes of one program. */
final class Jacobians {
    private final Transforms transforms;
    private final Program p;
    private final Builder b = new Builder();
    private final List<Var> in;
    /** The float outputs of the function. */
    private final List<Integer> outs;
    /** The derivatives by output, then by input. */
    private final List<List<Atom>> parts = new ArrayList<>();
    private final LinkedHashMap<String, Func> callees = new LinkedHashMap<>();

    private Jacobians(Transforms transforms, Program p) {
        this.transforms = transforms;
        this.p = p;
        in = Inliner.inputs(b, p.main().in());
        outs = IntStream.range(0, p.main().out().size()).filter(o -> p.main().out().get(o).dtype().isFloat()).boxed().toList();
        outs.forEach(o -> parts.add(new ArrayList<>()));
    }

    static Program of(Transforms transforms, Transformation.Jacobian j, ValueTree.Word w, List<ValueTree> args) {
        Program p = transforms.pure(w.functions().get(0), args);
        List<Integer> nums = transforms.argnums(j.argnums(), w, args);
        if (!Transforms.hasFloat(p.result())) {
            throw transforms.refusal(ReasonCode.INTEGER, "its result is " + Structures.text(p.result()) + ", and what is not a floating-point number has no derivative", w);
        }
        var inputs = new ArrayList<Integer>();
        var trees = new ArrayList<ValueTree>();
        for (int k : nums) {
            int first = ValueTree.leaves(args.subList(0, k)).size();
            trees.add(floats(args.get(k)));
            for (int i = 0; i < args.get(k).leaves().size(); i++) {
                if (args.get(k).leaves().get(i).dtype().isFloat()) {
                    inputs.add(first + i);
                }
            }
        }
        var made = new Jacobians(transforms, p);
        if (j.forward()) {
            inputs.forEach(made::column);
        } else {
            made.rows(inputs);
        }
        made.turn(inputs, ComplexParts.imaginary(args));
        ValueTree result = jacobian(floats(p.result()), trees.size() == 1 ? trees.get(0) : ValueTree.Seq.objects(trees));
        Func main = made.b.build(made.in, made.parts.stream().flatMap(List::stream).toList());
        return Transforms.program(new Module(made.callees), j.title() + "(" + p.entry() + ")", main, args, w, p.statics(), result);
    }

    /** The rows of real results are gradients, whose imaginary parts have the sign that those of {@code grad} have. */
    private void turn(List<Integer> inputs, List<Boolean> imaginary) {
        List<Boolean> complex = ComplexParts.complex(p.result());
        for (int r = 0; r < outs.size(); r++) {
            for (int k = 0; k < inputs.size(); k++) {
                boolean turned = !complex.get(outs.get(r)) && imaginary.get(inputs.get(k));
                parts.get(r).set(k, ComplexParts.turned(b, turned, parts.get(r).get(k)));
            }
        }
    }

    private List<Boolean> only(List<Integer> inputs) {
        return IntStream.range(0, in.size()).mapToObj(inputs::contains).toList();
    }

    /** What a function of the module gives over lanes; those that it calls join the others. */
    private List<Atom> lanes(Module m, String entry, String suffix, List<Integer> axes, List<Integer> outAxes, List<Atom> arguments) {
        String name = "vmap(" + entry + ")";
        Module lanes = Renaming.of(transforms.derived(p.function(), m, Batch.pass(entry, axes, outAxes, null)), name, suffix);
        callees.putAll(without(lanes, name, null).funcs());
        return new ArrayList<>(Rewrite.inline(b, lanes.get(name), arguments));
    }

    /** The derivatives of all results by one leaf. */
    private void column(int i) {
        String name = "jvp(" + p.entry() + ")";
        Module m = Renaming.of(transforms.derived(p.function(), p.module(), Jvp.pass(p.entry(), only(List.of(i)))), name, "@" + i);
        Func f = m.get(name);
        m = without(m, name, new Func(f.in(), f.body(), f.out().subList(p.main().out().size(), f.out().size())));
        Var x = in.get(i);
        var all = new ArrayList<Atom>(in);
        List<Atom> tangents;
        if (x.type().isScalar()) {
            all.add(Inliner.one(x.dtype()));
            tangents = Rewrite.inline(b, m.get(name), all);
            callees.putAll(without(m, name, null).funcs());
        } else {
            var varies = new ArrayList<>(Collections.nCopies(in.size(), false));
            varies.add(true);
            // values and what tangents are multiplied by are the same for all columns
            var apart = BatchShared.of(m, m.get(name), varies);
            List<Atom> handed = inFront(m.get(name), apart);
            all.add(Inliner.basis(b, x));
            all.addAll(handed);
            var axes = new ArrayList<>(Collections.nCopies(all.size(), -1));
            axes.set(in.size(), 0);
            callees.putAll(without(m, name, null).funcs());
            tangents = lanes(without(m, name, apart.lane()), name, "@" + i, axes, outs.stream().map(o -> p.main().out().get(o).type().rank()).toList(), all);
            tangents.replaceAll(t -> unflatten(b, t, t.type().rank() - 1, x));
        }
        for (int k = 0; k < outs.size(); k++) {
            Atom t = tangents.get(k);
            parts.get(k).add(t.dtype() == x.dtype() ? t : b.convert(t, x.dtype()));
        }
    }

    /** The derivatives of all results by all leaves: one forward part, and a backward part for each result. */
    private void rows(List<Integer> inputs) {
        String name = "vjp(" + p.entry() + ")";
        Module m = Renaming.of(transforms.derived(p.function(), p.module(), Vjp.pass(p.entry(), only(inputs))), name, "@");
        Func f = ofUnitVectors(m.get(name));
        var varies = new ArrayList<>(Collections.nCopies(in.size(), false));
        varies.addAll(Collections.nCopies(outs.size(), true));
        var apart = BatchShared.of(m, f, varies);
        List<Var> handedOn = apart.handedOn(f);
        List<Atom> handed = inFront(f, apart);
        var known = new HashMap<Atom, Atom>();
        IntStream.range(0, in.size()).forEach(k -> known.put(f.in().get(k), in.get(k)));
        IntStream.range(0, handed.size()).forEach(k -> known.put(handedOn.get(k), handed.get(k)));
        List<Atom> values = outs.stream().map(o -> {
            Atom y = f.out().get(o);
            if (y instanceof Var && !known.containsKey(y)) {
                throw new IllegalStateException("Result " + o + " of " + p.entry() + " is computed among the cotangents, on which no result depends.");
            }
            return known.getOrDefault(y, y);
        }).toList();
        Func lane = apart.lane();
        Module backward = without(m, name, new Func(lane.in(), lane.body(), lane.out().subList(p.main().out().size(), lane.out().size())));
        callees.putAll(without(m, name, null).funcs());
        for (int r = 0; r < outs.size(); r++) {
            parts.get(r).addAll(row(backward, name, handed, values, r));
        }
    }

    /** What the lanes of a function share, computed of the function's own inputs in front of them: what is handed on to them. */
    private List<Atom> inFront(Func f, BatchShared apart) {
        return Rewrite.inline(b, new Func(f.in().subList(0, in.size()), apart.shared(), List.copyOf(apart.handedOn(f))), in);
    }

    /** The function without checks whether a cotangent has the shape of its result: those of a Jacobian have. What stands behind such a check could not be shared. */
    private Func ofUnitVectors(Func f) {
        List<Var> cotangents = f.in().subList(in.size(), f.in().size());
        List<Eqn> body = f.body().stream().filter(e -> !(e.params() instanceof Params.Check c && c.code() == Params.Code.SHAPE
            && BackwardSlice.of(f.body(), e.in()).from().stream().anyMatch(cotangents::contains))).toList();
        return new Func(f.in(), body, f.out());
    }

    /** The derivatives of one result by all leaves. */
    private List<Atom> row(Module backward, String entry, List<Atom> handed, List<Atom> values, int r) {
        Atom y = values.get(r);
        var all = new ArrayList<Atom>(in);
        var axes = new ArrayList<>(Collections.nCopies(in.size(), -1));
        for (int o = 0; o < values.size(); o++) {
            all.add(o != r ? Inliner.zeros(b, values.get(o)) : y.type().isScalar() ? Inliner.one(y.dtype()) : Inliner.basis(b, y));
            axes.add(o == r && !y.type().isScalar() ? 0 : -1);
        }
        all.addAll(handed);
        axes.addAll(Collections.nCopies(handed.size(), -1));
        if (y.type().isScalar()) {
            return new ArrayList<>(Rewrite.inline(b, backward.get(entry), all));
        }
        List<Atom> grads = lanes(backward, entry, "@" + r, axes, Collections.nCopies(backward.get(entry).out().size(), 0), all);
        grads.replaceAll(g -> unflatten(b, g, 0, y));
        return grads;
    }

    /** The module with another function of that name, or without it. */
    private static Module without(Module m, String name, Func by) {
        var funcs = new LinkedHashMap<>(m.funcs());
        funcs.remove(name);
        if (by != null) {
            funcs.put(name, by);
        }
        return new Module(funcs);
    }

    /** The axis, whose length lanes do not know, becomes the axes of {@code like}, whose number of elements it has. */
    private static Atom unflatten(Builder b, Atom a, int axis, Atom like) {
        if (like.type().rank() == 1 && (like.type().dims().get(0).isUnknown() || like.type().dims().get(0).equals(a.type().dims().get(axis)))) {
            return a;
        }
        var dims = new ArrayList<Dim>(a.type().dims().subList(0, axis));
        List<Atom> old = Inliner.extents(b, a);
        var extents = new ArrayList<>(old.subList(0, axis));
        dims.addAll(like.type().dims());
        extents.addAll(Inliner.extents(b, like));
        dims.addAll(a.type().dims().subList(axis + 1, a.type().rank()));
        extents.addAll(old.subList(axis + 1, old.size()));
        return Inliner.reshape(b, a, dims, extents);
    }

    /** A structure without what is no float. */
    private static ValueTree floats(ValueTree t) {
        if (t instanceof ValueTree.Leaf l) {
            return l.dtype().isFloat() ? l : new ValueTree.Const(null);
        }
        ValueTree f = t.with(t.below().stream().map(Jacobians::floats).toList());
        return f instanceof ValueTree.Rec r && !t.equals(f) ? new ValueTree.Dict(List.copyOf(r.names()), r.parts()) : f;
    }

    /** In place of each leaf of the result the argument's structure, with the leaf's axes in front of its own. */
    private static ValueTree jacobian(ValueTree result, ValueTree arg) {
        if (result instanceof ValueTree.Leaf l) {
            return ComponentFit.grown(arg, l.rank());
        } else if (result instanceof ValueTree.Rows r) {
            return new ValueTree.Dict(List.copyOf(r.row().names()), r.parts().stream().map(p -> jacobian(p, arg)).toList());
        }
        return ComponentFit.held(result, result.below().stream().map(t -> jacobian(t, arg)).toList());
    }
}
