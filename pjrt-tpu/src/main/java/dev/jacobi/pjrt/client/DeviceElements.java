package dev.jacobi.pjrt.client;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.capi.ElementType;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.HostMemory;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.capi.PluginMemory;
import dev.jacobi.pjrt.program.ShardLayout;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The elements of a tensor in buffers of a plugin's: one on the client's first device, or one for each device of a layout, with that device's block. The device may hold f64 as f32; the process sees the
 * tensor's own type.
 */
public final class DeviceElements implements Tensor.Elsewhere {
    private final Client client;
    private final List<Buffer> buffers;
    /** Null where all of them are on one device. */
    private final ShardLayout layout;
    private final DType stored;
    private final DType dtype;
    private final int[] dims;
    /** What computes them; null when they are there. */
    private volatile Execution under;

    /** Where elements are that are laid out over several devices. */
    public record Place(Client client, ShardLayout layout) {
    }

    DeviceElements(Client client, List<Buffer> buffers, ShardLayout layout, DType stored, DType dtype, int[] dims) {
        this.client = client;
        this.buffers = List.copyOf(buffers);
        this.layout = layout;
        this.stored = stored;
        this.dtype = dtype;
        this.dims = dims;
    }

    /** They are results of a run that may not have ended. */
    DeviceElements by(Execution e) {
        under = e;
        return this;
    }

    /** Waits until they are there; why they never will be, null where they are. */
    public PjrtException failure() {
        Execution e = under;
        PjrtException failed = e == null ? null : e.await();
        if (failed == null) {
            under = null;
        }
        return failed;
    }

    private void await() {
        PjrtException failed = failure();
        if (failed != null) {
            throw failed;
        }
    }

    /** The run that computes them, null where they are there; it may have ended, or failed. */
    public Execution under() {
        return under;
    }

    /** A result of a program, a buffer for each device, whose type must be the expected one. */
    static DeviceElements of(Client client, List<Buffer> buffers, ShardLayout layout, Type expected, DType wanted) {
        List<Long> extents = layout == null ? expected.dims().stream().map(Dim::add).toList() : layout.block().stream().map(Integer::longValue).toList();
        DType type = null;
        for (Buffer b : buffers) {
            type = b.type().dtype();
            if (type == null) {
                throw new PjrtException(ErrorCode.INTERNAL, "the plugin returned elements of the type " + b.type() + ", which Java has not");
            }
            long[] dims = b.dims();
            if (!extents.equals(Arrays.stream(dims).boxed().toList())) {
                throw new PjrtException(ErrorCode.INTERNAL, "the plugin returned an array of the extents " + Arrays.toString(dims) + " where the program has " + (layout == null ? expected : extents));
            }
        }
        return new DeviceElements(client, buffers, layout, type, wanted, expected.dims().stream().mapToInt(d -> Math.toIntExact(d.add())).toArray());
    }

    /**
     * Copies elements to where a layout says, null meaning the client's first device. What has been made is freed when a device fails.
     *
     * @param address where they are, row-major, of the type {@code stored}
     * @param dtype the type that the process sees
     */
    public static DeviceElements upload(Client client, ShardLayout layout, long address, DType stored, DType dtype, int... dims) {
        ElementType type = ElementType.of(stored);
        if (layout == null) {
            Buffer b = client.upload(address, type, IntStream.of(dims).asLongStream().toArray(), client.devices().get(0));
            return new DeviceElements(client, List.of(b), null, stored, dtype, dims);
        }
        var made = new ArrayList<Buffer>();
        try (var blocks = new UploadedBlocks(layout, address, stored.bytes())) {
            long[] extents = layout.block().stream().mapToLong(Integer::longValue).toArray();
            for (int d = 0; d < layout.devices().size(); d++) {
                made.add(client.upload(blocks.of(d), type, extents, client.device(layout.devices().get(d))));
            }
            return new DeviceElements(client, made, layout, stored, dtype, dims);
        } catch (RuntimeException e) {
            made.forEach(Buffer::close);
            throw e;
        }
    }

    /** Blocks of an array as memory to copy to devices: the array's own, or copies, of which there is one at a time. */
    private static final class UploadedBlocks implements AutoCloseable {
        private final BlockCopies copies;
        private final ShardLayout layout;
        private final long whole;
        private HostMemory memory;
        private int held = -1;

        UploadedBlocks(ShardLayout layout, long whole, int bytes) {
            this.copies = new BlockCopies(layout, bytes);
            this.layout = layout;
            this.whole = whole;
        }

        long of(int device) {
            long at = copies.stretch(device);
            if (at >= 0) {
                return whole + at;
            }
            memory = memory == null ? new HostMemory(copies.size()) : memory;
            if (held != layout.first(device)) {
                held = layout.first(device);
                copies.out(whole, device, memory.address());
            }
            return memory.address();
        }

        @Override
        public void close() {
            if (memory != null) {
                memory.close();
            }
        }
    }

