package dev.jacobi.array.device;

/**
 * When memory that the collector does not see is worth a collection: when twice as much is in use as after the last one, or little is left. Where nearly all is in use for good, a collection finds
 * nothing: then a sixteenth of the memory has to be asked for until the next.
 */
public final class CollectionThreshold {
    private static final long FIRST = 256L << 20;
    private final long first;
    private final long most;
    private final long step;
    private volatile long threshold;

    /** For memory of this size in bytes. */
    public CollectionThreshold(long all) {
        first = Math.min(FIRST, Math.max(all / 4, 1 << 20));
        most = Math.max(first, all / 4 * 3);
        step = Math.max(all / 16, 1 << 18);
        threshold = first;
    }

    /** Whether so many bytes in use are worth a collection. */
    public boolean isPassed(long used) {
        return used > threshold;
    }

    /** The collector has run, and so many bytes are still in use, with those that are asked for. */
    public void collected(long used) {
        threshold = used > most - step ? used + step : Math.min(most, Math.max(first, 2 * used));
    }
}
