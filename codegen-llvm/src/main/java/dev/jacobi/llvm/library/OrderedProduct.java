package dev.jacobi.llvm.library;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Var;
import dev.jacobi.vectorize.contract.OrderedProducts;
import java.util.ArrayList;
import java.util.List;

/** Products of matrices whose sums keep their order, by the routine in {@code ordered.ll}; {@code fused}: what is added to a sum need not be rounded before. */
public record OrderedProduct(boolean fused) implements OrderedProducts {
    /** Which of the words says how many elements lie between the rows of the product. */
    public static final int PITCH = 10;

    @Override
    public Var append(Builder b, Operand x, Operand y, Var start, boolean fresh, Atom m, Atom n, Atom k) {
        Atom rows = wide(b, m);
        Atom columns = wide(b, n);
        Atom terms = wide(b, k);
        var words = new ArrayList<Atom>(List.of(rows, columns, terms, flag(x.transposed()), wide(b, x.step()), flag(y.transposed()), wide(b, y.step())));
        words.addAll(List.of(Lit.i64(0), flag(!fresh), flag(fused), columns));
        Var shape = b.full(Lit.i64(0), List.of(Dim.of(words.size())), List.of(Lit.i64(words.size())));
        for (int i = 0; i < words.size(); i++) {
            shape = b.update(shape, Params.Access.PROMISED, List.of(Lit.i64(i)), words.get(i));
        }
        return (start.dtype() == DType.F32 ? LibraryRoutine.ORDERED_F32 : LibraryRoutine.ORDERED_F64).call(b, List.of(start, x.matrix(), y.matrix(), shape)).get(0);
    }

    private static Atom flag(boolean set) {
        return Lit.i64(set ? 1 : 0);
    }

    private static Atom wide(Builder b, Atom n) {
        return n instanceof Lit l ? Lit.i64(l.asLong()) : n.dtype() == DType.I64 ? n : b.convert(n, DType.I64);
    }
}
