package dev.jacobi.transform.program;

import dev.jacobi.array.core.NeedsExtent;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Partition;
import dev.jacobi.spi.Sharding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;

/**
 * shardMap: each device of a mesh runs the function on its blocks of the arguments. The program is that of a nest of vmaps, one for each axis of the mesh, around the function, whose collectives are over these
 * axes by name; in front the arguments are divided into blocks, behind the blocks of results are put together ({@link Blocks}). So all that transforms programs takes it like any other, and a device is a
 * lane of the outer maps.
 */
final class ShardTransform {
    private final Transforms transforms;
    private final MeshAxes mesh;
    private final ValueTree.Word w;

    ShardTransform(Transforms transforms, MeshAxes mesh, ValueTree.Word w) {
        this.transforms = transforms;
        this.mesh = mesh;
        this.w = w;
    }

    Program of(Sharding on, List<ValueTree> args) {
        if (on.in().size() != args.size() && on.in().size() != 1) {
            throw refusal("there are " + on.in().size() + " specs for " + args.size() + " arguments; give one for each, or one for all");
        }
        var in = new ArrayList<Partition>();
        var blocks = new ArrayList<ValueTree>();
        for (int i = 0; i < args.size(); i++) {
            String what = "argument " + i;
            List<Partition> own = partitions(args.get(i), on.in(i), what);
            var next = own.iterator();
            blocks.add(args.get(i).mapLeaves(l -> block(l, next.next(), what)));
            in.addAll(own);
        }
        Program p = within(0, () -> transforms.pure(w.functions().get(0), blocks));
        var types = new ArrayList<Type>(ValueTree.leaves(args).stream().map(ValueTree.Leaf::type).toList());
        while (in.size() < p.main().in().size()) {
            types.add(p.main().in().get(in.size()).type());
            in.add(new Partition(List.of()));
        }
        return new Blocks(transforms, mesh, in, partitions(p.result(), on.out(), "the result"), w).around(p, "shardMap(" + p.entry() + ")", args, types);
    }

    /** The program of a function whose arguments and results lie so as a whole. */
    Program marked(Program p, Sharding on) {
        var args = new ArrayList<Partition>();
        for (int i = 0; i < p.args().size(); i++) {
            args.addAll(partitions(p.args().get(i), on.in(i), "argument " + i));
        }
        List<Partition> results = on.out() == null ? List.of() : partitions(p.result(), on.out(), "the result");
        var b = new Builder();
        List<Var> in = Inliner.inputs(b, p.main().in());
        var given = new ArrayList<Atom>(in);
        for (int k = 0; k < args.size(); k++) {
            given.set(k, MeshMarks.divided(b, in.get(k), mesh, args.get(k)));
        }
        var out = new ArrayList<>(Rewrite.inline(b, p.main(), given));
        for (int k = 0; k < results.size(); k++) {
            out.set(k, MeshMarks.divided(b, out.get(k), mesh, results.get(k)));
        }
        var funcs = new LinkedHashMap<>(p.module().funcs());
        funcs.put(p.entry(), b.build(in, out));
        return p.with(new Module(funcs));
    }

    private <T> T within(int axis, Supplier<T> work) {
        return axis == mesh.names().size() ? work.get()
            : transforms.within(mesh.names().get(axis), Dim.of(mesh.sizes().get(axis)), () -> within(axis + 1, work));
    }

    private RuntimeException refusal(String why) {
        return transforms.refusal(ReasonCode.SPEC, why, w);
    }

    /** How each leaf of a value is divided: by axes that the mesh has, each once at most. */
    private List<Partition> partitions(ValueTree t, Object spec, String what) {
        List<Partition> all;
        try {
            all = LeafSpecs.of(t, spec, what);
        } catch (IllegalArgumentException e) {
            throw refusal(e.getMessage());
        }
        List<ValueTree.Leaf> leaves = t.leaves();
        for (int k = 0; k < leaves.size(); k++) {
            Partition p = all.get(k);
            if (p.axes().size() > leaves.get(k).rank()) {
                throw refusal("the spec " + p.axes() + " is for " + p.axes().size() + " axes, but " + what + ", " + Structures.text(leaves.get(k)) + ", has " + leaves.get(k).rank());
            }
            String misfit = p.misfit(mesh);
            if (misfit != null) {
                throw refusal("the spec of " + what + " " + misfit);
            }
        }
        return all;
    }

    /** What a device sees of an array. The extents of blocks are numbers, which code over them may ask for; those of Java arrays are known at the call only. */
    private ValueTree.Leaf block(ValueTree.Leaf l, Partition p, String what) {
        if (!l.isNDArray()) {
            return l;
        }
        var dims = new ArrayList<>(l.array().dims());
        for (int k = 0; k < dims.size(); k++) {
            if (p.of(k).isEmpty()) {
                continue;
            }
            Dim d = dims.get(k);
            if (!d.isConst()) {
                throw NeedsExtent.of(d.sym());
            }
            String uneven = mesh.uneven(d.add(), p.of(k));
            if (uneven != null) {
                throw refusal("axis " + k + " of " + what + " has " + uneven);
            }
            dims.set(k, Dim.of(d.add() / mesh.count(p.of(k))));
        }
        return new ValueTree.Leaf(l.dtype(), l.rank(), new ValueTree.ArrayForm(l.array().element(), l.array().weak(), dims));
    }
}
