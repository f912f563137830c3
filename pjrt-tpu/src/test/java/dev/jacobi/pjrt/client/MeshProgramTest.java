// Programs on several devices of a plugin: what each device gets and gives, what stays there, and that nothing is left behind wherever a device fails. The plugin is FakePlugin.
package dev.jacobi.pjrt.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.HostMemory;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.fake.FakePlugin;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.pjrt.program.HloProgram;
import dev.jacobi.pjrt.program.HloRefusal;
import dev.jacobi.pjrt.program.ShardLayout;
import dev.jacobi.pjrt.program.Tiling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeshProgramTest {
    private static final Type EIGHT = Type.of(DType.F32, Dim.of(8));
    private static final Type FOUR = Type.of(DType.F32, Dim.of(4));
    private static final List<List<String>> ROWS = List.of(List.of("i"));
    private static final List<List<String>> WHOLE = List.of();

    private static MeshSharding mesh(List<Integer> devices, List<List<String>> in, List<List<String>> out) {
        return new MeshSharding(List.of("i"), List.of(devices.size()), devices, List.of(in, WHOLE), List.of(out));
    }

    private static HloProgram program(Type in, Type out) {
        return new HloProgram("module {}", List.of(in, in), List.of(0, 1), Map.of(), List.of(out), -1, List.of(), List.of());
    }

    private static DeviceProgram compiled(Client c, List<Integer> devices, List<List<String>> out) {
        HloProgram p = program(EIGHT, out.equals(ROWS) ? EIGHT : FOUR);
        return DeviceProgram.compile(c, p, mesh(devices, ROWS, out).partitioning(p));
    }

    @Test
    void eachDeviceHasABuffer() {
        var fake = new FakePlugin().devices(3);
        Tensor x = Tensor.of(new float[8]);
        try (Client c = fake.open().client(Map.of()); DeviceProgram rows = compiled(c, List.of(3, 5), ROWS); DeviceProgram whole = compiled(c, List.of(4, 3), WHOLE)) {
            assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 1, 1}, (float[]) rows.call(List.of(x, x), List.of(DType.F32)).results().get(0).data());
            assertEquals(6, fake.made(FakePlugin.Kind.BUFFER));
            assertArrayEquals(new float[] {1, 1, 1, 1}, (float[]) whole.call(List.of(x, x), List.of(DType.F32)).results().get(0).data());
            assertEquals(Map.of("CLIENT", 1L, "LOADED", 2L), fake.left());
        }
        assertEquals(Map.of(), fake.left());
    }

    @Test
    void resultsStayOnAllDevices() {
        var fake = new FakePlugin().devices(2);
        Tensor x = Tensor.of(new float[8]);
        try (Client c = fake.open().client(Map.of()); DeviceProgram rows = compiled(c, List.of(3, 4), ROWS)) {
            Tensor t = rows.call(List.of(x, x), List.of(DType.F32), Set.of(0)).results().get(0);
            var e = (DeviceElements) t.elsewhere();
            assertEquals(2L, fake.left().get("BUFFER"));
            assertEquals(List.of(3, 4), e.devices());
            assertEquals(32, e.bytes());
            assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 1, 1}, (float[]) t.data());
            try (var m = new HostMemory(16)) {
                e.readBlock(1, m.address());
                assertArrayEquals(new float[] {1, 1, 1, 1}, (float[]) m.elements(DType.F32, 4));
            }
            e.free();
            e.free();
            assertEquals(Map.of("CLIENT", 1L, "LOADED", 1L), fake.left());
        }
    }

    /** Whichever call of a function fails, for whichever device: what was made is destroyed. */
    @ParameterizedTest
    @ValueSource(strings = {"Client_BufferFromHostBuffer", "LoadedExecutable_Execute", "Event_Await", "Buffer_ToHostBuffer", "Buffer_Dimensions", "Buffer_ElementType"})
    void aFailureOfAnyDeviceLeavesNothingBehind(String function) {
        int failures = 0;
        for (int call = 1; call < 12; call++) {
            for (boolean stays : new boolean[] {false, true}) {
                var fake = new FakePlugin().devices(2);
                Tensor x = Tensor.of(new float[8]);
                try (Client c = fake.open().client(Map.of()); DeviceProgram d = compiled(c, List.of(3, 4), ROWS)) {
                    fake.failingAt(function, call, ErrorCode.UNAVAILABLE.ordinal());
                    Tensor t = d.call(List.of(x, x), List.of(DType.F32), stays ? Set.of(0) : Set.of()).results().get(0);
                    if (t.elsewhere() instanceof DeviceElements e) {
                        e.free();
                    }
                } catch (PjrtException e) {
                    failures++;
                    assertEquals(ErrorCode.UNAVAILABLE, e.code());
                }
                assertEquals(Map.of(), fake.left(), function + " at call " + call);
            }
        }
        assertTrue(failures > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Client_BufferFromHostBuffer", "LoadedExecutable_Execute", "Event_Await", "Buffer_ToHostBuffer", "Buffer_Dimensions", "Buffer_ElementType", "Client_Compile"})
    void aFunctionThatIsMissingIsNamed(String function) {
        var fake = new FakePlugin().devices(2).without(function);
        Tensor x = Tensor.of(new float[8]);
        PjrtException e = assertThrows(PjrtException.class, () -> {
            try (Client c = fake.open().client(Map.of()); DeviceProgram d = compiled(c, List.of(3, 4), ROWS)) {
                d.call(List.of(x, x), List.of(DType.F32));
            }
        });
        assertTrue(e.getMessage().endsWith(": it has no function PJRT_" + function), e.getMessage());
        // what is made by the call that cannot be waited for has been given back; its event cannot be
        assertEquals(Set.of(), fake.left().keySet().stream().filter(k -> !k.equals("EVENT")).collect(Collectors.toSet()), fake.left().toString());
    }

    @Test
    void anExecutionWithoutResultsLeavesNothingBehind() {
        var fake = new FakePlugin().devices(2).withoutResults();
        try (Client c = fake.open().client(Map.of()); DeviceProgram d = compiled(c, List.of(3, 4), ROWS)) {
            Tensor x = Tensor.of(new float[8]);
            String said = assertThrows(PjrtException.class, () -> d.call(List.of(x, x), List.of(DType.F32))).getMessage();
            assertTrue(said.endsWith("reported success, but gave no Buffer"), said);
        }
        assertEquals(Map.of(), fake.left());
    }

    /** What one device cannot give another one has, where both have the same. */
    @Test
    void whatSeveralDevicesHaveIsReadFromOneThatCanGiveIt() {
        var fake = new FakePlugin().devices(2);
        Tensor x = Tensor.of(new float[8]);
        try (Client c = fake.open().client(Map.of()); DeviceProgram d = compiled(c, List.of(3, 4), WHOLE)) {
            fake.failingAt("Buffer_ToHostBuffer", 1, ErrorCode.UNAVAILABLE.ordinal());
            assertArrayEquals(new float[] {1, 1, 1, 1}, (float[]) d.call(List.of(x, x), List.of(DType.F32)).results().get(0).data());
        }
        assertEquals(Map.of(), fake.left());
    }

    @Test
    void devicesThatAreNotThereAreNamed() {
        try (Client c = new FakePlugin().devices(2).open().client(Map.of())) {
            String said = assertThrows(PjrtException.class, () -> compiled(c, List.of(3, 9), ROWS)).getMessage();
            assertEquals("The plugin fake.so has no device 9 that this process can use; there are [3, 4]", said);
        }
    }

    @Test
    void anAxisThatCannotBeDividedIsRefused() {
        HloProgram p = program(Type.of(DType.F32, Dim.of(7)), EIGHT);
        assertEquals("axis 0 of an array of the extents [7] cannot be divided evenly among 2 devices",
            assertThrows(HloRefusal.class, () -> mesh(List.of(0, 1), ROWS, ROWS).partitioning(p)).getMessage());
    }

    /** Blocks by their places, element by element, for all ways to divide up to three axes among two axes of a mesh. */
    @Test
    void blocksAreWhereTheLayoutSays() {
        var fake = new FakePlugin();
        fake.open();
        var mesh = new MeshSharding(List.of("a", "b"), List.of(2, 3), List.of(0, 1, 2, 3, 4, 5), List.of(), List.of());
        List<List<Integer>> shapes = List.of(List.of(), List.of(12), List.of(6, 12), List.of(12, 6, 6), List.of(6, 0, 6), List.of(6, 6, 1));
        List<List<String>> ways = List.of(List.of(), List.of("a"), List.of("b"), List.of("a", "b"), List.of("b", "a"));
        int checked = 0;
        for (List<Integer> shape : shapes) {
            for (List<List<String>> axes : ways(shape.size(), ways)) {
                Type t = new Type(DType.I32, shape.stream().map(Dim::of).toList());
                List<String> used = axes.stream().flatMap(List::stream).toList();
                boolean even = IntStream.range(0, shape.size()).allMatch(k -> shape.get(k) % axes.get(k).stream().mapToInt(a -> a.equals("a") ? 2 : 3).reduce(1, (x, y) -> x * y) == 0);
                if (used.stream().distinct().count() == used.size() && even) {
                    check(mesh.blocks(axes, t), axes);
                    places(mesh, mesh.blocks(axes, t), t);
                    checked++;
                }
            }
        }
        assertTrue(checked > 40, "layouts: " + checked);
    }

    /** The axes of the mesh are found that a compiler has put blocks along. */
    private static void places(MeshSharding mesh, ShardLayout l, Type t) {
        if (l.elements() > 0) {
            int rank = l.dims().size();
            var made = new Tiling(IntStream.range(0, rank).mapToObj(k -> l.dims().get(k) / l.block().get(k)).toList(),
                l.starts().stream().map(s -> IntStream.range(0, rank).mapToObj(k -> s.get(k) / l.block().get(k)).toList()).toList());
            assertEquals(l, mesh.blocks(mesh.withResults(List.of(made)).out().get(0), t));
        }
    }

    @Test
    void partsThatAreAlongNoAxisOfTheMeshHaveNoName() {
        var mesh = new MeshSharding(List.of("a", "b"), List.of(2, 4), List.of(0, 1, 2, 3, 4, 5, 6, 7), List.of(), List.of());
        assertNull(mesh.withResults(List.of(new Tiling(List.of(2), IntStream.range(0, 8).mapToObj(d -> List.of(d % 2)).toList()))));
        assertNull(mesh.withResults(List.of(new Tiling(List.of(3), IntStream.range(0, 8).mapToObj(d -> List.of(d % 3)).toList()))));
        assertEquals(List.of(List.of()), mesh.withResults(List.of(new Tiling(List.of(), Collections.nCopies(8, List.of())))).out());
        assertEquals(List.of(List.of(List.of("b", "a"))), mesh.withResults(List.of(new Tiling(List.of(8), IntStream.range(0, 8).mapToObj(d -> List.of(d % 4 * 2 + d / 4)).toList()))).out());
    }

    private static List<List<List<String>>> ways(int rank, List<List<String>> each) {
        List<List<List<String>>> out = List.of(List.of());
        for (int k = 0; k < rank; k++) {
            out = out.stream().flatMap(w -> each.stream().map(e -> {
                var more = new ArrayList<>(w);
                more.add(e);
                return List.copyOf(more);
            })).toList();
        }
        return out;
    }

    private static void check(ShardLayout l, List<List<String>> axes) {
        int n = l.dims().stream().reduce(1, (x, y) -> x * y);
        int[] whole = IntStream.range(0, n).toArray();
        int size = (int) l.elements();
        try (HostMemory from = HostMemory.of(DType.I32, whole); HostMemory to = HostMemory.of(DType.I32, new int[n]); var block = new HostMemory(4L * size)) {
            var copies = new BlockCopies(l, 4);
            for (int d = 0; d < 6; d++) {
                copies.out(from.address(), d, block.address());
                int[] want = expected(l, axes, new int[] {d / 3, d % 3});
                assertArrayEquals(want, (int[]) block.elements(DType.I32, size), l + " " + d);
                if (copies.stretch(d) >= 0 && size > 0) {
                    assertEquals(4L * want[0], copies.stretch(d));
                    assertEquals(want[0] + size - 1, want[size - 1]);
                }
                copies.in(block.address(), d, to.address());
            }
            assertArrayEquals(whole, (int[]) to.elements(DType.I32, n), l.toString());
        }
    }

    /** The elements whose place along each axis is in the part of the device at this place of the mesh. */
    private static int[] expected(ShardLayout l, List<List<String>> axes, int[] at) {
        int n = l.dims().stream().reduce(1, (x, y) -> x * y);
        return IntStream.range(0, n).filter(i -> {
            int rest = i;
            boolean own = true;
            for (int k = l.dims().size() - 1; k >= 0; k--) {
                int place = rest % l.dims().get(k);
                rest /= l.dims().get(k);
                int part = 0;
                for (String a : axes.get(k)) {
                    part = a.equals("a") ? part * 2 + at[0] : part * 3 + at[1];
                }
                own &= place / l.block().get(k) == part;
            }
            return own;
        }).toArray();
    }
}
