package dev.jacobi.pjrt.client;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.OffHeap;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.HostMemory;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.program.HloProgram;
import dev.jacobi.pjrt.program.Partitioning;
import dev.jacobi.pjrt.program.ShardLayout;
import dev.jacobi.pjrt.program.Tiling;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A StableHLO program compiled for a client's first device, or for several, and called with tensors. May be called by several threads at a time. */
public final class DeviceProgram implements AutoCloseable {
    private final Client client;
    private final HloProgram program;
    /** Null for one device. */
    private final Partitioning devices;
    private final LoadedExecutable executable;
    /** The parameters that the program must not overwrite. */
    private final Set<Integer> kept;

    /**
     * What a call gave, the inputs that it has copied to the device to stay there, by their numbers, and how long its parts took. {@code results} is null when a check
     * failed: then there are
     * none. {@code under} is what still computes them, null for a call that has ended.
     */
    public record Outcome(List<Tensor> results, Map<Integer, DeviceElements> uploads, long transferNanos, long runNanos, Execution under) {
    }

    private DeviceProgram(Client client, HloProgram program, Partitioning devices, LoadedExecutable executable) {
        this.client = client;
        this.program = program;
        this.devices = devices;
        this.executable = executable;
        this.kept = IntStream.range(0, program.params().size()).filter(k -> !program.donated().containsKey(k)).boxed().collect(Collectors.toUnmodifiableSet());
    }

    /** Compiles it for the client's first device; an error names the places of our program that the plugin complains about. */
    public static DeviceProgram compile(Client client, HloProgram program) {
        return compile(client, program, null);
    }

    /** The same for all devices of a partitioning, as which its text is annotated; null: for the first one. */
    public static DeviceProgram compile(Client client, HloProgram program, Partitioning devices) {
        LoadedExecutable e;
        try {
            if (devices != null) {
                devices.devices().forEach(client::device);
            }
            e = client.compile(program.text(), devices == null ? CompileOptions.ONE_DEVICE : CompileOptions.partitioned(devices.devices()));
        } catch (PjrtException x) {
            throw Explanation.add(x, program);
        }
        return checked(client, program, devices, e);
    }

    /**
     * The same of a program that leaves the place of some results to the compiler. {@code on} is told where the compiler has put all of them, the flag of the checks last if there is one, and gives the
     * partitioning; null where that has no form, and then there is no program either.
     */
    public static DeviceProgram compile(Client client, HloProgram program, List<Integer> devices, Function<List<Tiling>, Partitioning> on) {
        devices.forEach(client::device);
        LoadedExecutable l;
        try {
            l = client.compile(program.text(), CompileOptions.partitioned(devices));
        } catch (PjrtException x) {
            throw Explanation.add(x, program);
        }
        Partitioning p;
        try (Executable e = l.executable()) {
            List<Tiling> made = OutputShardings.of(e, devices.size(), program.outputs());
            p = made == null ? null : on.apply(made);
        } catch (RuntimeException e) {
            l.close();
            throw e;
        }
        if (p == null) {
            l.close();
            return null;
        }
        return checked(client, program, p, l);
    }

    /** The same of an executable that {@link Executable#serialize} gave, which is not compiled again. */
    public static DeviceProgram load(Client client, HloProgram program, Partitioning devices, byte[] executable) {
        if (devices != null) {
            devices.devices().forEach(client::device);
        }
        return checked(client, program, devices, client.load(executable));
    }

    private static DeviceProgram checked(Client client, HloProgram program, Partitioning devices, LoadedExecutable e) {
        if (e.outputs() != program.outputs()) {
            e.close();
            throw new PjrtException(ErrorCode.INTERNAL, "the plugin's program has " + e.outputs() + " results where ours has " + program.outputs());
        }
        return new DeviceProgram(client, program, devices, e);
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
        return call(inputs, wanted, stay, false);
    }

    /** The same without waiting, where all results stay and no check can fail: only reading a result shows whether a device has failed. */
    public Outcome start(List<Tensor> inputs, List<DType> wanted, Set<Integer> stay) {
        return call(inputs, wanted, stay, program.ok() < 0 && stay.size() == program.outputs());
    }

    private Outcome call(List<Tensor> inputs, List<DType> wanted, Set<Integer> stay, boolean early) {
        long start = System.nanoTime();
        try (var call = new Call(client, kept)) {
            for (int i = 0; i < program.params().size(); i++) {
                call.argument(i, program.arguments().get(i), inputs.get(program.arguments().get(i)), program.params().get(i), devices == null ? null : devices.params().get(i));
            }
            long ready = System.nanoTime();
            Execution run = call.start(executable, devices == null ? 1 : devices.devices().size(), early);
            long ran = System.nanoTime();
            boolean ok = program.ok() < 0 || ok(call.results.get(0).get(program.ok()));
            List<Tensor> out = ok ? results(call, wanted, stay, early ? run : null) : null;
            Map<Integer, DeviceElements> uploads = call.settle(ok);
            return new Outcome(out, uploads, ready - start + System.nanoTime() - ran, ran - ready, early ? run : null);
        }
    }

