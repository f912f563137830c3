package dev.jacobi.backend.device;

import dev.jacobi.array.core.ArrayRuntime;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.client.Client;
import dev.jacobi.pjrt.client.DeviceElements;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.pjrt.program.ShardLayout;
import dev.jacobi.report.MethodStats;
import dev.jacobi.spi.DeviceMemory;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.MeshDevices;
import dev.jacobi.spi.Partition;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The devices of a PJRT plugin for meshes. */
public final class PjrtDevices implements MeshDevices {
    private final Supplier<Client> client;
    /** Counts what is read of arrays that no call has made. */
    private final MethodStats stats = new MethodStats("dev/jacobi/Jacobi", "put", "()V");

    /** Of the plugin whose client this gives; where that throws, what it throws says why there is none. */
    public PjrtDevices(Supplier<Client> client) {
        this.client = client;
    }

    @Override
    public List<Integer> numbers() {
        return client.get().devices().stream().map(d -> d.description().id()).toList();
    }

    private static ShardLayout layout(MeshAxes mesh, Partition partition, DType type, int... dims) {
        return new MeshSharding(mesh.names(), mesh.sizes(), mesh.devices(), List.of(), List.of())
            .blocks(partition.axes(), new Type(type, IntStream.of(dims).mapToObj(Dim::of).toList()));
    }

    @Override
    public Object place(MeshAxes mesh, Partition partition, int... dims) {
        return new DeviceElements.Place(client.get(), layout(mesh, partition, DType.BOOL, dims));
    }

    @Override
    public DeviceMemory put(long address, DType type, MeshAxes mesh, Partition partition, int... dims) {
        Client c = client.get();
        if (type == DType.F64 && c.platform().equals("tpu")) {
            throw new PjrtException(ErrorCode.UNIMPLEMENTED, "TPUs have no f64; convert the array by astype(DType.F32)");
        }
        ShardLayout layout = layout(mesh, partition, type, dims);
        try {
            return put(c, layout, address, type, mesh, partition, dims);
        } catch (PjrtException e) {
            if (e.code() != ErrorCode.RESOURCE_EXHAUSTED) {
                throw e;
            }
            ArrayRuntime.ofProcess().heap().devices().reclaim(c);
            return put(c, layout, address, type, mesh, partition, dims);
        }
    }

    private DeviceMemory put(Client c, ShardLayout layout, long address, DType type, MeshAxes mesh, Partition partition, int... dims) {
        return new PjrtMemory(DeviceElements.upload(c, layout, address, type, type, dims), stats, mesh, partition, null);
    }
}
