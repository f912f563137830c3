package dev.jacobi.pjrt.client;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.capi.ElementType;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.HostMemory;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.program.HloProgram;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A StableHLO program compiled for a client's first device and called with tensors. May be called by several threads at a time. */
public final class DeviceProgram implements AutoCloseable {
    private final Client client;
    private final HloProgram program;
    private final LoadedExecutable executable;
    /** The parameters that the program must not overwrite. */
    private final Set<Integer> kept;

    /** What a call gave and how long its parts took. {@code results} is null when a check failed: then there are none. */
    public record Outcome(List<Tensor> results, long transferNanos, long runNanos) {
    }

    private DeviceProgram(Client client, HloProgram program, LoadedExecutable executable) {
        this.client = client;
        this.program = program;
        this.executable = executable;
        this.kept = IntStream.range(0, program.params().size()).filter(k -> !program.donated().containsKey(k)).boxed().collect(Collectors.toUnmodifiableSet());
    }

    /** Compiles it; an error names the places of our program that the plugin complains about. */
    public static DeviceProgram compile(Client client, HloProgram program) {
        LoadedExecutable e;
        try {
            e = client.compile(program.text(), CompileOptions.ONE_DEVICE);
        } catch (PjrtException x) {
            throw Explanation.add(x, program);
        }
        if (e.outputs() != program.outputs()) {
            e.close();
            throw new PjrtException(ErrorCode.INTERNAL, "the plugin's program has " + e.outputs() + " results where ours has " + program.outputs());
        }
        return new DeviceProgram(client, program, e);
    }

    /**
     * Calls it with all inputs of the function; results have the element types in {@code wanted}. Nothing given is changed: what the program
     * overwrites ({@link HloProgram#donated}) are this call's own copies on the device, which nobody reads again.
     */
    public Outcome call(List<Tensor> inputs, List<DType> wanted) {
        long start = System.nanoTime();
        var arguments = new ArrayList<Buffer>();
        List<Buffer> results = List.of();
        try {
            for (int i = 0; i < program.params().size(); i++) {
                arguments.add(upload(inputs.get(program.arguments().get(i)), program.params().get(i)));
            }
            long ready = System.nanoTime();
            results = executable.execute(arguments, kept);
            long ran = System.nanoTime();
            boolean ok = program.ok() < 0 || ok(results.get(program.ok()));
            List<Tensor> out = ok ? download(results, wanted) : null;
            return new Outcome(out, ready - start + System.nanoTime() - ran, ran - ready);
        } finally {
            arguments.forEach(Buffer::close);
            results.forEach(Buffer::close);
        }
    }

    private Buffer upload(Tensor t, Type to) {
        if (t.dims().length != to.rank()) {
            throw new PjrtException(ErrorCode.INVALID_ARGUMENT, "an argument with " + t.dims().length + " axes was given where " + to + " is expected");
        }
        Object data = Elements.convert(t.data(), t.dtype(), to.dtype());
        try (HostMemory m = HostMemory.of(to.dtype(), data)) {
            return client.upload(m, ElementType.of(to.dtype()), IntStream.of(t.dims()).asLongStream().toArray(), client.devices().get(0));
        }
    }

    private static boolean ok(Buffer flag) {
        return ((boolean[]) download(flag, new Type(DType.BOOL, List.of()), DType.BOOL).data())[0];
    }

    private List<Tensor> download(List<Buffer> results, List<DType> wanted) {
        var out = new ArrayList<Tensor>();
        for (int i = 0; i < results.size(); i++) {
            if (i != program.ok()) {
                out.add(download(results.get(i), program.results().get(out.size()), wanted.get(out.size())));
            }
        }
        return out;
    }

    private static Tensor download(Buffer b, Type expected, DType wanted) {
        DType type = b.type().dtype();
        if (type == null) {
            throw new PjrtException(ErrorCode.INTERNAL, "the plugin returned elements of the type " + b.type() + ", which Java has not");
        }
        int[] dims = Arrays.stream(b.dims()).mapToInt(Math::toIntExact).toArray();
        if (!Arrays.equals(b.dims(), expected.dims().stream().mapToLong(Dim::add).toArray())) {
            throw new PjrtException(ErrorCode.INTERNAL, "the plugin returned an array of the extents " + Arrays.toString(dims) + " where the program has " + expected);
        }
        try (HostMemory m = b.download()) {
            int n = IntStream.of(dims).reduce(1, Math::multiplyExact);
            if (m.bytes() < (long) n * type.bytes()) {
                throw new PjrtException(ErrorCode.INTERNAL, "the plugin returned " + m.bytes() + " bytes for " + n + " elements of the type " + type.text());
            }
            return new Tensor(wanted, dims, Elements.convert(m.elements(type, n), type, wanted));
        }
    }

    @Override
    public void close() {
        executable.close();
    }

    /** Elements of one type as those of another: the program may compute f64 values as f32. */
    private static final class Elements {
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
}
