package dev.jacobi.transform.program;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.spi.Transformation;
import dev.jacobi.vectorize.vmap.Batch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** vmap: which leaves have a lane axis, what one lane sees, and what all lanes together give. */
final class VmapTransform {
    private final Transforms transforms;

    VmapTransform(Transforms transforms) {
        this.transforms = transforms;
    }

    Program of(Transformation.Vmap v, ValueTree.Word w, List<ValueTree> args) {
        List<Object> in = v.in().isEmpty() ? Collections.nCopies(args.size(), 0) : v.in();
        if (in.size() != args.size()) {
            throw transforms.refusal(ReasonCode.AXES, "inAxes has " + in.size() + " entries for " + args.size() + " arguments", w);
        }
        var axes = new ArrayList<Integer>();
        var lanes = new ArrayList<ValueTree>();
        for (int i = 0; i < args.size(); i++) {
            lanes.add(lane(args.get(i), in.get(i), axes, "argument " + i, w));
        }
        if (axes.stream().allMatch(a -> a < 0)) {
            throw transforms.refusal(ReasonCode.AXES, "inAxes is null for all arguments, so there are no lanes", w);
        }
        Program p = transforms.within(v.name(), lanes(args, axes), () -> transforms.pure(w.functions().get(0), lanes));
        int own = axes.size();
        while (axes.size() < p.main().in().size()) {
            axes.add(-1);
        }
        var outAxes = new ArrayList<Integer>();
        ValueTree result = stacked(p.result(), v.out(), outAxes, w);
        List<Integer> at = outAxes.stream().map(a -> Math.max(a, 0)).toList();
        Module m = transforms.derived(w, p.module(), Batch.pass(p.entry(), axes, at, v.name()));
        if (outAxes.contains(-1)) {
            shared(p, axes, outAxes, v.name(), w);
        }
        String name = "vmap(" + p.entry() + ")";
        var b = new Builder();
        List<Var> vars = Inliner.inputs(b, m.get(name).in());
        checkSizes(b, vars.subList(0, own), axes, args, w, outAxes.contains(-1));
        List<Atom> out = Rewrite.inline(b, m.get(name), vars);
        var results = new ArrayList<Atom>();
        for (int i = 0; i < out.size(); i++) {
            results.add(outAxes.get(i) >= 0 ? out.get(i) : b.index(out.get(i), Params.Access.PROMISED, List.of(Lit.i32(0))));
        }
        return Transforms.program(m, name, b.build(vars, results), args, w, p.statics(), result);
    }

    /** How many lanes there are, if it is known before the call. */
    private static Dim lanes(List<ValueTree> args, List<Integer> axes) {
        List<ValueTree.Leaf> leaves = ValueTree.leaves(args);
        for (int i = 0; i < leaves.size(); i++) {
            if (axes.get(i) >= 0 && leaves.get(i).isNDArray()) {
                return leaves.get(i).array().dims().get(axes.get(i));
            }
        }
        return null;
    }

    /** What has no lane axis in the result has to be the same in all lanes. */
    private void shared(Program p, List<Integer> axes, List<Integer> outAxes, String axisName, ValueTree.Word w) {
        List<Boolean> varies = Batch.varies(p.module(), p.entry(), axes, axisName);
        List<ValueTree.Leaf> leaves = p.result().leaves();
        for (int k = 0; k < leaves.size(); k++) {
            if (outAxes.get(k) < 0 && varies.get(k)) {
                throw transforms.refusal(ReasonCode.OUT_AXIS, (leaves.size() == 1 ? "its result, " : "number " + k + " of the values in its result, ") + Structures.text(leaves.get(k))
                    + ", may differ from lane to lane, but its out axis is null", w);
            }
        }
    }

    /** All mapped axes have one extent; there has to be a lane when one stands for all. */
    private void checkSizes(Builder b, List<Var> in, List<Integer> axes, List<ValueTree> args, ValueTree.Word w, boolean some) {
        Atom n = null;
        String where = transforms.where(w);
        for (int i = 0; i < in.size(); i++) {
            if (axes.get(i) >= 0) {
                Atom k = b.dim(in.get(i), axes.get(i));
                if (n == null && some) {
                    b.check(b.emit(Prim.GT, k, Lit.i32(0)), Params.Code.SHAPE, where);
                }
                if (n != null) {
                    b.check(b.emit(Prim.EQ, n, k), Params.Code.SHAPE, where);
                }
                n = n == null ? k : n;
            }
        }
    }

