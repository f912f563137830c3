package dev.jacobi.ptx.device;

/**
 * Work for a {@link Device}, done in the order it was given. No method but {@link #finish} and {@link #get} waits for the device. Used by one
 * thread at a time. Addresses are the device's; memory that was taken and not freed when the queue is closed is freed then.
 */
public interface Queue extends AutoCloseable {
    /** Memory of this size, aligned to 256 bytes, with unknown contents; an address other than 0 also for no bytes. */
    long alloc(long bytes);

    /** Gives memory back when all that was queued before has been done. */
    void free(long address);

    /** The same as {@link #alloc}, as a piece of its own that {@link #detach} can let outlive the queue. */
    long allocApart(long bytes);

    /** Whether memory of this queue is a piece of its own, which {@link #detach} can take. */
    boolean isApart(long address);

    /**
     * Takes a piece of memory from the queue, which does not free it any more: the caller does so by {@link Device#free}. Everything that was queued for it has been waited for.
     */
    void detach(long address);

    /** The 32-bit word in which checks that fail leave their number: 0 unless a kernel of this use has written to it. To be asked for once in a use. */
    default long flag() {
        long at = alloc(Integer.BYTES);
        zero(at, Integer.BYTES);
        return at;
    }

    /** Has the device's own library for products make one; null, or why it cannot: then nothing has been queued. */
    default String product(Product p) {
        return "the device has no library for it";
    }

    /** Sets bytes to zero. */
    void zero(long address, long bytes);

    /** Copies within the device; the ranges do not overlap. */
    void copy(long to, long from, long bytes);

    /**
     * Copies {@code count} elements of a Java array of a primitive type, from {@code at} on, to the device. A boolean is one byte. The
     * array has been read when the method returns.
     */
    void upload(long to, Object array, int at, int count);

    /** Copies bytes from memory of the process, which has been read when the method returns. */
    void upload(long to, long from, long bytes);

    /** Waits for everything queued, then copies bytes to memory of the process; they are there when the method returns. */
    void read(long to, long from, long bytes);

    /** Copies elements from the device to a Java array; they are there after the next {@link #finish}. */
    void download(Object array, int at, int count, long from);

    /** Runs a kernel on {@code grid[0..2]} blocks of {@code block[0..2]} threads. */
    void launch(Device.Function kernel, int[] grid, int[] block, long[] parameters);

    /** A trip of a loop of the host has been queued; the same work may come again. */
    default void trip() {
    }

    /** Nothing but downloads will be asked for before {@link #finish}: the device is to be at work while the host makes the arrays for them. */
    default void send() {
    }

    /** Waits for everything queued, then reads an element of this many bytes (1, 2, 4, 8; zero-extended): for a condition on device data. */
    long get(long address, int bytes);

    /** The same for several elements with one wait. */
    default long[] get(long[] addresses, int[] bytes) {
        var words = new long[addresses.length];
        for (int k = 0; k < words.length; k++) {
            words[k] = get(addresses[k], bytes[k]);
        }
        return words;
    }

    /**
     * Waits for everything queued. With {@code flag} other than 0, the 32-bit word at that address says whether downloads count: when
     * it is not 0, no array that was to be downloaded since the last {@code finish} has been written to.
     *
     * @return the word, or 0 without a flag
     */
    int finish(long flag);

    /** Time spent in kernels up to the last {@link #finish}, in nanoseconds; 0 unless timed. */
    long kernelNanos();

    /** Time spent copying between host and device up to the last {@link #finish}, in nanoseconds; 0 unless timed. */
    long transferNanos();

    /** Gives the queue and its memory back, also after a failure. Never throws. */
    @Override
    void close();
}
