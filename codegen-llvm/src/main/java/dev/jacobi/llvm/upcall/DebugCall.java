package dev.jacobi.llvm.upcall;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Callbacks;
import dev.jacobi.ir.interp.Tensor;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;

/** A {@code debug_callback} of compiled code: copies the operands and hands them to who listens. */
final class DebugCall implements HostFunction {
    private final Callbacks listener;
    private final String name;
    private final List<Type> operands;
    private final int words;

    DebugCall(Callbacks listener, String name, List<Type> operands) {
        this.listener = listener;
        this.name = name;
        this.operands = operands;
        this.words = operands.stream().mapToInt(t -> 1 + t.rank()).sum();
    }

    @Override
    public void call(NativeView memory, long at) {
        ByteBuffer told = memory.at(at, 8L * Math.max(1, words));
        LongBuffer words = told.asLongBuffer();
        var values = new ArrayList<Tensor>();
        for (Type t : operands) {
            int word = words.position();
            long first = words.get();
            int[] dims = new int[t.rank()];
            long n = 1;
            for (int d = 0; d < dims.length; d++) {
                dims[d] = Math.toIntExact(words.get());
                n *= dims[d];
            }
            int size = Math.toIntExact(n);
            Object data = t.dtype().array(size);
            if (size > 0) {
                ByteBuffer from = t.isScalar() ? told.slice(8 * word, 8).order(told.order()) : memory.at(first, n * t.dtype().bytes());
                read(t.dtype(), from, data, size);
            }
            values.add(new Tensor(t.dtype(), dims, data));
        }
        listener.call(name, values);
    }

    private static void read(DType t, ByteBuffer from, Object to, int n) {
        switch (t) {
            case BOOL -> {
                for (int i = 0; i < n; i++) {
                    ((boolean[]) to)[i] = from.get(i) != 0;
                }
            }
            case I8 -> from.get((byte[]) to);
            case I16, F16, BF16 -> from.asShortBuffer().get((short[]) to);
            case U16 -> from.asCharBuffer().get((char[]) to);
            case I32 -> from.asIntBuffer().get((int[]) to);
            case I64 -> from.asLongBuffer().get((long[]) to);
            case F32 -> from.asFloatBuffer().get((float[]) to);
            case F64 -> from.asDoubleBuffer().get((double[]) to);
        }
    }
}