    /** What one lane sees of an argument; {@code axes} gets an entry per leaf. */
    private ValueTree lane(ValueTree t, Object spec, List<Integer> axes, String what, ValueTree.Word w) {
        if (spec == null) {
            t.leaves().forEach(l -> axes.add(-1));
            return t;
        }
        if (t instanceof ValueTree.Const) {
            return t;
        }
        if (t instanceof ValueTree.Leaf l) {
            int a = axis(spec, l.rank(), what + ", " + Structures.text(t) + ",", w);
            axes.add(a);
            return l.without(a);
        }
        if (t instanceof ValueTree.Rows r) {
            if (!spec.equals(0)) {
                throw transforms.refusal(ReasonCode.AXES, what + " is an array of records, which can only be mapped over axis 0", w);
            }
            r.leaves().forEach(l -> axes.add(0));
            return r.row();
        }
        if (t instanceof ValueTree.Seq s && s.isArray() && spec instanceof Integer && s.parts().stream().anyMatch(p -> p instanceof ValueTree.Rec)) {
            throw transforms.refusal(ReasonCode.AXES, what + " is an array of records, which cannot be mapped over inside of another function", w);
        }
        var parts = new ArrayList<ValueTree>();
        for (int i = 0; i < t.below().size(); i++) {
            parts.add(lane(t.below().get(i), part(t, spec, i, what, w), axes, what + LeafSpecs.name(t, i), w));
        }
        ValueTree lane = t.with(parts);
        if (!ComponentFit.holds(lane, t)) {
            throw transforms.refusal(ReasonCode.AXES, what + " is a record of " + ((ValueTree.Rec) t).cls().replace('/', '.') + ", whose components cannot lose an axis; pass an array of "
                + "such records, one per lane", w);
        }
        return lane;
    }

    /** The axes' entry for one part of a value. */
    private Object part(ValueTree t, Object spec, int i, String what, ValueTree.Word w) {
        return spec instanceof Integer ? spec
            : LeafSpecs.part(t, spec, i, () -> transforms.refusal(ReasonCode.AXES, "the axes " + spec + " do not fit " + what + ", " + Structures.text(t), w));
    }

    private int axis(Object spec, int rank, String what, ValueTree.Word w) {
        if (!(spec instanceof Integer a)) {
            throw transforms.refusal(ReasonCode.AXES, "the axes " + spec + " do not fit " + what + " which is one array", w);
        }
        int axis = a < 0 ? a + rank : a;
        if (axis < 0 || axis >= rank) {
            throw transforms.refusal(ReasonCode.AXES, what + " has no axis " + a, w);
        }
        return axis;
    }

    /** What all lanes give; {@code axes} gets an entry per leaf, -1 for what one lane stands for. */
    private ValueTree stacked(ValueTree t, Object spec, List<Integer> axes, ValueTree.Word w) {
        if (spec == null) {
            t.leaves().forEach(l -> axes.add(-1));
            return t;
        }
        if (t instanceof ValueTree.Leaf l) {
            axes.add(axis(spec, l.rank() + 1, "the result, " + Structures.text(l.grown(1)) + ",", w));
            return l.grown(1);
        }
        if (t instanceof ValueTree.Rows) {
            t.leaves().forEach(l -> axes.add(axis(spec, l.rank() + 1, "the result, " + Structures.text(t) + ",", w)));
            return ComponentFit.grown(t, 1);
        }
        if (t instanceof ValueTree.Seq s && s.isArray() && s.of().startsWith("[")) {
            throw transforms.refusal(ReasonCode.JAGGED, "its result is an array of rows of different lengths, which all lanes together do not have as an array with an axis more", w);
        }
        var parts = new ArrayList<ValueTree>();
        for (int i = 0; i < t.below().size(); i++) {
            parts.add(stacked(t.below().get(i), part(t, spec, i, "the result", w), axes, w));
        }
        ValueTree all = t.with(parts);
        return ComponentFit.holds(all, t) ? all : spec.equals(0) ? new ValueTree.Rows((ValueTree.Rec) t, parts) : new ValueTree.Dict(List.copyOf(((ValueTree.Rec) t).names()), parts);
    }
}
