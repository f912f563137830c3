package dev.jacobi.spi;

import dev.jacobi.ir.Func;
import java.nio.ByteBuffer;

/** Memory outside of the Java heap, and code that works on it: what arrays ask the engine for. May be used by many threads. */
public interface ArrayEngine {
    /** Memory of undefined contents, aligned to 64 bytes; it counts for the limit that the option {@code memory} sets. 0 when there is no more. */
    long allocate(long bytes);

    /** Gives back what {@link #allocate} or a program's result gave. */
    void free(long address);

    /** Memory as a buffer in the machine's order of bytes. */
    ByteBuffer view(long address, int bytes);

    /** Where a direct buffer begins. */
    long address(ByteBuffer direct);

    /** Code of a program; {@code name} is for dumps. {@code quickly}: the first call takes small arrays, so that it is worth more to have the code soon than to have the best. */
    Code compile(String name, Func program, boolean quickly);

    /** The devices of a plugin, which is loaded when they are asked for. */
    MeshDevices devices();

    /** Bytes that all programs and arrays may have at once. */
    long memoryLimit();

    /** A check of a program fails: lengths that have to be equal are not, say. */
    final class CheckFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** {@code why} is the check's code and its place. */
        public CheckFailed(String why) {
            super(why, null, false, false);
        }
    }

    /** Compiled code that takes and gives arrays outside of the heap. */
    interface Code {
        /**
         * Runs it. Both are addresses of 8-byte words: a scalar takes one (its bits in the low bytes), an array the address of its elements and one for each extent. Arrays among the results are new
         * blocks, which belong to the caller.
         *
         * @throws CheckFailed when a check of the program fails; then there are no results
         */
        void call(long args, long results);
    }
}
