package dev.jacobi.ptx.device;

import dev.jacobi.llvm.jit.Bridge;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** How long a stream spends in kernels and in copies: an event wherever the one turns into the other. */
final class CudaTimer {
    private static final int NOTHING = 0;
    private static final int KERNELS = 1;
    private static final int TRANSFERS = 2;
    /** Changes from kernels to copies that are seen; a loop may have any number. */
    private static final int MOST = 512;
    private final Driver driver;
    private final long stream;
    private final List<Long> events = new ArrayList<>();
    private final List<Integer> kinds = new ArrayList<>();
    private final ByteBuffer millis = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
    private boolean on;
    private int now;
    private long kernelNanos;
    private long transferNanos;

    CudaTimer(Driver driver, long stream) {
        this.driver = driver;
        this.stream = stream;
    }

    void begin(boolean timed) {
        on = timed;
        now = NOTHING;
        kinds.clear();
        kernelNanos = 0;
        transferNanos = 0;
    }

    /** From here on the stream has kernels to do. */
    void kernels() {
        if (on && now != KERNELS && kinds.size() < MOST) {
            mark(KERNELS);
        }
    }

    /** From here on the stream has copies to do. */
    void transfers() {
        if (on && now != TRANSFERS && kinds.size() < MOST) {
            mark(TRANSFERS);
        }
    }

    /** From here on it has nothing to do. */
    void end() {
        if (on && now != NOTHING) {
            mark(NOTHING);
        }
    }

    private void mark(int kind) {
        if (events.size() == kinds.size()) {
            events.add(driver.value("making an event", "cuEventCreate", 0));
        }
        driver.run("taking the time", "cuEventRecord", events.get(kinds.size()), stream);
        kinds.add(kind);
        now = kind;
    }

    /** After the stream has been waited for: adds up. {@code more} is time spent in copies that the events do not see. */
    void read(long more) {
        if (!on) {
            return;
        }
        for (int k = 0; k + 1 < kinds.size(); k++) {
            if (kinds.get(k) != NOTHING) {
                driver.run("taking the time", "cuEventElapsedTime", Bridge.address(millis), events.get(k), events.get(k + 1));
                long nanos = Math.round(millis.getFloat(0) * 1e6);
                kernelNanos += kinds.get(k) == KERNELS ? nanos : 0;
                transferNanos += kinds.get(k) == TRANSFERS ? nanos : 0;
            }
        }
        kinds.clear();
        now = NOTHING;
        transferNanos += more;
    }

    long kernelNanos() {
        return kernelNanos;
    }

    long transferNanos() {
        return transferNanos;
    }
}
