package dev.jacobi.llvm.text;

import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import java.util.Collections;
import java.util.List;

/**
 * A function in Java that compiled code calls for an equation. It is told where the operands are, in 8-byte words: of a scalar its bits, of an array the address of its first element,
 * then its extents; behind them the addresses of the arrays that it fills, the results.
 *
 * @param prim {@code debug_callback} or {@code fft}
 * @param operands the types of the operands
 */
public record HostCall(Prim prim, Params params, List<Type> operands) {
    /** The function of a module's stub that gives the table of its functions in Java. */
    public static final String TABLE = "jacobi_own_table";
    /** What has failed where Java has thrown: that is thrown on, so nobody reads it as a check. */
    public static final Params.Check FAILED = new Params.Check(Params.Code.THROW, "a function in Java that compiled code calls");

    public HostCall {
        operands = List.copyOf(operands);
    }

    /** Of an equation for which {@link #is} holds. */
    public static HostCall of(Eqn e) {
        return new HostCall(e.prim(), e.params(), e.in().stream().map(a -> new Type(a.dtype(), Collections.nCopies(a.type().rank(), Dim.UNKNOWN))).toList());
    }

    /** Whether an equation of a lowered program is such a call. */
    public static boolean is(Eqn e) {
        return e.prim() == Prim.DEBUG_CALLBACK || e.prim() == Prim.FFT;
    }

    /** Words of the operands. */
    public int words() {
        return operands.stream().mapToInt(t -> 1 + t.rank()).sum();
    }
}
