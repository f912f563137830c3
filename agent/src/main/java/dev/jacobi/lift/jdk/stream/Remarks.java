package dev.jacobi.lift.jdk.stream;

/** What streams here tell of themselves where they are lifted. */
final class Remarks {
    private Remarks() {
    }

    /** The result depends on how threads divide the stream: it is not lifted. */
    static native void dividedByThreads();

    /** Nobody knows how long the array is that objects are to be put into: it is not lifted. */
    static native void withoutSize();

    /** How many threads the JDK divides a stream for. */
    static native int threads();

    /** The number, of which derivatives do not depend. */
    static double withoutDerivative(double v) {
        return v;
    }
}
