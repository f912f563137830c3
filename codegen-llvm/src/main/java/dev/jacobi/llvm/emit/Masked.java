package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Region;
import dev.jacobi.llvm.emit.Value.Val;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Control flow whose condition differs between lanes. */
final class Masked {
    private final Gen g;

    Masked(Gen g) {
        this.g = g;
    }

    void under(Val cond, Runnable code) {
        throw new IllegalStateException();
    }

    void cond(Eqn e, Val s, List<Region> regions) {
        throw new IllegalStateException();
    }

    void forLoop(Eqn e, Val n, Region body) {
        throw new IllegalStateException();
    }

    void whileLoop(Eqn e, Params.While w) {
        throw new IllegalStateException();
    }

    void iterate(Eqn e, Val n, Consumer<Val> body) {
        throw new IllegalStateException();
    }

    List<Val> folding(Val n, List<Val> init, BiFunction<Val, List<Val>, List<Val>> step) {
        throw new IllegalStateException();
    }
}
