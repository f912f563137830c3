package dev.jacobi.backend.saved;

import dev.jacobi.JacobiException;
import dev.jacobi.backend.device.DeviceCalls;
import dev.jacobi.backend.device.PjrtLayouts;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.client.Client;
import dev.jacobi.pjrt.client.DeviceElements;
import dev.jacobi.pjrt.client.DeviceProgram;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.pjrt.program.Partitioning;
import dev.jacobi.report.MethodStats;
import dev.jacobi.stub.BoxedProgram;
import dev.jacobi.woven.Deopt;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A plugin's program that was read from a file. There is nothing to run instead of it: a call that has no result throws a {@link Deopt} with the reason. */
public final class LoadedProgram implements BoxedProgram {
    private final PluginCode code;
    private final Client client;
    private final List<DType> results;
    private final MethodStats stats;
    private final DeviceCalls calls;
    private final DeviceProgram program;
    private final PjrtLayouts layouts;

    /** Loads it; a {@link JacobiException} says why the devices cannot run it. */
    public LoadedProgram(PluginCode code, Client client, List<DType> results, MethodStats stats) {
        this.code = code;
        this.client = client;
        this.results = results;
        this.stats = stats;
        this.calls = new DeviceCalls(stats);
        String kind = client.devices().get(0).kind();
        if (!client.platform().equals(code.platform()) || !kind.equals(code.kind())) {
            throw new JacobiException("The program cannot be loaded: it was compiled for devices of the kind " + code.kind() + " (" + code.platform() + "), and those that are here are of the kind " + kind
                + " (" + client.platform() + "); compile it for these.");
        }
        MeshSharding mesh = onDevices(code.mesh());
        try {
            Partitioning on = mesh == null ? null : mesh.partitioning(code.program());
            this.layouts = mesh == null ? PjrtLayouts.NONE : PjrtLayouts.of(mesh, code.program(), on);
            this.program = DeviceProgram.load(client, code.program(), on, code.executable());
        } catch (PjrtException e) {
            throw new JacobiException("The program cannot be loaded: " + e.getMessage() + ".", e);
        }
    }

    /** What was compiled ahead of time is for devices that are numbered from 0. */
    private static MeshSharding onDevices(MeshSharding m) {
        return m == null || !m.devices().isEmpty() ? m : new MeshSharding(m.names(), m.sizes(), IntStream.range(0, m.count()).boxed().toList(), m.in(), m.out());
    }

    @Override
    public boolean borrows() {
        return true;
    }

    @Override
    public List<Tensor> run(List<Tensor> in) {
        return run(in, Set.of());
    }

    @Override
    public List<Tensor> run(List<Tensor> in, Set<Integer> stay) {
        for (int k = 0; k < in.size(); k++) {
            List<Integer> dims = IntStream.of(in.get(k).dims()).boxed().toList();
            if (!dims.equals(code.dims().get(k))) {
                throw Deopt.because("the program is for arrays of the extents that it was saved with, " + code.dims().get(k) + ", and got " + dims);
            }
            if (code.fixed().containsKey(k) && !code.fixed().get(k).equals(in.get(k).get(0))) {
                throw Deopt.because("the number " + code.fixed().get(k) + " is compiled in, and " + in.get(k).get(0) + " was given");
            }
        }
        try {
            DeviceProgram.Outcome o = calls.run(in, client, () -> program.call(in, results, stay), e -> e instanceof PjrtException x && x.code() == ErrorCode.RESOURCE_EXHAUSTED);
            stats.device(o.transferNanos(), o.runNanos());
            if (o.results() == null) {
                throw Deopt.because("a check failed on the device");
            }
            return calls.settle(in, o.uploads(), o.results(), DeviceElements.class, e -> layouts.memory(e, stats, null));
        } catch (PjrtException e) {
            throw Deopt.because("the device failed: " + e.getMessage());
        }
    }
}
