package dev.jacobi.array.control;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Trace;
import dev.jacobi.array.tree.Describe;
import dev.jacobi.array.tree.TreeWalk;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Branches and loops of the program that the current thread makes. Values are trees of arrays; numbers in them become arrays without axes. */
public final class Control {
    private Control() {
    }

    /** Whether Java code is called to make a program, so that tests of array values cannot decide where it goes on. In code that is lifted from bytecode this is the constant false. */
    public static boolean isTracing() {
        return Trace.current() != null;
    }

    /** Whether this is code that is lifted from bytecode: only there it is true. */
    public static boolean isLifted() {
        return false;
    }

    /** Refuses what is no number of a branch. */
    public static void checkBranch(NDArray index) {
        if (index.rank() != 0 || !index.dtype().isInteger()) {
            throw new JacobiException("switchCase: the number of the branch is an array of " + index.dtype() + " of shape " + index.shapeOf() + "; give one integer.");
        }
    }

    /** A tree as arrays of the program. */
    private static List<NDArray> arrays(Object tree) {
        var out = new ArrayList<NDArray>();
        for (Object leaf : TreeWalk.leaves(tree)) {
            out.add(leaf instanceof NDArray x ? x : JavaArrays.of(leaf, JavaArrays.standard(JavaArrays.dtype(leaf.getClass()))));
        }
        return out;
    }

    private static List<Atom> atoms(Trace t, List<NDArray> arrays) {
        var out = new ArrayList<Atom>();
        arrays.forEach(x -> out.addAll(t.atoms(x)));
        return out;
    }

    /** Arrays like these of other atoms. */
    private static List<NDArray> of(Trace t, List<NDArray> like, List<? extends Atom> atoms) {
        var out = new ArrayList<NDArray>();
        int at = 0;
        for (NDArray x : like) {
            int n = x.dtype().isComplex() ? 2 : 1;
            out.add(t.array(x.dtype(), x.isWeak(), atoms.subList(at, at + n)));
            at += n;
        }
        return out;
    }

    /** Java numbers that a loop starts from have the types that its body gives for them, as in JAX. */
    private static List<NDArray> promoted(Trace t, List<NDArray> start, Object init, Function<Object, Object> body) {
        if (start.stream().noneMatch(NDArray::isWeak)) {
            return start;
        }
        Builder b = t.builder();
        b.open();
        List<NDArray> next = arrays(body.apply(TreeWalk.unflatten(init, of(t, start, atoms(t, start).stream().map(a -> b.fresh(a.type())).toList()))));
        b.close();
        var out = new ArrayList<NDArray>();
        for (int k = 0; k < start.size(); k++) {
            NDArray x = start.get(k);
            boolean adapts = k < next.size() && x.isWeak() && next.get(k).dtype() != x.dtype();
            out.add(adapts ? Casts.to(x, next.get(k).dtype(), next.get(k).isWeak()) : x);
        }
        return out;
    }

    /** What one of several branches gives; {@code which} is a bool (false takes the first) or an integer, clamped. */
    public static Object choose(NDArray which, List<Supplier<Object>> branches) {
        Trace t = Trace.current();
        Builder b = t.builder();
        Atom selector = which.dtype() == DType.BOOL ? t.atom(which) : t.atom(Casts.to(which, DType.I32));
        var regions = new ArrayList<Region>();
        Object shape = null;
        List<NDArray> like = null;
        for (Supplier<Object> branch : branches) {
            b.open();
            Object tree = branch.get();
            List<NDArray> out = arrays(tree);
            if (like != null) {
                same(shape, like, tree, out);
            }
            shape = like == null ? tree : shape;
            like = like == null ? out : like;
            regions.add(b.close(List.of(), atoms(t, converted(out, like))));
        }
        return TreeWalk.unflatten(shape, of(t, like, t.emitAll(Prim.COND, new Params.Branches(regions), List.of(selector))));
    }

    private static void same(Object a, List<NDArray> as, Object b, List<NDArray> bs) {
        boolean same = as.size() == bs.size();
        for (int k = 0; same && k < as.size(); k++) {
            same = as.get(k).rank() == bs.get(k).rank() && (as.get(k).dtype() == bs.get(k).dtype() || bs.get(k).isWeak());
        }
        if (!same) {
            throw new JacobiException("Ways through the program give different values: " + Describe.of(a) + " and " + Describe.of(b) + "; make them arrays of the same types and shapes.");
        }
    }

    private static List<NDArray> converted(List<NDArray> out, List<NDArray> like) {
        var all = new ArrayList<NDArray>();
        for (int k = 0; k < out.size(); k++) {
            all.add(Casts.to(out.get(k), like.get(k).dtype()));
        }
        return all;
    }

    /** The carry after the last trip: the body runs as long as the condition holds of it. */
    public static Object whileLoop(Function<Object, NDArray> condition, Function<Object, Object> body, Object init) {
        Trace t = Trace.current();
        Builder b = t.builder();
        List<NDArray> start = promoted(t, arrays(init), init, body);
        List<Atom> first = atoms(t, start);
        List<Var> cp = first.stream().map(a -> b.fresh(a.type())).toList();
        b.open();
        Atom ok = t.atom(Casts.to(condition.apply(TreeWalk.unflatten(init, of(t, start, cp))), DType.BOOL));
        Region c = b.close(cp, List.of(ok));
        List<Var> bp = first.stream().map(a -> b.fresh(a.type())).toList();
        b.open();
        Object next = body.apply(TreeWalk.unflatten(init, of(t, start, bp)));
        List<NDArray> now = arrays(next);
        same(init, start, next, now);
        Region r = b.close(bp, atoms(t, converted(now, start)));
        return TreeWalk.unflatten(init, of(t, start, b.emitAll(Prim.WHILE, new Params.While(c, r), first)));
    }

    /** The carry after so many trips of a body that gets the number of the trip, an i32, and the carry. */
    public static Object forLoop(Atom trips, BiFunction<NDArray, Object, Object> body, Object init) {
        Trace t = Trace.current();
        Builder b = t.builder();
        List<NDArray> start = promoted(t, arrays(init), init, tree -> body.apply(t.array(DType.I32, false, List.of(b.fresh(Type.I32))), tree));
        List<Var> out = b.loop(trips, atoms(t, start), p -> {
            NDArray i = t.array(DType.I32, false, List.of(p.get(0)));
            Object next = body.apply(i, TreeWalk.unflatten(init, of(t, start, p.subList(1, p.size()))));
            List<NDArray> now = arrays(next);
            same(init, start, next, now);
            return atoms(t, converted(now, start));
        });
        return TreeWalk.unflatten(init, of(t, start, out));
    }

    /** A number of the program. */
    public static Atom number(int n) {
        return Lit.i32(n);
    }
}
