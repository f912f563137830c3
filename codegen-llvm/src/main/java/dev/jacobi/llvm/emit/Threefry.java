package dev.jacobi.llvm.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.llvm.text.Value.Val;

/** threefry2x32 of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), 20 rounds, on scalars. */
final class Threefry {
    private static final int[][] ROTATIONS = {{13, 15, 26, 6}, {17, 29, 16, 24}};
    private final EquationEmitter g;

    Threefry(EquationEmitter g) {
        this.g = g;
    }

    void emit(Eqn e) {
        Val k0 = g.val(e.in().get(0));
        Val k1 = g.val(e.in().get(1));
        Val[] ks = {k0, k1, op(Prim.XOR, op(Prim.XOR, k0, k1), i32(0x1BD11BDA))};
        Val x0 = op(Prim.ADD, g.val(e.in().get(2)), k0);
        Val x1 = op(Prim.ADD, g.val(e.in().get(3)), k1);
        for (int group = 1; group <= 5; group++) {
            for (int r : ROTATIONS[(group - 1) % 2]) {
                x0 = op(Prim.ADD, x0, x1);
                Val turned = op(Prim.OR, op(Prim.SHL, x1, i32(r)), op(Prim.USHR, x1, i32(32 - r)));
                x1 = op(Prim.XOR, turned, x0);
            }
            x0 = op(Prim.ADD, x0, ks[group % 3]);
            x1 = op(Prim.ADD, op(Prim.ADD, x1, ks[(group + 1) % 3]), i32(group));
        }
        g.set(e.out().get(0), x0);
        g.set(e.out().get(1), x1);
    }

    private Val i32(int v) {
        return g.val(Lit.i32(v));
    }

    private Val op(Prim p, Val a, Val b) {
        return g.op(p, DType.I32, a, b);
    }
}
