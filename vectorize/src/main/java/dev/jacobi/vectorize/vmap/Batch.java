package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * vmap: a function of one example becomes a function of a batch of them. The default form is one {@code map} around the whole
 * scalar program: a lane takes its part of the batched inputs and runs the original equations with its own loops and branches, so that a
 * lane's early exit or NaN is its own. What does not depend on the batched inputs runs once, in front ({@link BatchShared}). Functions with collectives go to {@link BatchCollectives}, which splits the map around them.
 */
public final class Batch {
    private Batch() {
    }

    /** The name of the function that {@link #of} adds. */
    public static String name(String entry) {
        return "vmap(" + entry + ")";
    }

    /** {@link #of} as a pass. */
    public static Pass pass(String entry, List<Integer> inAxes, List<Integer> outAxes, String axisName) {
        return passOn(null, entry, inAxes, outAxes, axisName);
    }

    /** {@link #of} as a pass, for lanes that are the devices along an axis of this mesh: what collectives combine is said to lie on them. */
    public static Pass passOn(Params.Layout mesh, String entry, List<Integer> inAxes, List<Integer> outAxes, String axisName) {
        return PassBuilder.named("vmap").keeps(Property.DIFFERENTIABLE).all(m -> of(m, entry, inAxes, outAxes, axisName, mesh));
    }

    /**
     * The module with {@code vmap(ENTRY)} added.
     *
     * @param inAxes the batched axis of each input in its new type, -1 for an input that all lanes share; one at least is batched
     * @param outAxes where the batch axis stands in each result
     * @param axisName what collectives call the batch axis; null or empty when it has no name
     * @throws IllegalArgumentException with a sentence when the axes do not fit the function
     */
    public static Module of(Module m, String entry, List<Integer> inAxes, List<Integer> outAxes, String axisName) {
        return of(m, entry, inAxes, outAxes, axisName, null);
    }

    private static Module of(Module m, String entry, List<Integer> inAxes, List<Integer> outAxes, String axisName, Params.Layout mesh) {
        Func f = m.get(entry);
        if (f == null) {
            throw new IllegalArgumentException("the module has no function " + entry);
        }
        validate(entry, f, inAxes, outAxes);
        var funcs = new LinkedHashMap<>(m.funcs());
        funcs.put(name(entry), BatchCollectives.in(m, f) ? BatchCollectives.split(m, f, inAxes, outAxes, axisName, mesh) : around(m, f, inAxes, outAxes));
        return new Module(funcs);
    }

    /** For each result whether it may differ from lane to lane. */
    public static List<Boolean> varies(Module m, String entry, List<Integer> inAxes, String axisName) {
        Func f = BatchCollectives.in(m, m.get(entry)) ? BatchCollectives.prepared(m, m.get(entry)) : m.get(entry);
        var varying = BatchVarying.of(f, inAxes, axisName);
        return f.out().stream().map(varying.marks::contains).toList();
    }

    private static void validate(String entry, Func f, List<Integer> inAxes, List<Integer> outAxes) {
        need(inAxes.size() == f.in().size(), entry + " takes " + f.in().size() + " inputs, and " + inAxes.size() + " axes are given for them");
        need(outAxes.size() == f.out().size(), entry + " has " + f.out().size() + " results, and " + outAxes.size() + " axes are given for them");
        need(inAxes.stream().anyMatch(a -> a >= 0), "no input of " + entry + " is batched");
        for (int k = 0; k < inAxes.size(); k++) {
            int rank = f.in().get(k).type().rank();
            need(inAxes.get(k) <= rank, "input " + k + " of " + entry + " has " + (rank + 1) + " axes when batched, so there is no axis " + inAxes.get(k));
        }
        for (int k = 0; k < outAxes.size(); k++) {
            int rank = f.out().get(k).type().rank();
            need(outAxes.get(k) >= 0 && outAxes.get(k) <= rank,
                "result " + k + " of " + entry + " has " + (rank + 1) + " axes when batched, so there is no axis " + outAxes.get(k));
        }
    }

