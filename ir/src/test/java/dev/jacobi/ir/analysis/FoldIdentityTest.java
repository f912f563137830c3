package dev.jacobi.ir.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldIdentityTest {
    private static final List<Prim> OPERATORS = List.of(Prim.ADD, Prim.MUL, Prim.MIN, Prim.MAX, Prim.AND, Prim.OR, Prim.XOR);
    private static final double[] REALS = {0.0, -0.0, 1, -2.5, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    private static final long[] INTEGERS = {0, 1, -1, 100, -128, 127};

    @Test
    void neutralLeavesEveryValueAsItIs() {
        for (Prim op : OPERATORS) {
            for (DType t : DType.values()) {
                boolean bits = op == Prim.AND || op == Prim.OR || op == Prim.XOR;
                if (t.isFloat() && !bits) {
                    for (double x : REALS) {
                        leaves(op, Lit.real(t, x));
                    }
                } else if (!t.isFloat() && (bits || t != DType.BOOL)) {
                    for (long x : INTEGERS) {
                        leaves(op, Lit.of(t, x));
                    }
                }
            }
        }
    }

    private static void leaves(Prim op, Lit x) {
        DType t = x.dtype();
        assertEquals(x.bits(), Eval.eval(op, t, t, FoldIdentity.neutral(op, t).bits(), x.bits(), 0), () -> op + " " + x);
    }

    @Test
    void sumOfNothingIsPositiveZero() {
        assertEquals(Lit.f64(0.0), FoldIdentity.ofNothing(Prim.ADD, DType.F64));
        assertEquals(Lit.f64(-0.0), FoldIdentity.neutral(Prim.ADD, DType.F64));
        assertEquals(Lit.f32(Float.NEGATIVE_INFINITY), FoldIdentity.ofNothing(Prim.MAX, DType.F32));
        assertThrows(IllegalArgumentException.class, () -> FoldIdentity.neutral(Prim.SUB, DType.I32));
    }
}
