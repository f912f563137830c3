package dev.jacobi.lift.jdk.stream;

/** What a parallel stream does in an order that depends on its threads; a call of this is not lifted. */
final class Threads {
    private Threads() {
    }

    static native void divide();
}
