package dev.jacobi.bench.peers;

import dev.jacobi.Fn;
import dev.jacobi.Jacobi;
import java.util.function.Supplier;

/**
 * One way in which the work of a row is done.
 *
 * @param kind which
 * @param make makes it ready, compiled where it is compiled when called first, and gives what runs it once
 */
record PeerForm(Kind kind, Supplier<Call> make) {
    /**
     * What runs the work.
     *
     * @param compiled the function that is compiled; null for plain Java
     * @param run runs it once and returns its result
     */
    record Call(Fn compiled, Supplier<Object> run) {
        /** How many calls ran as plain Java after all. */
        long fallbacks() {
            return compiled == null ? 0 : Jacobi.cacheInfo(compiled).fallbacks();
        }
    }

    /** The columns of the table. */
    enum Kind {
        JAVA("Java"), STREAMS("streams"), LOOPS_STRICT("loops, strict"), LOOPS_FAST("loops, fast"), ARRAYS_STRICT("NDArray, strict"), ARRAYS_FAST("NDArray, fast"), JAX("JAX");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        boolean compiled() {
            return this == LOOPS_STRICT || this == LOOPS_FAST || this == ARRAYS_STRICT || this == ARRAYS_FAST;
        }

        boolean fast() {
            return this == LOOPS_FAST || this == ARRAYS_FAST;
        }
    }
}