    /** The buffers of one call. What nobody keeps is closed with it. */
    private static final class Call implements AutoCloseable {
        private final Client client;
        private final Set<Integer> kept;
        private final List<DeviceElements> arguments = new ArrayList<>();
        /** Freed at the end. */
        private final List<DeviceElements> own = new ArrayList<>();
        private final Map<Integer, DeviceElements> uploads = new LinkedHashMap<>();
        private final List<Buffer> stay = new ArrayList<>();
        /** By device. */
        private List<List<Buffer>> results = List.of();
        /** What nobody else will wait for. */
        private Execution run;
        /** What computes arguments. */
        private final List<Execution> before = new ArrayList<>();

        Call(Client client, Set<Integer> kept) {
            this.client = client;
            this.kept = new TreeSet<>(kept);
        }

        void argument(int parameter, int input, Tensor t, Type to, ShardLayout layout) {
            if (t.dims().length != to.rank()) {
                throw new PjrtException(ErrorCode.INVALID_ARGUMENT, "an argument with " + t.dims().length + " axes was given where " + to + " is expected");
            }
            if (!(t.elsewhere() instanceof OffHeap elements)) {
                uploaded(converted(t, to, layout));
                return;
            }
            kept.add(parameter);
            if (elements.on(DeviceElements.place(client, layout)) instanceof DeviceElements there && there.stored() == to.dtype()) {
                Execution under = there.under();
                if (under != null) {
                    before.add(under);
                }
                arguments.add(there);
                return;
            }
            DeviceElements e = t.dtype() == to.dtype() ? DeviceElements.upload(client, layout, elements.address(), to.dtype(), t.dtype(), t.dims()) : converted(t, to, layout);
            Reference.reachabilityFence(elements);
            uploaded(e);
            uploads.put(input, e);
        }

        private void uploaded(DeviceElements e) {
            own.add(e);
            arguments.add(e);
        }

        private DeviceElements converted(Tensor t, Type to, ShardLayout layout) {
            try (HostMemory m = HostMemory.of(to.dtype(), DeviceElements.convert(t.data(), t.dtype(), to.dtype()))) {
                return DeviceElements.upload(client, layout, m.address(), to.dtype(), t.dtype(), t.dims());
            }
        }

        Execution start(LoadedExecutable executable, int devices, boolean early) {
            run = executable.start(IntStream.range(0, devices).mapToObj(d -> arguments.stream().map(a -> a.buffers().get(d)).toList()).toList(), kept, List.copyOf(before));
            results = early ? run.results() : run.ended();
            return run;
        }

        /** A result, of all devices. */
        List<Buffer> result(int i) {
            return results.stream().map(of -> of.get(i)).toList();
        }

        Tensor stays(DeviceElements e, DType wanted) {
            stay.addAll(e.buffers());
            return new Tensor(wanted, e.dims(), e);
        }

        /** The call has succeeded: what stays is the caller's. Where a check has failed there are no results, and arguments are not kept. */
        Map<Integer, DeviceElements> settle(boolean ok) {
            if (!ok) {
                return Map.of();
            }
            results = results.stream().map(of -> of.stream().filter(b -> !stay.contains(b)).toList()).toList();
            own.removeAll(uploads.values());
            run = null;
            return uploads;
        }

        @Override
        public void close() {
            if (run != null) {
                run.await();
            }
            own.forEach(DeviceElements::free);
            results.forEach(of -> of.forEach(Buffer::close));
        }
    }

    private static boolean ok(Buffer flag) {
        return ((boolean[]) DeviceElements.of(null, List.of(flag), null, new Type(DType.BOOL, List.of()), DType.BOOL).array())[0];
    }

    private List<Tensor> results(Call call, List<DType> wanted, Set<Integer> stay, Execution under) {
        var out = new ArrayList<Tensor>();
        for (int i = 0; i < program.outputs(); i++) {
            if (i != program.ok()) {
                int k = out.size();
                DeviceElements e = DeviceElements.of(client, call.result(i), devices == null ? null : devices.results().get(k), program.results().get(k), wanted.get(k)).by(under);
                out.add(stay.contains(k) ? call.stays(e, wanted.get(k)) : new Tensor(wanted.get(k), e.dims(), e.array()));
            }
        }
        return out;
    }

    @Override
    public void close() {
        executable.close();
    }
}