    private static void need(boolean ok, String why) {
        if (!ok) {
            throw new IllegalArgumentException(why);
        }
    }

    private static Func around(Module m, Func f, List<Integer> inAxes, List<Integer> outAxes) {
        var parts = BatchShared.ofLanes(m, f, inAxes.stream().map(a -> a >= 0).toList());
        Func lane = parts.lane();
        var axes = new ArrayList<>(inAxes);
        axes.addAll(Collections.nCopies(lane.in().size() - f.in().size(), -1));
        var all = new ArrayList<>(parts.shared());
        all.addAll(lane.body());
        Func whole = new Func(lane.in(), all, lane.out());
        // The first copy of the body is the original; a second one may be needed to learn extents.
        var second = new Rewrite(Regions.firstFreeId(whole));
        List<Var> copied = IntStream.range(0, axes.size()).mapToObj(k -> axes.get(k) < 0 ? lane.in().get(k) : second.rename(lane.in().get(k))).toList();
        List<Eqn> copiedBody = second.body(lane.body());
        Func copy = new Func(copied, copiedBody, second.atoms(lane.out()));
        var b = new Builder(second.nextId());
        var inputs = Inputs.of(b, whole, axes);
        parts.shared().forEach(e -> b.append(inputs.inFront(e, f)));
        List<Var> results = lanes(b, lane, copy, inputs);
        var out = new ArrayList<Atom>();
        for (int k = 0; k < results.size(); k++) {
            out.add(moveAxis(b, results.get(k), 0, outAxes.get(k)));
        }
        return b.build(inputs.vars.subList(0, f.in().size()), out);
    }

    /**
     * One map over the lanes of a function whose ids are free in the builder; the results along a new first axis. {@code copy} is the function once
     * more, with other ids for what is not shared.
     */
    static List<Var> lanes(Builder b, Func f, Func copy, Inputs inputs) {
        var extents = new BatchExtents(b, f, inputs, copy);
        var dests = new ArrayList<Atom>();
        for (Atom out : f.out()) {
            if (!out.type().isScalar()) {
                dests.add(destination(b, inputs, out, extents.of(out)));
            }
        }
        Var i = b.fresh(Type.I32);
        b.open();
        inputs.take(b, i, f);
        f.body().forEach(b::append);
        var params = new ArrayList<Var>(List.of(i));
        var arrays = new ArrayList<Atom>();
        var scalars = new ArrayList<Atom>();
        for (Atom out : f.out()) {
            if (out.type().isScalar()) {
                scalars.add(out);
            } else {
                Var dest = b.fresh(dests.get(arrays.size()).type());
                params.add(dest);
                arrays.add(RowCopies.write(b, dest, List.of(i), out));
            }
        }
        var yields = new ArrayList<Atom>(arrays);
        yields.addAll(scalars);
        Region body = b.close(params, yields);
        List<Var> results = b.loop(Prim.MAP, inputs.extent, body, inputs.count, dests);
        int array = 0;
        int scalar = arrays.size();
        var out = new ArrayList<Var>();
        for (Atom o : f.out()) {
            out.add(results.get(o.type().isScalar() ? scalar++ : array++));
        }
        return out;
    }

    /** Zeros with the lanes' results' extents behind the batch axis. */
    static Var destination(Builder b, Inputs inputs, Atom row, List<Atom> extents) {
        var dims = new ArrayList<Dim>(List.of(inputs.extent));
        var operands = new ArrayList<Atom>(List.of(inputs.count));
        for (int d = 0; d < extents.size(); d++) {
            dims.add(extents.get(d) instanceof Lit l ? Dim.of(l.asLong()) : row.type().dims().get(d));
            operands.add(extents.get(d));
        }
        return b.full(Lit.zero(row.dtype()), dims, operands);
    }

