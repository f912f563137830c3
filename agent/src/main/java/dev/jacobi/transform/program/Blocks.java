package dev.jacobi.transform.program;

import dev.jacobi.array.data.ErasedExtents;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Partition;
import dev.jacobi.vectorize.vmap.Batch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The program of whole arrays around that of blocks. An axis of n elements that k devices share becomes two axes, of k and of n / k; the axes of devices go in front, in the order of the mesh, where the vmaps
 * take them off one after another. Results come back the same way.
 */
final class Blocks {
    private final Transforms transforms;
    private final MeshAxes mesh;
    private final List<Partition> in;
    private final List<Partition> out;
    private final ValueTree.Word w;

    /** {@code in} and {@code out}: how each input of the function's program and each of its results is divided. */
    Blocks(Transforms transforms, MeshAxes mesh, List<Partition> in, List<Partition> out, ValueTree.Word w) {
        this.transforms = transforms;
        this.mesh = mesh;
        this.in = in;
        this.out = out;
        this.w = w;
    }

    /** The program for whole arguments, of one for blocks of them; {@code whole} are the types of its inputs. */
    Program around(Program p, String name, List<ValueTree> args, List<Type> whole) {
        Module m = p.module();
        String entry = p.entry();
        for (int k = mesh.names().size() - 1; k >= 0; k--) {
            String over = entry + "@" + mesh.names().get(k);
            m = over(m, entry, over, k, p);
            entry = over;
        }
        Func devices = m.get(entry);
        var b = new Builder();
        var vars = new ArrayList<Var>();
        var blocks = new ArrayList<Atom>();
        for (int i = 0; i < devices.in().size(); i++) {
            Var v = b.fresh(whole.get(i));
            vars.add(v);
            blocks.add(divided(b, v, in.get(i)));
        }
        List<Atom> parts = Rewrite.inline(b, devices, blocks);
        var results = new ArrayList<Atom>();
        for (int k = 0; k < parts.size(); k++) {
            results.add(joined(b, parts.get(k), out.get(k)));
        }
        return Transforms.program(m, name, b.build(vars, results), args, w, p.statics(), tree(p.result(), results));
    }

    /** The function of {@code entry}, for each device along an axis of the mesh; what no spec divides along it comes from the first device, and has to be the same on all. */
    private Module over(Module m, String entry, String name, int axis, Program p) {
        String mapped = name + "*";
        Func f = m.get(entry);
        // a number for each device says how many there are though no argument may be divided among them
        var numbered = new Builder();
        List<Var> vars = new ArrayList<>(Inliner.inputs(numbered, f.in()));
        List<Atom> same = Rewrite.inline(numbered, f, vars);
        vars.add(numbered.fresh(Type.I32));
        m = with(m, mapped, numbered.build(vars, same));
        String title = mesh.names().get(axis);
        List<Integer> axes = new ArrayList<>(in.stream().map(s -> s.uses(title) ? 0 : -1).toList());
        axes.add(0);
        checkSame(p, Batch.varies(m, mapped, axes, title), title);
        Module batched = transforms.derived(w, m, Batch.passOn(MeshMarks.mesh(mesh), mapped, axes, Collections.nCopies(out.size(), 0), title));
        Func all = sized(batched.get(Batch.name(mapped)), axes, mesh.sizes().get(axis));
        var b = new Builder();
        List<Var> own = Inliner.inputs(b, all.in().subList(0, all.in().size() - 1));
        List<Atom> given = new ArrayList<>(own);
        int n = mesh.sizes().get(axis);
        given.add(b.emitAll(Prim.IOTA, new Params.Shape(DType.I32, List.of(Dim.of(n))), List.of(Lit.i32(n))).get(0));
        List<Atom> stacked = Rewrite.inline(b, all, given);
        var results = new ArrayList<Atom>();
        for (int k = 0; k < stacked.size(); k++) {
            results.add(out.get(k).uses(title) ? stacked.get(k) : b.index(stacked.get(k), Params.Access.PROMISED, List.of(Lit.i32(0))));
        }
        return with(batched, name, b.build(own, results));
    }

    /** The function with the number of lanes in place of the names that it has for it. */
    private static Func sized(Func f, List<Integer> axes, int n) {
        var lanes = new HashSet<Dim>();
        for (int k = 0; k < axes.size(); k++) {
            if (axes.get(k) >= 0) {
                lanes.add(f.in().get(k).type().dims().get(axes.get(k)));
            }
        }
        return ErasedExtents.of(f, d -> lanes.contains(d) ? Dim.of(n) : d);
    }

