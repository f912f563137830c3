package dev.jacobi.pjrt.client;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.HostMemory;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.capi.PluginMemory;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The elements of a tensor in a buffer of a plugin's. The device may hold f64 as f32; the process sees the tensor's own type. */
public final class DeviceElements implements Tensor.Elsewhere {
    private final Client client;
    private final Buffer buffer;
    private final DType stored;
    private final DType dtype;
    private final int[] dims;

    DeviceElements(Client client, Buffer buffer, DType stored, DType dtype, int[] dims) {
        this.client = client;
        this.buffer = buffer;
        this.stored = stored;
        this.dtype = dtype;
        this.dims = dims;
    }

    /** A result of a program, whose type must be the expected one. */
    static DeviceElements of(Client client, Buffer b, Type expected, DType wanted) {
        DType type = b.type().dtype();
        if (type == null) {
            throw new PjrtException(ErrorCode.INTERNAL, "the plugin returned elements of the type " + b.type() + ", which Java has not");
        }
        int[] dims = Arrays.stream(b.dims()).mapToInt(Math::toIntExact).toArray();
        if (!Arrays.equals(b.dims(), expected.dims().stream().mapToLong(Dim::add).toArray())) {
            throw new PjrtException(ErrorCode.INTERNAL, "the plugin returned an array of the extents " + Arrays.toString(dims) + " where the program has " + expected);
        }
        return new DeviceElements(client, b, type, wanted, dims);
    }

    /** The client on whose device they are. */
    public Client client() {
        return client;
    }

    Buffer buffer() {
        return buffer;
    }

    /** The type that the device holds them as. */
    DType stored() {
        return stored;
    }

    int[] dims() {
        return dims;
    }

    private int size() {
        return IntStream.of(dims).reduce(1, Math::multiplyExact);
    }

    /** Bytes on the device, without padding. */
    public long bytes() {
        return (long) size() * stored.bytes();
    }

    @Override
    public Object array() {
        try (HostMemory m = buffer.download()) {
            int n = size();
            if (m.bytes() < (long) n * stored.bytes()) {
                throw new PjrtException(ErrorCode.INTERNAL, "the plugin returned " + m.bytes() + " bytes for " + n + " elements of the type " + stored.text());
            }
            return convert(m.elements(stored, n), stored, dtype);
        }
    }

    /** Copies them to memory of the process. */
    public void read(long to) {
        if (stored == dtype) {
            buffer.download(to, bytes());
            return;
        }
        if (dtype != DType.F64) {
            throw new PjrtException(ErrorCode.INTERNAL, "elements of the type " + stored.text() + " came where " + dtype.text() + " is expected");
        }
        double[] all = (double[]) array();
        PluginMemory.view(to, 8L * all.length).asDoubleBuffer().put(all);
    }

    /** Frees the buffer; a second time does nothing. */
    public void free() {
        buffer.close();
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
