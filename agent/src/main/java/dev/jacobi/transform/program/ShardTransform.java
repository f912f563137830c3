package dev.jacobi.transform.program;

import dev.jacobi.array.core.NeedsExtent;
import dev.jacobi.ir.Dim;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Partition;
import dev.jacobi.spi.Transformation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * shardMap: each device of a mesh runs the function on its blocks of the arguments. The program is that of a nest of vmaps, one for each axis of the mesh, around the function, whose collectives are over these
 * axes by name; in front the arguments are divided into blocks, behind the blocks of results are put together ({@link Blocks}). So all that transforms programs takes it like any other, and a device is a
 * lane of the outer maps.
 */
final class ShardTransform {
    private final Transforms transforms;

    ShardTransform(Transforms transforms) {
        this.transforms = transforms;
    }

    Program of(Transformation.ShardMap s, ValueTree.Word w, List<ValueTree> args) {
        if (s.in().size() != args.size() && s.in().size() != 1) {
            throw transforms.refusal(ReasonCode.SPEC, "there are " + s.in().size() + " specs for " + args.size() + " arguments", w);
        }
        var in = new ArrayList<Partition>();
        var blocks = new ArrayList<ValueTree>();
        for (int i = 0; i < args.size(); i++) {
            Object spec = s.in().get(s.in().size() == 1 ? 0 : i);
            blocks.add(block(s.mesh(), args.get(i), spec, in, "argument " + i, w));
        }
        Program p = within(s.mesh(), 0, () -> transforms.pure(w.functions().get(0), blocks));
        while (in.size() < p.main().in().size()) {
            in.add(new Partition(List.of()));
        }
        var out = new ArrayList<Partition>();
        results(s.mesh(), p.result(), s.out(), out, w);
        return new Blocks(transforms, s.mesh(), in, out, w).around(p, args);
    }

    private <T> T within(MeshAxes mesh, int axis, Supplier<T> work) {
        return axis == mesh.names().size() ? work.get()
            : transforms.within(mesh.names().get(axis), Dim.of(mesh.sizes().get(axis)), () -> within(mesh, axis + 1, work));
    }

    /** What a device sees of an argument; {@code parts} gets an entry per leaf. */
    private ValueTree block(MeshAxes mesh, ValueTree t, Object spec, List<Partition> parts, String what, ValueTree.Word w) {
        if (t instanceof ValueTree.Const) {
            return t;
        }
        if (t instanceof ValueTree.Leaf l) {
            Partition p = partition(mesh, spec, l, what + ", " + Structures.text(t) + ",", w);
            parts.add(p);
            return l.isNDArray() ? block(mesh, l, p, what, w) : l;
        }
        if (t instanceof ValueTree.Rows) {
            throw transforms.refusal(ReasonCode.SPEC, what + " is an array of records, which is not divided among devices; pass a record of arrays", w);
        }
        var below = new ArrayList<ValueTree>();
        for (int i = 0; i < t.below().size(); i++) {
            below.add(block(mesh, t.below().get(i), part(t, spec, i, what, w), parts, what + name(t, i), w));
        }
        return t.with(below);
    }

    /** The extents of blocks are numbers, which code over them may ask for. */
    private ValueTree.Leaf block(MeshAxes mesh, ValueTree.Leaf l, Partition p, String what, ValueTree.Word w) {
        var dims = new ArrayList<>(l.array().dims());
        for (int k = 0; k < dims.size(); k++) {
            if (p.of(k).isEmpty()) {
                continue;
            }
            Dim d = dims.get(k);
            if (!d.isConst()) {
                throw NeedsExtent.of(d.sym());
            }
            int n = Blocks.count(mesh, p.of(k));
            if (d.add() % n != 0) {
                throw transforms.refusal(ReasonCode.SPEC, "axis " + k + " of " + what + " has " + d.add() + " elements, which cannot be divided evenly among " + n + " devices along "
                    + String.join(", ", p.of(k)) + "; pad it to " + (d.add() / n + 1) * n, w);
            }
            dims.set(k, Dim.of(d.add() / n));
        }
        return new ValueTree.Leaf(l.dtype(), l.rank(), new ValueTree.ArrayForm(l.array().element(), l.array().weak(), dims));
    }

    private void results(MeshAxes mesh, ValueTree t, Object spec, List<Partition> parts, ValueTree.Word w) {
        if (t instanceof ValueTree.Leaf l) {
            parts.add(partition(mesh, spec, l, "the result, " + Structures.text(t) + ",", w));
        } else if (t instanceof ValueTree.Rows) {
            throw transforms.refusal(ReasonCode.SPEC, "its result is an array of records, which is not put together of blocks; give a record of arrays", w);
        } else {
            for (int i = 0; i < t.below().size(); i++) {
                results(mesh, t.below().get(i), part(t, spec, i, "the result", w), parts, w);
            }
        }
    }

    /** How one array is divided: each axis of the mesh once at most. */
    private Partition partition(MeshAxes mesh, Object spec, ValueTree.Leaf l, String what, ValueTree.Word w) {
        if (!(spec instanceof Partition p)) {
            throw transforms.refusal(ReasonCode.SPEC, "the specs " + spec + " do not fit " + what + " which is one array", w);
        }
        if (p.axes().size() > l.rank()) {
            throw transforms.refusal(ReasonCode.SPEC, "the spec " + p.axes() + " is for " + p.axes().size() + " axes, but " + what + " has " + l.rank(), w);
        }
        List<String> used = p.axes().stream().flatMap(List::stream).toList();
        for (String name : used) {
            if (!mesh.names().contains(name)) {
                throw transforms.refusal(ReasonCode.SPEC, "the spec of " + what + " names the axis '" + name + "', and the mesh has " + mesh.names(), w);
            }
            if (Collections.frequency(used, name) > 1) {
                throw transforms.refusal(ReasonCode.SPEC, "the spec of " + what + " names the axis '" + name + "' twice", w);
            }
        }
        return p;
    }

    private static String name(ValueTree t, int i) {
        return t instanceof ValueTree.Rec r ? "." + r.names().get(i) : t instanceof ValueTree.Dict d ? "[" + d.keys().get(i) + "]" : "[" + i + "]";
    }

    /** The entry of a spec for one part of a value. */
    private Object part(ValueTree t, Object spec, int i, String what, ValueTree.Word w) {
        if (spec instanceof Partition) {
            return spec;
        }
        if (spec instanceof List<?> l && l.size() == t.below().size()) {
            return l.get(i);
        }
        Object key = t instanceof ValueTree.Dict d ? d.keys().get(i) : t instanceof ValueTree.Rec r ? r.names().get(i) : i;
        if (spec instanceof Map<?, ?> m && m.containsKey(key)) {
            return m.get(key);
        }
        throw transforms.refusal(ReasonCode.SPEC, "the specs " + spec + " do not fit " + what + ", " + Structures.text(t), w);
    }
}
