package dev.jacobi.site;

/** When a compilation that came too early is tried again: at the next call, then after 2, 6, 14, ... calls. */
final class Retries {
    private static final int MOST_DOUBLINGS = 20;
    private int tries;
    private long skip;

    /** It came too early. Where calls are not seen there is nothing to count: whoever chooses the method again waits himself. */
    synchronized void later(boolean callsAreSeen) {
        tries = Math.min(tries + 1, MOST_DOUBLINGS);
        skip = callsAreSeen ? (1L << tries) - 2 : 0;
    }

    /** Counts a call, and says whether it may ask for code. */
    synchronized boolean isDue() {
        if (skip > 0) {
            skip--;
            return false;
        }
        return true;
    }
}
