package dev.jacobi.ptx.run;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Params;
import dev.jacobi.ptx.device.Product;
import java.util.List;

/** A product of matrices by its operands' axes as one by addresses and steps. */
final class MatrixProduct {
    private MatrixProduct() {
    }

    /** For one contracted axis, one free axis of each operand and at most one batch axis. */
    static Product of(DType type, Placed a, Placed b, Placed out, Params.Dot dot) {
        int batchA = first(dot.batchA());
        int batchB = first(dot.batchB());
        int inA = first(dot.contractA());
        int inB = first(dot.contractB());
        int rows = first(dot.freeA(a.dims().length));
        int columns = first(dot.freeB(b.dims().length));
        return new Product(type, batchA < 0 ? 1 : a.dims()[batchA], a.dims()[rows], b.dims()[columns], a.dims()[inA],
            new Product.Side(a.address(), step(a, batchA), step(a, rows), step(a, inA)), new Product.Side(b.address(), step(b, batchB), step(b, inB), step(b, columns)), out.address());
    }

    private static int first(List<Integer> axes) {
        return axes.isEmpty() ? -1 : axes.get(0);
    }

    /** Elements from one index of an axis to the next; 0 for no axis. */
    private static long step(Placed p, int axis) {
        long step = axis < 0 ? 0 : 1;
        for (int d = axis + 1; axis >= 0 && d < p.dims().length; d++) {
            step *= p.dims()[d];
        }
        return step;
    }
}
