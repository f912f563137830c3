package dev.jacobi.llvm.jit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import java.util.Collections;

/** One LLVM for all tests of a JVM, and short names. */
final class Shared {
    static final Llvm LLVM = Llvm.open(Natives.inUserCache(), 2);

    private Shared() {
    }

    static Type scalar(DType t) {
        return new Type(t, java.util.List.of());
    }

    static Type array(DType t, int rank) {
        return new Type(t, Collections.nCopies(rank, Dim.UNKNOWN));
    }

    static Throwable[] failures(NativeCode code) {
        var f = new Throwable[code.failures()];
        for (int i = 0; i < f.length; i++) {
            f[i] = new Failed(i);
        }
        return f;
    }

    /** Thrown by a stub for check {@code which}. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int which;

        Failed(int which) {
            super("check " + which, null, false, false);
            this.which = which;
        }
    }
}
