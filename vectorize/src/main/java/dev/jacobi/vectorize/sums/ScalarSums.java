package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.pass.Optimisation;
import java.util.List;

/** Sums of numbers that gradients may add up in any order ({@code acc_add} without an index) are added in the order in which they stand: for programs whose loops stay as they are, which {@link Accumulate} never sees. */
public final class ScalarSums implements Optimisation {
    @Override
    public String name() {
        return "scalar-sums";
    }

    @Override
    public Func run(Func in) {
        return Rewrite.run(in, (e, r) -> {
            if (e.prim() != Prim.ACC_ADD || e.result().isArray()) {
                return false;
            }
            r.replace(e.out(), List.of(r.b.emit(Prim.ADD, r.atom(e.in().get(0)), r.atom(e.written()))));
            return true;
        });
    }
}
