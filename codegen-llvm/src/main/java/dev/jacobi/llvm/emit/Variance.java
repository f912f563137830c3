package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How each variable varies over the lanes (its stride, 0 when absent) and over the rows of an unroll-and-jam. */
final class Variance {
    final Map<Var, Long> strides = new HashMap<>();
    final Set<Var> jammed = new HashSet<>();

    long stride(Var v) {
        return strides.getOrDefault(v, 0L);
    }

    boolean jammed(Var v) {
        return jammed.contains(v);
    }
}
