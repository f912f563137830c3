package dev.jacobi.pjrt.hlo.lanes;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.pjrt.hlo.text.ElementwiseOps;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.List;

/** Elementwise primitives on values: constants are computed, integers stay affine in the lanes where they can, and others are operations over the lanes that any operand differs along. */
public final class Elementwise {
    private final LaneTensors l;
    private final Ops o;
    private final ElementwiseOps arithmetic;
    private final AffineIntegers affines;

    /** Writes by these operations. */
    public Elementwise(LaneTensors l) {
        this.l = l;
        o = l.o;
        arithmetic = l.arithmetic;
        affines = new AffineIntegers(l);
    }

    /** XLA takes x + 0 for x, but -0 + 0 is 0; that costs a pass over arrays, which sums in any order do without. */
    private LaneValue plusZero(LaneValue x) {
        Tensor t = l.tensor(x);
        Tensor zero = o.like(t, 0);
        return LaneValue.of(o.select(o.compare("EQ", t, zero), zero, t), x.lanes);
    }

    /** The result of the primitive, whose type is {@code to}. */
    public LaneValue emit(Prim p, Params params, List<LaneValue> in, DType to) {
        if (in.stream().allMatch(v -> v.lit != null)) {
            Lit r = Eval.fold(p, params, in.stream().map(v -> v.lit).toList());
            if (r != null) {
                return LaneValue.of(r, in.stream().filter(v -> !v.isScalar()).findFirst().map(v -> v.dims).orElse(new int[0]));
            }
        }
        LaneValue known = affines.emit(p, in, to);
        if (known != null) {
            return known;
        }
        List<Integer> lanes = LaneTensors.union(in);
        if (p == Prim.SELECT) {
            return l.select(in.get(0), in.get(1), in.get(2));
        }
        if (p == Prim.ADD && to.isFloat() && in.stream().anyMatch(v -> v.lit != null && v.lit.bits() == 0)) {
            LaneValue x = in.get(0).lit != null ? in.get(1) : in.get(0);
            if (l.zerosAlike) {
                return x;
            }
            LaneValue sum = plusZero(x);
            l.products.same(x, sum);
            return sum;
        }
        List<Tensor> t = l.together(in, lanes);
        Tensor r = switch (p.group()) {
            case UNARY, BINARY, COMPARE, TERNARY -> arithmetic.apply(p, t.toArray(new Tensor[0]));
            case CONVERSION -> p == Prim.CONVERT ? arithmetic.convert(t.get(0), to) : arithmetic.bitcast(t.get(0), to);
            case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> throw new IllegalArgumentException(p.text() + " is not elementwise");
        };
        LaneTable table = to == DType.I32 && !lanes.isEmpty() ? LaneTable.of(p, params, in, l) : null;
        LaneValue v = LaneValue.of(r, lanes);
        l.products.note(p, in, v);
        long[] range = lanes.isEmpty() && v.isScalar() && to.isInt() ? affines.range(p, in) : null;
        if (range != null) {
            l.within(v, range[0], range[1]);
        }
        return table == null ? v : v.known(table);
    }
}
