package dev.jacobi.backend;

import dev.jacobi.options.Options;
import dev.jacobi.policy.SizeClass;
import dev.jacobi.report.MethodStats;
import dev.jacobi.stub.OwnMethods;
import dev.jacobi.stub.Sampler;
import dev.jacobi.stub.TimedCall;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;

/**
 * For {@code backend=auto}: one method's code for the CPU and for a device. Calls of each size are timed with both, copies to and from the device
 * included; the faster one is kept for that size and now and then tried again.
 */
public final class DeviceChoice implements Sampler {
    private static final int NEEDED = 3;
    /** The first call of each is not counted: it may load code or take memory for the first time. */
    private static final int FIRST = 1;
    /** A device this far behind is given up at its second call, */
    private static final int BEHIND = 4;
    /** and one this far behind for that long at its first, in which it cannot only have been busy with getting ready. */
    private static final int FAR_BEHIND = 20;
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private final MethodStats stats;
    private final BooleanSupplier usable;
    private final AtomicReferenceArray<Size> sizes = new AtomicReferenceArray<>(SizeClass.COUNT);
    private final AtomicReference<Timing> sampler = new AtomicReference<>();

    /** Times of calls of about one size. */
    private static final class Size {
        private final long[] cpu = new long[NEEDED + FIRST];
        private final long[] device = new long[NEEDED + FIRST];
        private int cpus;
        private int devices;
        /** Counts calls after the decision; plain on purpose, as it only has to be nearly right. */
        private long seen;
        private long again = 2000;
        volatile Boolean onDevice;

        synchronized boolean nextOnDevice() {
            return devices < cpus;
        }

        synchronized boolean better() {
            return cpus > FIRST && devices > FIRST && median(device, devices) < median(cpu, cpus);
        }

        /** Adds a time; true when that has led to a decision. */
        synchronized boolean add(boolean wasOnDevice, long nanos) {
            if (onDevice != null) {
                return false;
            }
            if (wasOnDevice && devices < device.length) {
                device[devices++] = nanos;
            } else if (!wasOnDevice && cpus < cpu.length) {
                cpu[cpus++] = nanos;
            }
            if (wasOnDevice && cpus > 0 && hopeless(nanos)) {
                onDevice = false;
                return true;
            }
            if (cpus < cpu.length || devices < device.length) {
                return false;
            }
            onDevice = better();
            return true;
        }

        private boolean hopeless(long nanos) {
            long least = Arrays.stream(cpu, 0, cpus).min().orElse(Long.MAX_VALUE / FAR_BEHIND);
            return devices > FIRST && nanos > BEHIND * least || nanos > LONG_NANOS && nanos > FAR_BEHIND * least;
        }

        private static long median(long[] times, int n) {
            long[] a = Arrays.copyOfRange(times, FIRST, n);
            Arrays.sort(a);
            return a[a.length / 2];
        }

        /** Counts a call after the decision; now and then it is open again. */
        void counted() {
            if (++seen >= again) {
                open();
            }
        }

        private synchronized void open() {
            if (seen >= again) {
                again *= 16;
                cpus = 0;
                devices = 0;
                onDevice = null;
            }
        }
    }

    /** One call that is being timed; calls of the same method inside of it are not. */
    private static final class Timing {
        private final Thread thread = Thread.currentThread();
        private final long since = System.nanoTime();
        private final Size size;
        private final boolean onDevice;
        private boolean begun;

        Timing(Size size) {
            this.size = size;
            this.onDevice = size.nextOnDevice();
        }

        boolean lost() {
            return !thread.isAlive() || System.nanoTime() - since > LOST_NANOS;
        }
    }

    public DeviceChoice(MethodStats stats, BooleanSupplier usable) {
        this.stats = stats;
        this.usable = usable;
    }

    /** A handle that runs the faster one of two; {@code usable} is false once the device is not. */
    static MethodHandle of(MethodType type, MethodHandle cpu, MethodHandle device, MethodStats stats, BooleanSupplier usable) {
        var f = new DeviceChoice(stats, usable);
        TimedCall h = TimedCall.of(f, type, cpu, device);
        MethodHandle timing = OwnMethods.of(MethodHandles.lookup(), f, "timing", boolean.class);
        return MethodHandles.guardWithTest(h.poll(), MethodHandles.guardWithTest(timing, h.timed(), device), MethodHandles.guardWithTest(timing, h.timed(), cpu));
    }

    @Override
    public boolean poll(long elements, long scalar, int kind) {
        if (!usable.getAsBoolean()) {
            return false;
        }
        Size s = size(SizeClass.of(elements, scalar));
        Boolean decided = s.onDevice;
        if (decided != null) {
            s.counted();
            return decided;
        }
        Timing other = sampler.get();
        if (other != null && !other.lost()) {
            return s.better();
        }
        var t = new Timing(s);
        return sampler.compareAndSet(other, t) ? t.onDevice : s.better();
    }

    private Size size(int k) {
        Size s = sizes.get(k);
        if (s == null) {
            sizes.compareAndSet(k, null, new Size());
            s = sizes.get(k);
        }
        return s;
    }

    /** True for the call that is to be timed, and only once. */
    public boolean timing() {
        Timing t = mine();
        if (t == null || t.begun) {
            return false;
        }
        t.begun = true;
        return true;
    }

    private Timing mine() {
        Timing t = sampler.get();
        return t != null && t.thread == Thread.currentThread() ? t : null;
    }

    @Override
    public boolean begin() {
        Timing t = mine();
        return t != null && t.onDevice;
    }

    @Override
    public void end(long nanos) {
        Timing t = mine();
        if (t != null && sampler.compareAndSet(t, null) && t.size.add(t.onDevice, nanos)) {
            stats.backend((anyOnDevice() ? Options.Backend.CUDA : Options.Backend.CPU).toString());
        }
    }

    private boolean anyOnDevice() {
        for (int k = 0; k < sizes.length(); k++) {
            Size s = sizes.get(k);
            if (s != null && Boolean.TRUE.equals(s.onDevice)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Throwable failed(Throwable e) {
        Timing t = mine();
        if (t != null) {
            sampler.compareAndSet(t, null);
        }
        return e;
    }
}
