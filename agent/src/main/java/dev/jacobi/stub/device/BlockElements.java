package dev.jacobi.stub.device;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayRuntime;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Block;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.ir.interp.OffHeap;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.spi.DeviceMemory;
import java.util.List;

/** The elements of an array as a program on a device takes them: from the device where it has them, else from memory of the process. */
public final class BlockElements implements OffHeap {
    private final Block block;
    private final int size;
    private final DType dtype;

    /** Of an array that is not complex. */
    public BlockElements(NDArray x) {
        this.block = ((ArrayValue.Stored) x.value()).parts().get(0);
        this.size = x.size();
        this.dtype = x.dtype();
    }

    @Override
    public Object array() {
        return JavaArrays.row(block, size, dtype);
    }

    @Override
    public long address() {
        return block.address();
    }

    @Override
    public Object on(Object place) {
        return block.on(place);
    }

    /** A copy has been made on a device, which is kept as long as the array is. */
    public void keep(DeviceMemory copy) {
        block.keep(copy);
    }

    /** A result of a program that has stayed on a device, as an array; else null. */
    public static NDArray result(Tensor t, DType dtype, boolean weak) {
        if (!(t.elsewhere() instanceof DeviceMemory m)) {
            return null;
        }
        Block b = ArrayRuntime.ofProcess().heap().onDevice(m, (long) t.size() * t.dtype().bytes());
        return new NDArray(dtype, weak, new ArrayValue.Stored(List.of(b), t.dims()));
    }

    /** Frees results that nobody gets. */
    public static void free(List<Tensor> results) {
        results.forEach(t -> {
            if (t.elsewhere() instanceof DeviceMemory m) {
                m.free();
            }
        });
    }
}
