package dev.jacobi;

import java.io.Serializable;

/**
 * A range of positions along an axis, for {@link NDArray#at}, as {@code start:stop:step} is in Python: from {@code start} on, up to and without {@code stop}. Negative positions count from the end, null
 * is open, and what lies outside of the array is left out.
 *
 * <pre>{@code
 * x.get(Slice.of(1, -1));            // x[1:-1]
 * x.get(Slice.ALL, Slice.of(null, null, -1));   // x[:, ::-1]
 * }</pre>
 *
 * @param start the first position, or null for the beginning (the end if {@code step} is negative)
 * @param stop the position behind the last, or null for the end (the beginning if {@code step} is negative)
 * @param step how far one position is from the next; negative for backwards, not 0
 */
public record Slice(Integer start, Integer stop, int step) implements Serializable {
    /** All positions of an axis. */
    public static final Slice ALL = new Slice(null, null, 1);

    /**
     * A range; {@link #of} is shorter.
     *
     * @param start the first position, negative from the end, or null for the beginning
     * @param stop the position behind the last, negative from the end, or null for the end
     * @param step from one position to the next, negative for backwards
     * @throws JacobiException if the step is 0
     */
    public Slice {
        if (step == 0) {
            throw new JacobiException("A slice with the step 0 has no end; give a positive or a negative step.");
        }
    }

    /**
     * The positions from one to another.
     *
     * @param start the first position, negative from the end, or null for the beginning
     * @param stop the position behind the last, negative from the end, or null for the end
     * @return the slice
     */
    public static Slice of(Integer start, Integer stop) {
        return new Slice(start, stop, 1);
    }

    /**
     * Every {@code step}-th position from one to another.
     *
     * @param start the first position, negative from the end, or null for the beginning (the end if {@code step} is negative)
     * @param stop the position behind the last, negative from the end, or null for the end (the beginning if {@code step} is negative)
     * @param step how far one position is from the next; negative for backwards
     * @return the slice
     * @throws JacobiException if the step is 0
     */
    public static Slice of(Integer start, Integer stop, int step) {
        return new Slice(start, stop, step);
    }

    /**
     * All positions from one on.
     *
     * @param start the first position, negative from the end
     * @return the slice
     */
    public static Slice from(int start) {
        return new Slice(start, null, 1);
    }

    /**
     * All positions before one.
     *
     * @param stop the position behind the last, negative from the end
     * @return the slice
     */
    public static Slice to(int stop) {
        return new Slice(null, stop, 1);
    }

    @Override
    public String toString() {
        return (start == null ? "" : start) + ":" + (stop == null ? "" : stop) + (step == 1 ? "" : ":" + step);
    }
}
