package dev.jacobi.ptx.device;

import dev.jacobi.llvm.host.Elements;
import dev.jacobi.llvm.jit.Bridge;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Page-locked memory of one stream, through which Java arrays travel: a ring of slots, so that the GPU copies one slot while the host fills
 * another. Without it each copy of a Java array would hold up the garbage collector or wait for pages to be locked.
 */
final class Staging {
    static final int ALIGN = 256;
    private static final int SLOT = 1 << 20;
    private static final int SLOTS = 4;
    private static final int WORD_AT = SLOT * SLOTS;
    private static final int PORTABLE = 1;
    private static final int NO_TIMES = 2;
    /** Bytes from which on several threads copy between an array and a slot: one alone is several times slower than the GPU. */
    private static final int SHARED = 1 << 18;
    private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());
    private final Driver driver;
    private final long stream;
    private final long base;
    private final Elements memory;
    private final long[] events = new long[SLOTS];
    private final boolean[] pending = new boolean[SLOTS];
    private int slot;
    private int used;
    private boolean busy;
    /** What has been put into a slot and not been sent: from where, to where, bytes; and whether it ends where an array on the device does. */
    private int waitingAt;
    private long waitingTo;
    private int waiting;
    private boolean waitingWhole;

    Staging(Driver driver, long stream) {
        this.driver = driver;
        this.stream = stream;
        base = driver.value("taking page-locked memory", "cuMemHostAlloc", WORD_AT + ALIGN, PORTABLE);
        try {
            for (int k = 0; k < SLOTS; k++) {
                events[k] = driver.value("making an event", "cuEventCreate", NO_TIMES);
            }
        } catch (DeviceException e) {
            for (int k = 0; k < SLOTS && events[k] != 0; k++) {
                driver.call("cuEventDestroy_v2", events[k]);
            }
            driver.call("cuMemFreeHost", base);
            throw e;
        }
        ByteBuffer bytes = Bridge.buffer(base, WORD_AT + ALIGN).order(ByteOrder.nativeOrder());
        memory = new Elements(bytes);
    }

    static long bytes(Object array, int count) {
        return (long) Elements.size(array) * count;
    }

    /**
     * Copies elements of an array to the device; the array has been read on return, and is sent with the next {@link #send}. {@code whole}: it fills memory that begins at
     * {@code to}, behind which nothing is of use up to the next multiple of {@link #ALIGN}. So arrays that lie one behind the other are sent together.
     */
    void upload(long to, Object array, int at, int count, boolean whole) {
        int size = Elements.size(array);
        busy = true;
        for (int done = 0; done < count;) {
            if (SLOT - used < Math.min(ALIGN, (long) (count - done) * size)) {
                next();
            }
            int n = Math.min(count - done, (SLOT - used) / size);
            int p = slot * SLOT + used;
            int first = at + done;
            shared(n, size, (skipped, some) -> memory.put(p + skipped * size, array, first + skipped, some));
            later(p, to + (long) done * size, n * size, whole);
            used = Math.min(SLOT, (used + n * size + ALIGN - 1) / ALIGN * ALIGN);
            done += n;
        }
    }

    /** Copies some elements of a piece. */
    private interface Part {
        void copy(int from, int count);
    }

    private static void shared(int count, int size, Part part) {
        if ((long) count * size < SHARED || THREADS == 1) {
            part.copy(0, count);
            return;
        }
        IntStream.range(0, THREADS).parallel().forEach(k -> {
            int from = (int) ((long) count * k / THREADS);
            part.copy(from, (int) ((long) count * (k + 1) / THREADS) - from);
        });
    }

    private void later(int p, long to, int bytes, boolean whole) {
        if (waiting > 0 && waitingWhole && p / SLOT == waitingAt / SLOT && to - waitingTo == p - waitingAt) {
            waiting = p - waitingAt + bytes;
        } else {
            send();
            waitingAt = p;
            waitingTo = to;
            waiting = bytes;
        }
        waitingWhole = whole;
    }

    /** Queues the copy of what has been uploaded; before anything that may use it. */
    void send() {
        if (waiting > 0) {
            int bytes = waiting;
            waiting = 0;
            driver.run("copying to the GPU", "cuMemcpyHtoDAsync_v2", waitingTo, base + waitingAt, bytes, stream);
        }
    }

    /** Nobody needs any more what has not been sent. */
    void forget() {
        waiting = 0;
    }

    /** Goes on to the next slot when the device has done with it. */
    private void next() {
        send();
        driver.run("marking a copy", "cuEventRecord", events[slot], stream);
        pending[slot] = true;
        slot = (slot + 1) % SLOTS;
        used = 0;
        if (pending[slot]) {
            driver.run("waiting for the GPU", "cuEventSynchronize", events[slot]);
            pending[slot] = false;
        }
    }

    /** Whether downloads of this many bytes in all can be asked for by {@link #request}; makes room for them. */
    boolean fits(long bytes) {
        if (bytes > SLOT) {
            return false;
        }
        if (bytes > SLOT - used) {
            next();
        }
        return true;
    }

    /** Queues a copy from the device; {@link #take} has it after the next wait. */
    int request(long from, long bytes) {
        busy = true;
        int p = slot * SLOT + used;
        driver.run("copying from the GPU", "cuMemcpyDtoHAsync_v2", base + p, from, bytes, stream);
        used += (int) ((bytes + ALIGN - 1) / ALIGN * ALIGN);
        return p;
    }

    /** A 32-bit word of what {@link #request} has brought. */
    int word(int p) {
        return (int) memory.word(p, Integer.BYTES);
    }

    /** Puts what {@link #request} has brought into an array. */
    void take(int p, Object array, int at, int count) {
        memory.get(p, array, at, count);
    }

    /** Copies from the device to an array, after all that was queued; nothing else may be in the slots. */
    void download(Object array, int at, int count, long from) {
        int size = Elements.size(array);
        int each = SLOT / size;
        int pieces = (count - 1) / each + 1;
        busy = true;
        for (int k = 0; k < pieces + SLOTS; k++) {
            int full = k - SLOTS;
            if (full >= 0 && full < pieces) {
                driver.run("waiting for the GPU", "cuEventSynchronize", events[full % SLOTS]);
                int p = full % SLOTS * SLOT;
                int first = at + full * each;
                shared(Math.min(each, count - full * each), size, (skipped, n) -> memory.get(p + skipped * size, array, first + skipped, n));
                busy = full < pieces - 1;
            }
            if (k < pieces) {
                long bytes = (long) Math.min(each, count - k * each) * size;
                driver.run("copying from the GPU", "cuMemcpyDtoHAsync_v2", base + k % SLOTS * SLOT, from + (long) k * each * size, bytes, stream);
                driver.run("marking a copy", "cuEventRecord", events[k % SLOTS], stream);
            }
        }
    }

    /** Waits, then reads elements of 1, 2, 4 or 8 bytes, at most {@code ALIGN / 8} of them. */
    long[] words(long[] addresses, int[] bytes) {
        busy = true;
        for (int k = 0; k < addresses.length; k++) {
            driver.run("copying from the GPU", "cuMemcpyDtoHAsync_v2", base + WORD_AT + 8 * k, addresses[k], bytes[k], stream);
        }
        finish();
        var out = new long[addresses.length];
        for (int k = 0; k < out.length; k++) {
            out[k] = memory.word(WORD_AT + 8 * k, bytes[k]);
        }
        return out;
    }

    /** Waits for the stream. */
    void finish() {
        driver.run("running kernels", "cuStreamSynchronize", stream);
        busy = false;
    }

    /** The device has been given something to do. */
    void started() {
        busy = true;
    }

    /** Whether the device may still be at work: on what was uploaded, into what was asked for, or in kernels. */
    boolean busy() {
        return busy;
    }

    /** All slots are free again; only after {@link #finish}. */
    void reset() {
        slot = 0;
        used = 0;
        forget();
        Arrays.fill(pending, false);
    }
}
