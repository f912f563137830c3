package dev.jacobi.ptx.emulate;

import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.DeviceException;
import dev.jacobi.ptx.device.Product;
import dev.jacobi.ptx.device.Queue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * For tests: another device that fails when it is asked for something for the n-th time. After a failure of kind LOST it stays lost, as a real one does;
 * after another kind it goes on. Without a kind it fails as only a defect of ours would.
 */
public final class FaultyDevice implements Device {
    private final Device device;
    private final DeviceException.Kind kind;
    private final long failing;
    private final long times;
    private final AtomicLong asked = new AtomicLong();

    /** The request number {@code failing}, counted from 1, fails; {@code kind} may be null. */
    public FaultyDevice(Device device, DeviceException.Kind kind, long failing) {
        this(device, kind, failing, 1);
    }

    /** So many requests fail from that one on. */
    public FaultyDevice(Device device, DeviceException.Kind kind, long failing, long times) {
        this.device = device;
        this.kind = kind;
        this.failing = failing;
        this.times = times;
    }

    /** How many requests there have been. */
    public long asked() {
        return asked.get();
    }

    private void ask(String what) {
        long n = asked.incrementAndGet();
        if (n >= failing && n < failing + times || n > failing && kind != null && kind.lasts()) {
            String sentence = "The device was told to fail while " + what;
            throw kind == null ? new NullPointerException(sentence) : new DeviceException(kind, sentence);
        }
    }

    @Override
    public Info info() {
        return device.info();
    }

    @Override
    public Loaded load(Code code) {
        ask("loading code");
        return device.load(code);
    }

    @Override
    public void free(long address) {
        device.free(address);
    }

    @Override
    public Queue queue(boolean timed) {
        ask("making a queue");
        return new FaultyQueue(device.queue(timed));
    }

    /** A queue whose requests are counted. Closing it always works. */
    private final class FaultyQueue implements Queue {
        private final Queue queue;

        FaultyQueue(Queue queue) {
            this.queue = queue;
        }

        @Override
        public long alloc(long bytes) {
            ask("taking memory");
            return queue.alloc(bytes);
        }

        @Override
        public void free(long address) {
            ask("freeing memory");
            queue.free(address);
        }

        @Override
        public long flag() {
            ask("taking memory");
            ask("clearing memory");
            return queue.flag();
        }

        @Override
        public String product(Product p) {
            ask("making a product");
            return queue.product(p);
        }

        @Override
        public void zero(long address, long bytes) {
            ask("clearing memory");
            queue.zero(address, bytes);
        }

        @Override
        public void copy(long to, long from, long bytes) {
            ask("copying memory");
            queue.copy(to, from, bytes);
        }

        @Override
        public void upload(long to, Object array, int at, int count) {
            ask("copying to it");
            queue.upload(to, array, at, count);
        }

        @Override
        public long allocApart(long bytes) {
            ask("taking memory");
            return queue.allocApart(bytes);
        }

        @Override
        public boolean isApart(long address) {
            return queue.isApart(address);
        }

        @Override
        public void detach(long address) {
            queue.detach(address);
        }

        @Override
        public void upload(long to, long from, long bytes) {
            ask("copying to it");
            queue.upload(to, from, bytes);
        }

        @Override
        public void read(long to, long from, long bytes) {
            ask("copying from it");
            queue.read(to, from, bytes);
        }

        @Override
        public void download(Object array, int at, int count, long from) {
            ask("copying from it");
            queue.download(array, at, count, from);
        }

        @Override
        public void launch(Function kernel, int[] grid, int[] block, long[] parameters) {
            ask("starting a kernel");
            queue.launch(kernel, grid, block, parameters);
        }

        @Override
        public long get(long address, int bytes) {
            ask("reading a number");
            return queue.get(address, bytes);
        }

        @Override
        public long[] get(long[] addresses, int[] bytes) {
            ask("reading numbers");
            return queue.get(addresses, bytes);
        }

        @Override
        public int finish(long flag) {
            ask("waiting for it");
            return queue.finish(flag);
        }

        @Override
        public long kernelNanos() {
            return queue.kernelNanos();
        }

        @Override
        public long transferNanos() {
            return queue.transferNanos();
        }

        @Override
        public void close() {
            queue.close();
        }
    }
}
