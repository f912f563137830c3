package dev.jacobi.stub;

/** Decides call by call which of two pieces of code runs, and is told how long they take; called by the code that {@link TimedCall} generates. */
public interface Sampler {
    /** Who runs a call of this size: true for the second piece of code, or for the timed call that follows. */
    default boolean poll(long elements, long scalar) {
        return poll(elements, scalar, 0);
    }

    /** The same for a call with objects; {@code kind} stands for their classes. */
    boolean poll(long elements, long scalar, int kind);

    /**
     * Asked before a timed call of code that cannot be measured by calls of the program itself: whether {@link #tried} is to be told the time of a call
     * that nobody sees the result of.
     */
    default boolean trying() {
        return false;
    }

    /** How long that call took; negative when it had no result. */
    default void tried(long nanos) {
    }

    /** A timed call starts; true for the second piece. */
    boolean begin();

    /** A timed call has ended. */
    void end(long nanos);

    /** A timed call has thrown; the exception to throw. */
    Throwable failed(Throwable e);
}
