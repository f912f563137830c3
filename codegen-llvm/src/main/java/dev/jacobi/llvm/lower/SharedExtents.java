package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Extents of one symbol become one number, taken from an input that has it, and what is computed from extents is computed once. Each operation on arrays asks its operands for their extents, so a
 * program has hundreds of such equations that all mean the same few numbers; loops over one number are also what LLVM needs least time for.
 */
public final class SharedExtents {
    private final Rebuild to;
    private final Map<Dim, Var> extents = new HashMap<>();
    /** What has been computed from extents, in the regions around. */
    private final Map<Key, Var> known = new HashMap<>();
    /** The computations of the region that is being built, in order, behind those of the regions around. */
    private final List<Key> order = new ArrayList<>();

    /** A computation. */
    private record Key(Prim prim, Params params, List<Atom> in) {
    }

    private SharedExtents(Rebuild to, Func f) {
        this.to = to;
        Builder b = to.builder();
        for (Var v : f.in()) {
            for (int k = 0; k < v.type().rank(); k++) {
                Dim d = v.type().dims().get(k);
                if (!d.isConst() && !d.isUnknown() && !extents.containsKey(d)) {
                    Var x = b.dim(v, k);
                    extents.put(d, x);
                    known.put(new Key(Prim.CONVERT, new Params.To(DType.I64), List.of(x)), b.convert(x, DType.I64));
                }
            }
        }
    }

    /** As a pass. */
    public static FunctionPass pass() {
        return PassBuilder.named("shared-extents").keeps(Property.LOWERED).mayBeLeftOut().each(SharedExtents::run);
    }

    static Func run(Func f) {
        return Rebuild.run(f, to -> new SharedExtents(to, f)::eqn);
    }

    private Region region(Region r) {
        int outside = order.size();
        Region done = to.region(r);
        List<Key> inside = order.subList(outside, order.size());
        inside.forEach(known::remove);
        inside.clear();
        return done;
    }

    private List<? extends Atom> eqn(Eqn e) {
        if (e.prim() == Prim.DIM) {
            Var extent = extents.get(e.in().get(0).type().dims().get(((Params.Axis) e.params()).axis()));
            if (extent != null) {
                return List.of(extent);
            }
        }
        if (!isNumber(e)) {
            return to.keep(Regions.of(e).isEmpty() ? e : Regions.map(e, this::region));
        }
        var key = new Key(e.prim(), e.params(), e.in());
        Var same = known.putIfAbsent(key, e.result());
        if (same != null) {
            return List.of(same);
        }
        order.add(key);
        return to.keep(e);
    }

    /** Whether an equation makes one integer, or a truth about integers, of others. */
    private static boolean isNumber(Eqn e) {
        return e.prim() == Prim.DIM || isOfIntegers(e.prim()) && e.out().size() == 1 && isInteger(e.result()) && e.in().stream().allMatch(SharedExtents::isInteger);
    }

    private static boolean isInteger(Atom a) {
        return a.type().isScalar() && !a.dtype().isFloat();
    }

    private static boolean isOfIntegers(Prim p) {
        return switch (p.group()) {
            case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> true;
            case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> false;
        };
    }
}
