package dev.jacobi.llvm.plan;

import static dev.jacobi.llvm.text.Value.VARYING;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Prim;
import java.util.List;

/** How an elementwise integer operation changes the step from lane to lane. */
public final class Strides {
    private Strides() {
    }

    /** Whether a result of this type can have a stride from lane to lane that is not 0 and known. */
    public static boolean isOf(DType out) {
        return out == DType.I32 || out == DType.I64;
    }

    /**
     * The stride of a result; {@code constants} holds the values of operands that are literals, else null. Zero when all operands are
     * uniform; {@link dev.jacobi.llvm.text.Value#VARYING} when the result is not affine in the lane.
     */
    public static long of(Prim p, List<Long> strides, List<Long> constants, DType out) {
        if (strides.stream().allMatch(s -> s == 0)) {
            return 0;
        }
        if (strides.contains(VARYING) || !isOf(out)) {
            return VARYING;
        }
        long a = strides.get(0);
        if (strides.size() == 1) {
            return p == Prim.NEG ? -a : p == Prim.CONVERT ? a : VARYING;
        }
        if (strides.size() != 2) {
            return VARYING;
        }
        long b = strides.get(1);
        Long ca = constants.get(0);
        Long cb = constants.get(1);
        return p == Prim.ADD ? a + b
            : p == Prim.SUB ? a - b
            : p == Prim.MUL && cb != null ? small(a, cb)
            : p == Prim.MUL && ca != null ? small(b, ca)
            : p == Prim.SHL && cb != null && cb >= 0 && cb < 16 ? small(a, 1L << cb)
            : VARYING;
    }

    private static long small(long stride, long factor) {
        return Math.abs(factor) <= 1 << 16 && Math.abs(stride) <= 1 << 16 ? stride * factor : VARYING;
    }
}