    /** The client on whose devices they are. */
    public Client client() {
        return client;
    }

    /** What elements that are where these are have in common: the client, whose first device they are on, or a {@link Place}. */
    public Object place() {
        return place(client, layout);
    }

    /** The place of elements with this layout; null: on the client's first device. */
    static Object place(Client client, ShardLayout layout) {
        return layout == null ? client : new Place(client, layout);
    }

    /** Which device has what; null where all of them are on one. */
    public ShardLayout layout() {
        return layout;
    }

    /** The numbers of the devices that they are on. */
    public List<Integer> devices() {
        return layout == null ? List.of(client.devices().get(0).description().id()) : layout.devices();
    }

    /** A buffer for each device. */
    List<Buffer> buffers() {
        return buffers;
    }

    /** The type that the devices hold them as. */
    DType stored() {
        return stored;
    }

    int[] dims() {
        return dims;
    }

    private int size() {
        return IntStream.of(dims).reduce(1, Math::multiplyExact);
    }

    /** Bytes on all devices, without padding. */
    public long bytes() {
        return (layout == null ? size() : layout.elements() * buffers.size()) * stored.bytes();
    }

    @Override
    public Object array() {
        await();
        int n = size();
        try (var m = new HostMemory((long) n * stored.bytes())) {
            readStored(m.address());
            return convert(m.elements(stored, n), stored, dtype);
        }
    }

    /** Copies them to memory of the process, row-major. */
    public void read(long to) {
        await();
        if (stored == dtype) {
            readStored(to);
            return;
        }
        put(array(), to);
    }

    /** Copies what the device with this number among {@link #devices} has to memory of the process. */
    public void readBlock(int device, long to) {
        await();
        long n = layout == null ? size() : layout.elements();
        if (stored == dtype) {
            buffers.get(device).download(to, n * stored.bytes());
            return;
        }
        try (var m = new HostMemory(n * stored.bytes())) {
            buffers.get(device).download(m.address(), m.bytes());
            put(convert(m.elements(stored, Math.toIntExact(n)), stored, dtype), to);
        }
    }

    /** Takes them from memory of the process that has them as well, and copies them to where {@link #read} would. */
    public void copy(long whole, long to) {
        BlockCopies.copy(whole, to, (long) size() * dtype.bytes());
    }

    /** The same of what {@link #readBlock} would copy. */
    public void copyBlock(long whole, int device, long to) {
        if (layout == null) {
            copy(whole, to);
        } else {
            new BlockCopies(layout, dtype.bytes()).out(whole, device, to);
        }
    }

    private void put(Object converted, long to) {
        if (dtype != DType.F64) {
            throw new PjrtException(ErrorCode.INTERNAL, "elements of the type " + stored.text() + " came where " + dtype.text() + " is expected");
        }
        double[] all = (double[]) converted;
        PluginMemory.view(to, 8L * all.length).asDoubleBuffer().put(all);
    }

    /** All elements; of blocks that several devices have one is read, another one where a device fails. */
    private void readStored(long to) {
        if (layout == null) {
            buffers.get(0).download(to, (long) size() * stored.bytes());
            return;
        }
        var copies = new BlockCopies(layout, stored.bytes());
        for (int d = 0; d < buffers.size(); d++) {
            if (layout.first(d) == d) {
                readBlock(copies, d, to);
            }
        }
    }

    private void readBlock(BlockCopies copies, int first, long to) {
        PjrtException failed = null;
        for (int d = first; d < buffers.size(); d++) {
            if (layout.first(d) != first) {
                continue;
            }
            try {
                long at = copies.stretch(d);
                if (at >= 0) {
                    buffers.get(d).download(to + at, copies.size());
                } else {
                    try (HostMemory m = new HostMemory(copies.size())) {
                        buffers.get(d).download(m.address(), copies.size());
                        copies.in(m.address(), d, to);
                    }
                }
                return;
            } catch (PjrtException e) {
                failed = failed == null ? e : failed;
            }
        }
        throw failed;
    }

    /** Frees the buffers; a second time does nothing. */
    public void free() {
        buffers.forEach(Buffer::close);
    }

    /** Elements of one type as those of another: the program may compute f64 values as f32. */
    static Object convert(Object data, DType from, DType to) {
        if (from == to) {
            return data;
        }
        int n = Array.getLength(data);
        if (from == DType.F64 && to == DType.F32) {
            var out = new float[n];
            for (int i = 0; i < n; i++) {
                out[i] = (float) ((double[]) data)[i];
            }
            return out;
        }
        if (from == DType.F32 && to == DType.F64) {
            var out = new double[n];
            for (int i = 0; i < n; i++) {
                out[i] = ((float[]) data)[i];
            }
            return out;
        }
        throw new PjrtException(ErrorCode.INTERNAL, "elements of the type " + from.text() + " came where " + to.text() + " is expected");
    }
}
