package dev.jacobi.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.array.mesh.Layout;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.pjrt.program.ShardLayout;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Partition;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where the public interface says that a device's block begins is where programs for a plugin's devices have it. */
class MeshLayoutTest {
    @Test
    void bothSidesAgreeOnBlocks() {
        var names = List.of("a", "b", "c");
        var sizes = List.of(2, 3, 2);
        var axes = new MeshAxes(names, sizes, List.of());
        var sharding = new MeshSharding(names, sizes, IntStream.range(0, 12).boxed().toList(), List.of(), List.of());
        List<List<List<String>>> specs = List.of(List.of(), List.of(List.of("a")), List.of(List.of(), List.of("c")), List.of(List.of("b"), List.of("a")), List.of(List.of("a", "b", "c")),
            List.of(List.of("c", "a"), List.of("b")), List.of(List.of(), List.of("b", "c", "a")));
        int[] shape = {12, 24};
        for (List<List<String>> spec : specs) {
            Layout l = Layout.of(axes, new Partition(spec), shape);
            ShardLayout s = sharding.blocks(spec, new Type(DType.F32, IntStream.of(shape).mapToObj(Dim::of).toList()));
            assertEquals(IntStream.of(l.block()).boxed().toList(), s.block());
            for (int d = 0; d < 12; d++) {
                assertArrayEquals(l.start(axes.coordinates(d)), s.starts().get(d).stream().mapToInt(Integer::intValue).toArray(), spec + " " + d);
            }
        }
    }
}
