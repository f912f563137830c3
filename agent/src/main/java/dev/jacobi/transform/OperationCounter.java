package dev.jacobi.transform;

import dev.jacobi.NDArray;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.spi.EngineProgram;
import java.lang.reflect.Array;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts the floating-point operations and the bytes of elements read and written in a run of a program, as far as the lengths of arrays tell: of a branch
 * the dearer side, of a loop whose trips depend on the data one trip, of a recursion one level.
 */
final class OperationCounter {
    private final Module module;
    private final Map<String, Long> symbols = new HashMap<>();
    private final Map<Integer, Long> ints = new HashMap<>();
    private final Set<String> active = new HashSet<>();

    private OperationCounter(Module module) {
        this.module = module;
    }

    /** The count of a program for its leaves. */
    static EngineProgram.Count count(Func f, Module m, Object[] leaves) {
        var c = new OperationCounter(m);
        for (int i = 0; i < leaves.length && i < f.in().size(); i++) {
            Var v = f.in().get(i);
            Object a = leaves[i];
            for (int k = 0; k < v.type().rank(); k++) {
                long n = a instanceof NDArray x ? x.shape(k) : Array.getLength(a);
                Dim d = v.type().dims().get(k);
                if (!d.isConst() && !d.isUnknown()) {
                    c.symbols.put(d.sym(), (n - d.add()) / d.mul());
                }
                a = n > 0 && k + 1 < v.type().rank() && !(a instanceof NDArray) ? Array.get(a, 0) : a;
            }
            if (v.type().isScalar() && leaves[i] instanceof Integer n) {
                c.ints.put(v.id(), (long) n);
            }
        }
        double[] sum = c.body(f.body());
        return new EngineProgram.Count(sum[0], sum[1]);
    }

    private double[] body(List<Eqn> body) {
        double[] sum = new double[2];
        for (Eqn e : body) {
            double[] one = eqn(e);
            sum[0] += one[0];
            sum[1] += one[1];
        }
        return sum;
    }

    private double[] eqn(Eqn e) {
        follow(e);
        List<Region> regions = Regions.of(e);
        if (e.params() instanceof Params.Branches) {
            double[] most = new double[2];
            for (Region r : regions) {
                double[] one = body(r.body());
                most[0] = Math.max(most[0], one[0]);
                most[1] = Math.max(most[1], one[1]);
            }
            return most;
        }
        if (!regions.isEmpty()) {
            double trips = e.params() instanceof Params.While ? 1 : Math.max(0, value(e.in().get(0), 1));
            double[] sum = new double[2];
            for (Region r : regions) {
                double[] one = body(r.body());
                sum[0] += trips * one[0];
                sum[1] += trips * one[1];
            }
            return sum;
        }
        if (e.params() instanceof Params.Call c && module.get(c.name()) != null && active.add(c.name())) {
            double[] sum = body(module.get(c.name()).body());
            active.remove(c.name());
            return sum;
        }
        return switch (e.prim().group()) {
            case UNARY, BINARY, COMPARE, TERNARY -> new double[] {e.in().get(e.in().size() - 1).dtype().isFloat() ? elements(e.out().get(0).type()) : 0, bytes(e)};
            case REDUCTION -> new double[] {elements(e.in().get(0).type()), bytes(e)};
            case LIBRARY -> new double[] {library(e), bytes(e)};
            case ACCESS -> new double[] {0, elements(e.prim() == Prim.UPDATE || e.prim() == Prim.SCATTER ? e.in().get(e.in().size() - 1).type() : e.out().get(0).type())
                * e.in().get(0).dtype().bytes()};
            case STRUCTURAL, CONVERSION -> new double[] {0, e.prim() == Prim.DIM ? 0 : bytes(e)};
            case CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> new double[2];
        };
    }

    private double library(Eqn e) {
        double n = elements(e.out().get(0).type());
        if (e.params() instanceof Params.Dot d) {
            Type a = e.in().get(0).type();
            for (int axis : d.contractA()) {
                n *= 2 * extent(a.dims().get(axis));
            }
        }
        return n;
    }

    /** Bytes of the arrays that an operation on whole arrays reads and writes. */
    private double bytes(Eqn e) {
        double sum = 0;
        for (Atom a : e.in()) {
            sum += a.type().isScalar() ? 0 : elements(a.type()) * a.dtype().bytes();
        }
        for (Var v : e.out()) {
            sum += v.type().isScalar() ? 0 : elements(v.type()) * v.dtype().bytes();
        }
        return sum;
    }

    private double elements(Type t) {
        double n = 1;
        for (Dim d : t.dims()) {
            n *= extent(d);
        }
        return n;
    }

    private double extent(Dim d) {
        return d.isConst() ? d.add() : d.isUnknown() ? 1 : d.mul() * symbols.getOrDefault(d.sym(), 1L) + d.add();
    }

    private double value(Atom a, double unknown) {
        return a instanceof Lit l ? l.asLong() : ints.containsKey(((Var) a).id()) ? ints.get(((Var) a).id()) : unknown;
    }

    /** Follows integers that the lengths determine. */
    private void follow(Eqn e) {
        if (e.prim() == Prim.DIM) {
            Dim d = e.in().get(0).type().dims().get(((Params.Axis) e.params()).axis());
            if (!d.isUnknown()) {
                ints.put(e.out().get(0).id(), (long) extent(d));
            }
        } else if (e.out().size() == 1 && e.out().get(0).type().isScalar() && !e.out().get(0).dtype().isFloat() && !e.in().isEmpty()
            && e.in().stream().allMatch(a -> a instanceof Lit || ints.containsKey(((Var) a).id()))) {
            double x = value(e.in().get(0), 0);
            double y = e.in().size() > 1 ? value(e.in().get(1), 0) : 0;
            Prim p = e.prim();
            if (p == Prim.ADD || p == Prim.SUB || p == Prim.MUL || p == Prim.MIN || p == Prim.MAX || p == Prim.CONVERT) {
                ints.put(e.out().get(0).id(), (long) (p == Prim.ADD ? x + y : p == Prim.SUB ? x - y : p == Prim.MUL ? x * y : p == Prim.MIN ? Math.min(x, y)
                    : p == Prim.MAX ? Math.max(x, y) : x));
            }
        }
    }
}
