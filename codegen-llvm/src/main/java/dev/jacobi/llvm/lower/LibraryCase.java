package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.llvm.host.Platform;
import java.util.List;
import java.util.function.Supplier;

/** Two ways to compute the same: by routines of a native library, and by loops. Which one is taken is decided where the code runs. */
final class LibraryCase {
    private static final boolean PACKED = Platform.find().filter(Platform::isPacked).isPresent();
    private final Builder b;

    private LibraryCase(Builder b) {
        this.b = b;
    }

    static LibraryCase of(Builder b) {
        return new LibraryCase(b);
    }

    /** Whether the library comes with this version for this platform, so that the loops are taken for what is small only. */
    static boolean isUsual() {
        return PACKED;
    }

    /**
     * Emits both ways. The library's is taken when the library is there and {@code large}, a bool, is true; it may call {@link dev.jacobi.llvm.library.LibraryRoutine}s. Both return as many values of
     * the same types.
     */
    List<Atom> when(Atom large, Supplier<List<? extends Atom>> library, Supplier<List<? extends Atom>> loops) {
        Atom there = b.emitAll(Prim.CALL, new Params.Call(External.READY, List.of(Type.BOOL)), List.of()).get(0);
        return List.copyOf(b.cond(b.emit(Prim.AND, large, there), library, loops));
    }
}
