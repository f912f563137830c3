package dev.jacobi.transform.mesh;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.spi.MeshAxes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** What devices exchange. Blocks are gathered and selected in the form that {@code Lax}'s collectives have. */
final class Moves {
    private final Builder b;
    private final MeshAxes mesh;
    private final List<Move> done = new ArrayList<>();

    /** A collective: what it is called, over which axis, and what a device puts in. Parts of sums are written as a sum and a selection. */
    private record Move(String what, String axis, String type) {
        @Override
        public String toString() {
            return what + " " + axis + " " + type;
        }
    }

    Moves(Builder b, MeshAxes mesh) {
        this.b = b;
        this.mesh = mesh;
    }

    List<String> collectives() {
        return done.stream().map(Move::toString).toList();
    }

    /** The sum, or extreme, of what the devices along an axis have; truth values are compared as numbers. */
    Atom combined(Atom a, Prim by, String axis) {
        done.add(new Move(by.text(), axis, a.type().toString()));
        Atom given = a.dtype() == DType.BOOL ? b.convert(a, DType.I32) : a;
        Var all = b.emit(by, new Params.Name(axis), given);
        return a.dtype() == DType.BOOL ? b.convert(all, DType.BOOL) : all;
    }

    /** The block of an array that lies otherwise: axes of the mesh that no longer divide it are gathered, the fastest first, and others divide it then. */
    Atom move(Atom a, List<List<String>> from, List<List<String>> to) {
        Atom x = a;
        var gathered = new ArrayList<String>();
        for (int k = 0; k < from.size(); k++) {
            for (int i = from.get(k).size() - 1; i >= same(from.get(k), to.get(k)); i--) {
                String axis = from.get(k).get(i);
                gathered.add(axis);
                done.add(new Move(Spread.uses(to, axis) ? "all_to_all" : "all_gather", axis, x.type().toString()));
                x = gathered(x, axis, k);
            }
        }
        for (int k = 0; k < to.size(); k++) {
            for (String axis : to.get(k).subList(same(from.get(k), to.get(k)), to.get(k).size())) {
                if (!gathered.contains(axis)) {
                    scattered(axis);
                }
                x = own(x, axis, k);
            }
        }
        return x;
    }

    /** A sum over an axis of which each device takes a part is one collective. */
    private void scattered(String axis) {
        int last = done.size() - 1;
        Move sum = last < 0 ? null : done.get(last);
        if (sum != null && sum.what.equals("psum") && sum.axis.equals(axis) && endsWith(axis)) {
            done.set(last, new Move("psum_scatter", axis, sum.type));
        }
    }

    private boolean endsWith(String axis) {
        List<Eqn> eqns = b.eqns();
        Eqn e = eqns.get(eqns.size() - 1);
        return e.prim() == Prim.PSUM && ((Params.Name) e.params()).name().equals(axis);
    }

    private static int same(List<String> x, List<String> y) {
        int n = 0;
        while (n < Math.min(x.size(), y.size()) && x.get(n).equals(y.get(n))) {
            n++;
        }
        return n;
    }

    /** The blocks of the devices along an axis of the mesh, one behind the other along axis {@code k}. */
    private Atom gathered(Atom a, String axis, int k) {
        List<Long> block = a.type().dims().stream().map(Dim::add).toList();
        var all = new ArrayList<>(block);
        all.add(0, (long) mesh.size(axis));
        Atom lanes = reshaped(b.emit(Prim.ALL_GATHER, new Params.Name(axis), a), all);
        var order = new ArrayList<>(IntStream.rangeClosed(1, block.size()).boxed().toList());
        order.add(k, 0);
        var merged = new ArrayList<>(block);
        merged.set(k, block.get(k) * mesh.size(axis));
        return reshaped(transposed(lanes, order), merged);
    }

    /** This device's part along axis {@code k}. */
    private Atom own(Atom a, String axis, int k) {
        var apart = new ArrayList<>(a.type().dims().stream().map(Dim::add).toList());
        int n = mesh.size(axis);
        apart.set(k, apart.get(k) / n);
        apart.add(k, (long) n);
        var order = new ArrayList<>(IntStream.range(0, apart.size()).boxed().toList());
        order.remove(k);
        order.add(0, k);
        Atom parts = transposed(reshaped(a, apart), order);
        return b.index(parts, Params.Access.PROMISED, List.of(b.emitAll(Prim.AXIS_INDEX, new Params.Name(axis), Collections.emptyList()).get(0)));
    }

    private Atom transposed(Atom a, List<Integer> order) {
        return IntStream.range(0, order.size()).allMatch(k -> order.get(k) == k) ? a : b.emit(Prim.TRANSPOSE, new Params.Axes(order), a);
    }

    private Atom reshaped(Atom a, List<Long> lengths) {
        var in = new ArrayList<Atom>(List.of(a));
        lengths.forEach(n -> in.add(Lit.i32(n.intValue())));
        return b.emitAll(Prim.RESHAPE, new Params.Shape(a.dtype(), lengths.stream().map(Dim::of).toList()), in).get(0);
    }
}
