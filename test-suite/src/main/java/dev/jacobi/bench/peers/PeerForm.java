package dev.jacobi.bench.peers;

import java.util.function.Supplier;

/**
 * One way in which the work of a row is done.
 *
 * @param kind which
 * @param make makes it ready, compiled where it is compiled when called first, and gives what runs it once and returns its result
 */
record PeerForm(Kind kind, Supplier<Supplier<Object>> make) {
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
