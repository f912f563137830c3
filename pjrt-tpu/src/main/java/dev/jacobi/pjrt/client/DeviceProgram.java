package dev.jacobi.pjrt.client;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.OffHeap;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.capi.ElementType;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.HostMemory;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.program.HloProgram;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A StableHLO program compiled for a client's first device and called with tensors. May be called by several threads at a time. */
public final class DeviceProgram implements AutoCloseable {
    private final Client client;
    private final HloProgram program;
    private final LoadedExecutable executable;
    /** The parameters that the program must not overwrite. */
    private final Set<Integer> kept;

    /**
     * What a call gave, the inputs that it has copied to the device to stay there, by their numbers, and how long its parts took. {@code results} is null when a check
     * failed: then there are
     * none.
     */
    public record Outcome(List<Tensor> results, Map<Integer, DeviceElements> uploads, long transferNanos, long runNanos) {
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

    /** Calls it with all inputs of the function; results have the element types in {@code wanted}. Nothing stays on the device. */
    public Outcome call(List<Tensor> inputs, List<DType> wanted) {
        return call(inputs, wanted, Set.of());
    }

    /**
     * The same; results of the numbers in {@code stay} stay on the device, as {@link DeviceElements}. Inputs that are {@link OffHeap} are read where they are on the
     * device, and stay there when
     * they had to be copied to it. Nothing given is changed: what the program overwrites ({@link HloProgram#donated}) are this call's own copies, which nobody reads again.
     */
    public Outcome call(List<Tensor> inputs, List<DType> wanted, Set<Integer> stay) {
        long start = System.nanoTime();
        try (var call = new Call(client, kept)) {
            for (int i = 0; i < program.params().size(); i++) {
                call.argument(i, program.arguments().get(i), inputs.get(program.arguments().get(i)), program.params().get(i));
            }
            long ready = System.nanoTime();
            List<Buffer> results = call.execute(executable);
            long ran = System.nanoTime();
            boolean ok = program.ok() < 0 || ok(results.get(program.ok()));
            List<Tensor> out = ok ? results(call, wanted, stay) : null;
            Map<Integer, DeviceElements> uploads = call.settle(ok);
            return new Outcome(out, uploads, ready - start + System.nanoTime() - ran, ran - ready);
        }
    }

    /** The buffers of one call. What nobody keeps is closed with it. */
    private static final class Call implements AutoCloseable {
        private final Client client;
        private final Set<Integer> kept;
        private final List<Buffer> arguments = new ArrayList<>();
        /** Closed at the end. */
        private final List<Buffer> own = new ArrayList<>();
        private final Map<Integer, DeviceElements> uploads = new LinkedHashMap<>();
        private final List<Buffer> stay = new ArrayList<>();
        private List<Buffer> results = List.of();

        Call(Client client, Set<Integer> kept) {
            this.client = client;
            this.kept = new TreeSet<>(kept);
        }

        void argument(int parameter, int input, Tensor t, Type to) {
            if (t.dims().length != to.rank()) {
                throw new PjrtException(ErrorCode.INVALID_ARGUMENT, "an argument with " + t.dims().length + " axes was given where " + to + " is expected");
            }
            long[] dims = IntStream.of(t.dims()).asLongStream().toArray();
            if (!(t.elsewhere() instanceof OffHeap elements)) {
                uploaded(converted(t, to, dims));
                return;
            }
            kept.add(parameter);
            if (elements.on(client) instanceof DeviceElements there && there.stored() == to.dtype()) {
                arguments.add(there.buffer());
                return;
            }
            Buffer b = t.dtype() == to.dtype() ? client.upload(elements.address(), ElementType.of(to.dtype()), dims, client.devices().get(0)) : converted(t, to, dims);
            Reference.reachabilityFence(elements);
            uploaded(b);
            uploads.put(input, new DeviceElements(client, b, to.dtype(), t.dtype(), t.dims()));
        }

        private void uploaded(Buffer b) {
            own.add(b);
            arguments.add(b);
        }

        private Buffer converted(Tensor t, Type to, long[] dims) {
            try (HostMemory m = HostMemory.of(to.dtype(), DeviceElements.convert(t.data(), t.dtype(), to.dtype()))) {
                return client.upload(m, ElementType.of(to.dtype()), dims, client.devices().get(0));
            }
        }

        List<Buffer> execute(LoadedExecutable executable) {
            results = executable.execute(arguments, kept);
            own.addAll(results);
            return results;
        }

        Tensor stays(Buffer b, Type expected, DType wanted) {
            DeviceElements e = DeviceElements.of(client, b, expected, wanted);
            stay.add(b);
            return new Tensor(wanted, e.dims(), e);
        }

        /** The call has succeeded: what stays is the caller's. Where a check has failed there are no results, and arguments are not kept. */
        Map<Integer, DeviceElements> settle(boolean ok) {
            if (!ok) {
                return Map.of();
            }
            own.removeAll(stay);
            uploads.values().forEach(u -> own.remove(u.buffer()));
            return uploads;
        }

        @Override
        public void close() {
            own.forEach(Buffer::close);
        }
    }

    private static boolean ok(Buffer flag) {
        return ((boolean[]) DeviceElements.of(null, flag, new Type(DType.BOOL, List.of()), DType.BOOL).array())[0];
    }

    private List<Tensor> results(Call call, List<DType> wanted, Set<Integer> stay) {
        var out = new ArrayList<Tensor>();
        for (int i = 0; i < call.results.size(); i++) {
            if (i != program.ok()) {
                int k = out.size();
                Buffer b = call.results.get(i);
                Type expected = program.results().get(k);
                out.add(stay.contains(k) ? call.stays(b, expected, wanted.get(k)) : download(b, expected, wanted.get(k)));
            }
        }
        return out;
    }

    private static Tensor download(Buffer b, Type expected, DType wanted) {
        DeviceElements e = DeviceElements.of(null, b, expected, wanted);
        return new Tensor(wanted, e.dims(), e.array());
    }

    @Override
    public void close() {
        executable.close();
    }
}
