package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.llvm.lower.Rebuild;
import java.util.function.Function;

/** Passes over loops outside of others, before array primitives become loops: what is not taken stays as it is, and a program is right without them. */
final class OutermostLoops {
    private OutermostLoops() {
    }

    /** {@code rule} appends what stands for a loop to the builder and gives what stands for its results; null: it stays. */
    static FunctionPass pass(String name, Function<Builder, Rebuild.Rule> rule) {
        return PassBuilder.named(name).keeps(Property.EXACT_CHECKS, Property.DIFFERENTIABLE).mayBeLeftOut()
            .each(f -> Rebuild.outermost(f, e -> !Regions.of(e).isEmpty() && e.prim() != Prim.COND, rule));
    }
}
