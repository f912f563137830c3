package dev.jacobi.backend.device;

import dev.jacobi.pjrt.client.DeviceElements;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.pjrt.program.HloProgram;
import dev.jacobi.pjrt.program.Partitioning;
import dev.jacobi.pjrt.program.ShardLayout;
import dev.jacobi.report.MethodStats;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Partition;
import java.util.HashMap;
import java.util.Map;

/** How the arrays of a program are divided that have this or that layout on the devices: what users see of these. */
public final class PjrtLayouts {
    /** Of a program for one device. */
    public static final PjrtLayouts NONE = new PjrtLayouts(null, Map.of());
    private final MeshAxes mesh;
    private final Map<ShardLayout, Partition> partitions;

    private PjrtLayouts(MeshAxes mesh, Map<ShardLayout, Partition> partitions) {
        this.mesh = mesh;
        this.partitions = partitions;
    }

    /** Of a program on a mesh, which has a place for each result. */
    public static PjrtLayouts of(MeshSharding mesh, HloProgram p, Partitioning on) {
        var partitions = new HashMap<ShardLayout, Partition>();
        for (int k = 0; k < on.params().size(); k++) {
            partitions.put(on.params().get(k), Partition.trimmed(mesh.in().get(p.arguments().get(k))));
        }
        for (int k = 0; k < on.results().size(); k++) {
            partitions.put(on.results().get(k), Partition.trimmed(mesh.out().get(k)));
        }
        return new PjrtLayouts(new MeshAxes(mesh.names(), mesh.sizes(), mesh.devices()), partitions);
    }

    /** Elements on the devices as arrays hold them; {@code later} is null for a call that has ended. */
    public PjrtMemory memory(DeviceElements e, MethodStats stats, LaterResults later) {
        return new PjrtMemory(e, stats, mesh, mesh == null ? null : partitions.get(e.layout()), e.under() == null ? null : later);
    }
}