    /** The array with one axis moved to another place. */
    static Var moveAxis(Builder b, Var a, int from, int to) {
        if (from == to) {
            return a;
        }
        var order = new ArrayList<>(IntStream.range(0, a.type().rank()).boxed().toList());
        order.add(to, order.remove(from));
        return b.emit(Prim.TRANSPOSE, new Params.Axes(order), a);
    }

    /** The inputs of the new function, the number of lanes, and what a lane sees of them. */
    static final class Inputs {
        /** In the order of the original's inputs. */
        final List<Var> vars;
        /** Per input with the batch axis in front; null when it is not batched. */
        final List<Var> batched;
        final Atom count;
        final Dim extent;
        /** Extents of the original's inputs, by the input's number and the axis, as far as something has asked for them. */
        final Map<List<Integer>, Atom> extents = new HashMap<>();

        Inputs(List<Var> vars, List<Var> batched, Atom count, Dim extent) {
            this.vars = vars;
            this.batched = batched;
            this.count = count;
            this.extent = extent;
        }

        /** New inputs of the builder's function, whose batch sizes are checked to be equal. */
        static Inputs of(Builder b, Func f, List<Integer> inAxes) {
            var vars = new ArrayList<Var>();
            var batched = new ArrayList<Var>();
            Set<String> used = symbols(f);
            Atom n = null;
            Dim size = null;
            for (int k = 0; k < inAxes.size(); k++) {
                Var v = f.in().get(k);
                if (inAxes.get(k) < 0) {
                    vars.add(v);
                    continue;
                }
                var dims = new ArrayList<>(v.type().dims());
                Dim d = Dim.sym(unused(used));
                size = size == null ? d : size;
                dims.add(inAxes.get(k), d);
                vars.add(b.fresh(new Type(v.dtype(), dims)));
            }
            for (int k = 0; k < inAxes.size(); k++) {
                if (inAxes.get(k) < 0) {
                    batched.add(null);
                    continue;
                }
                Var m = b.dim(vars.get(k), inAxes.get(k));
                if (n == null) {
                    n = m;
                } else {
                    b.check(b.emit(Prim.EQ, n, m), Params.Code.SHAPE, "");
                }
                batched.add(moveAxis(b, vars.get(k), inAxes.get(k), 0));
            }
            return new Inputs(vars, batched, n, size);
        }

        /** An equation in front of the lanes, where the extent of a batched input is one of the batch. */
        private Eqn inFront(Eqn e, Func f) {
            int k = e.prim() == Prim.DIM ? f.in().indexOf(e.in().get(0)) : -1;
            if (k < 0) {
                return e;
            }
            int axis = ((Params.Axis) e.params()).axis();
            extents.putIfAbsent(List.of(k, axis), e.result());
            return batched.get(k) == null ? e : new Eqn(Prim.DIM, List.of(batched.get(k)), new Params.Axis(axis + 1, false), e.out());
        }

        /** Lets the original's inputs be defined inside a lane. A row that the lane writes to becomes its own copy, element by element. */
        void take(Builder b, Atom lane, Func f) {
            Set<Integer> written = RowCopies.written(f.body());
            for (int k = 0; k < batched.size(); k++) {
                Var v = f.in().get(k);
                if (batched.get(k) == null) {
                    continue;
                }
                if (!v.type().isScalar() && written.contains(v.id())) {
                    RowCopies.copy(b, batched.get(k), lane, v);
                } else {
                    b.append(new Eqn(Prim.INDEX, List.of(batched.get(k), lane), Params.Access.PROMISED, List.of(v)));
                }
            }
        }

        private static String unused(Set<String> used) {
            for (int k = 0;; k++) {
                String s = k == 0 ? "b" : "b" + k;
                if (used.add(s)) {
                    return s;
                }
            }
        }

        private static Set<String> symbols(Func f) {
            var used = new HashSet<String>();
            Regions.variables(f).values().forEach(v -> v.type().dims().forEach(d -> used.add(d.sym())));
            return used;
        }
    }
}