    private void checkSame(Program p, List<Boolean> varies, String axis) {
        List<ValueTree.Leaf> leaves = p.result().leaves();
        for (int k = 0; k < leaves.size(); k++) {
            if (varies.get(k) && !out.get(k).uses(axis)) {
                throw transforms.refusal(ReasonCode.SPEC, (leaves.size() == 1 ? "its result, " : "number " + k + " of the values in its result, ") + Structures.text(leaves.get(k))
                    + ", may differ from device to device along '" + axis + "', but its spec does not name that axis; name it there, or make one value of all devices with Lax.psum, pmax or pmin", w);
            }
        }
    }

    private static Module with(Module m, String name, Func f) {
        var funcs = new LinkedHashMap<>(m.funcs());
        funcs.put(name, f);
        return new Module(funcs);
    }

    /** Whole to blocks: [axes of devices in the mesh's order.., block..]. */
    private Atom divided(Builder b, Var v, Partition p) {
        Atom whole = MeshMarks.divided(b, v, mesh, p);
        if (names(p).isEmpty()) {
            return whole;
        }
        var dims = new ArrayList<Dim>();
        var extents = new ArrayList<Atom>();
        for (int k = 0; k < v.type().rank(); k++) {
            p.of(k).forEach(a -> {
                dims.add(Dim.of(mesh.size(a)));
                extents.add(Lit.i32(mesh.size(a)));
            });
            Dim d = v.type().dims().get(k);
            int n = mesh.count(p.of(k));
            if (d.isConst()) {
                dims.add(Dim.of(d.add() / n));
                extents.add(Lit.i32((int) d.add() / n));
            } else {
                Atom length = b.dim(v, k);
                if (n > 1) {
                    b.check(b.emit(Prim.EQ, b.emit(Prim.REM, length, Lit.i32(n)), Lit.i32(0)), Params.Code.SHAPE, transforms.where(w));
                }
                dims.add(n == 1 ? d : Dim.UNKNOWN);
                extents.add(n == 1 ? length : b.emit(Prim.DIV, length, Lit.i32(n)));
            }
        }
        Atom apart = Inliner.reshape(b, whole, dims, extents);
        return MeshMarks.blocks(b, transposed(b, apart, order(p, v.type().rank())), mesh, names(p));
    }

    /** Blocks to whole. */
    private Atom joined(Builder b, Atom blocks, Partition p) {
        int rank = blocks.type().rank() - names(p).size();
        if (names(p).isEmpty()) {
            return MeshMarks.divided(b, blocks, mesh, p);
        }
        List<Integer> order = order(p, rank);
        List<Integer> back = IntStream.range(0, order.size()).map(order::indexOf).boxed().toList();
        Atom apart = transposed(b, MeshMarks.blocks(b, blocks, mesh, names(p)), back);
        List<Atom> all = Inliner.extents(b, apart);
        var dims = new ArrayList<Dim>();
        var extents = new ArrayList<Atom>();
        int at = 0;
        for (int k = 0; k < rank; k++) {
            int n = mesh.count(p.of(k));
            at += p.of(k).size();
            Atom block = all.get(at);
            dims.add(block instanceof Lit l ? Dim.of(l.asLong() * n) : n == 1 ? apart.type().dims().get(at) : Dim.UNKNOWN);
            extents.add(block instanceof Lit l ? Lit.i32((int) l.asLong() * n) : n == 1 ? block : b.emit(Prim.MUL, block, Lit.i32(n)));
            at++;
        }
        return MeshMarks.divided(b, Inliner.reshape(b, apart, dims, extents), mesh, p);
    }

    /** The axes of the mesh that divide something, in its order. */
    private List<String> names(Partition p) {
        return mesh.names().stream().filter(p::uses).toList();
    }

    private static Atom transposed(Builder b, Atom a, List<Integer> order) {
        boolean same = IntStream.range(0, order.size()).allMatch(k -> order.get(k) == k);
        return same ? a : b.emit(Prim.TRANSPOSE, new Params.Axes(order), a);
    }

    /** Which axis of an array that is written with its devices' axes in front of the axis that they divide comes first, second and so on among the blocks. */
    private List<Integer> order(Partition p, int rank) {
        var names = new ArrayList<String>();
        for (int k = 0; k < rank; k++) {
            names.addAll(p.of(k));
            names.add(null);
        }
        var order = new ArrayList<Integer>();
        mesh.names().stream().filter(names::contains).forEach(a -> order.add(names.indexOf(a)));
        IntStream.range(0, names.size()).filter(k -> names.get(k) == null).forEach(order::add);
        return order;
    }

    /** The structure of the whole results: what is known of blocks' extents does not hold for them. */
    private static ValueTree tree(ValueTree blocks, List<Atom> results) {
        var types = results.iterator();
        return blocks.mapLeaves(l -> {
            List<Dim> dims = types.next().type().dims().stream().map(Dim::unnamed).toList();
            return l.isNDArray() ? new ValueTree.Leaf(l.dtype(), l.rank(), new ValueTree.ArrayForm(l.array().element(), l.array().weak(), dims)) : l;
        });
    }
}
