package dev.jacobi.transform.mesh;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Printer;
import dev.jacobi.ir.simplify.DeadCode;
import dev.jacobi.spi.MeshAxes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one device of a mesh does of a function.
 *
 * @param mesh its axes
 * @param device the function of a device's blocks, with collectives over the mesh's axes
 * @param in how each argument lies: for each of its axes those of the mesh that divide it
 * @param out the same for each result
 * @param collectives what devices exchange, in order
 * @param reasons what is computed as a whole on each device though it lies divided, and why
 */
public record Partitioned(MeshAxes mesh, Func device, List<List<List<String>>> in, List<List<List<String>>> out, List<String> collectives, List<String> reasons) {
    /**
     * Divides a function whose arguments have these shapes, null for one whose lengths are not known, which is not divided. {@code in} and {@code out} say how arguments and results lie; null, or less than an entry for each axis, where that is left open.
     */
    public static Partitioned of(Func f, MeshAxes mesh, List<int[]> shapes, List<List<List<String>>> in, List<List<List<String>>> out) {
        var spread = new Spread(mesh);
        Func known = new DeadCode().run(KnownExtents.of(f, shapes));
        Propagation lies = Propagation.of(known, spread, in, out);
        return Partitioner.of(known, spread, lies, out);
    }

    /** The program of one device under a comment that says how arguments and results lie, and what is exchanged. */
    public String text(String name) {
        var lines = new ArrayList<String>();
        lines.add("mesh " + IntStream.range(0, mesh.names().size()).mapToObj(k -> mesh.names().get(k) + "=" + mesh.sizes().get(k)).collect(Collectors.joining(", ")) + "; each device runs this on its blocks");
        lines.add("arguments " + laid(in));
        lines.add("results " + laid(out));
        collectives.forEach(m -> lines.add("collective " + m));
        new LinkedHashSet<>(reasons).forEach(r -> lines.add("whole: " + r));
        return lines.stream().map(l -> "// " + l + "\n").collect(Collectors.joining()) + Printer.print(name, device);
    }

    private static String laid(List<List<List<String>>> all) {
        return all.stream().map(Spread::text).collect(Collectors.joining(" "));
    }
}
