// What the client does when a plugin is not what it should be, or fails: one sentence, and nothing is left behind. The plugin is FakePlugin.
package dev.jacobi.pjrt.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.pjrt.capi.ElementType;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.HostMemory;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.fake.FakePlugin;
import dev.jacobi.pjrt.program.HloProgram;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultTest {
    private static final Type FOUR = Type.of(DType.F32, Dim.of(4));
    private static final HloProgram PROGRAM = new HloProgram("module {}", List.of(FOUR), List.of(0), Map.of(), List.of(FOUR), -1, List.of(), List.of());
    /** Functions whose failure nobody needs to hear of: they free what is done with, or tell what is only shown to people. */
    private static final Set<String> NOT_SAID = Set.of("Error_Destroy", "Error_Message", "Error_GetCode", "Client_Destroy", "LoadedExecutable_Destroy",
        "Executable_Destroy", "Buffer_Destroy", "TopologyDescription_Destroy", "DeviceDescription_DebugString",
        "DeviceDescription_Attributes");
    private static final String REMEDY = "name one by -Djacobi[.]pjrt[.]plugin=FILE or .*";
    private FakePlugin fake;

    @BeforeEach
    void make() {
        fake = new FakePlugin();
    }

    /** Everything that the client can do, once; what it got is right. */
    private static void everything(FakePlugin fake) {
        Plugin p = fake.open();
        try (Client c = p.client(Map.of("allocator", "bfc", "memory_fraction", 0.5f, "preallocate", false, "node_id", 1L, "visible_devices", List.of(0L, 1L)))) {
            assertEquals("fake", c.platform());
            assertEquals(Map.of("bytes_in_use", 99L), c.devices().get(0).memory());
            assertEquals(3, c.devices().get(0).description().id());
            try (DeviceProgram d = DeviceProgram.compile(c, PROGRAM)) {
                DeviceProgram.Outcome o = d.call(List.of(Tensor.of(new float[4])), List.of(DType.F32));
                assertArrayEquals(new float[] {1, 1, 1, 1}, (float[]) o.results().get(0).data());
            }
            try (LoadedExecutable l = c.load(new byte[] {1, 2}); Executable e = l.executable()) {
                assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, e.serialize());
            }
        }
        try (Topology t = p.topology("x:1", Map.of()); Executable e = t.compile("module {}", CompileOptions.ONE_DEVICE)) {
            assertEquals("fake", t.platform());
            assertEquals(List.of(3), t.devices().stream().map(PluginDevice.Description::id).toList());
            assertEquals(List.of(new Executable.Output(ElementType.F32, List.of(4L))), e.outputTypes());
            assertEquals(Map.of("flops", 7.5), e.cost());
            assertEquals(77, e.memory().peak());
        }
    }

    @Test
    void whatWorksLeavesNothingBehind() {
        everything(fake);
        assertEquals(Map.of(), fake.left());
        assertTrue(fake.made(FakePlugin.Kind.EVENT) == 3 && fake.made(FakePlugin.Kind.BUFFER) == 2);
    }

    /** A plugin that does not know an option may refuse it. */
    @Test
    void onlyThePluginForCudaIsToldNotToTakeTheWholeMemory() {
        assertEquals(Map.of("preallocate", false), Plugin.usual(Map.of("xla_version", 2L, "cuda_version", 13000L)));
        assertEquals(Map.of(), Plugin.usual(Map.of("xla_version", 2L)));
        try (Client c = fake.open().client()) {
            assertEquals("fake", c.platform());
        }
    }

    @Test
    void eachFunctionMayFailAndIsHeardOf() {
        for (String f : fake.functions()) {
            FakePlugin broken = new FakePlugin().failing(f, ErrorCode.INTERNAL.ordinal());
            if (NOT_SAID.contains(f)) {
                everything(broken);
            } else {
                PjrtException e = assertThrows(PjrtException.class, () -> everything(broken), f);
                assertEquals(ErrorCode.INTERNAL, e.code(), f);
                assertEquals(FakePlugin.INJECTED, e.detail(), f);
                assertTrue(e.getMessage().matches("The plugin fake\\.so could not [a-z '0-9:]+: injected; for the test \\(INTERNAL\\)"), e.getMessage());
            }
            // only what a failing function itself should have freed may be left; an error is freed by the client in any case
            assertTrue(broken.left().isEmpty() || f.endsWith("_Destroy"), f + " leaves " + broken.left());
        }
    }

    @Test
    void eachFunctionMayBeMissing() {
        for (String f : fake.functions()) {
            FakePlugin broken = new FakePlugin().without(f);
            if (NOT_SAID.contains(f) && !f.startsWith("Error_") || f.equals("Plugin_Attributes")) {
                everything(broken);
            } else {
                String said = assertThrows(PjrtException.class, () -> everything(broken), f).getMessage();
                assertTrue(said.endsWith("it has no function PJRT_" + f) || said.equals("The plugin fake.so has no function PJRT_" + f
                    + ", without which no other can be used"), said);
            }
        }
    }

    @Test
    void eachFunctionMayLieAboutWhatItMade() {
        for (String f : List.of("Client_Create", "Client_Compile", "Executable_DeserializeAndLoad", "LoadedExecutable_GetExecutable",
                "LoadedExecutable_Execute", "Client_BufferFromHostBuffer", "TopologyDescription_Create", "Compile")) {
            FakePlugin broken = new FakePlugin().silent(f);
            PjrtException e = assertThrows(PjrtException.class, () -> everything(broken), f);
            assertTrue(e.code() == ErrorCode.INTERNAL && e.getMessage().startsWith("The plugin fake.so reported success, but gave no "), f + ": " + e.getMessage());
            assertEquals(Map.of(), broken.left(), f);
        }
        FakePlugin broken = new FakePlugin().silent("Client_AddressableDevices");
        assertEquals("The plugin fake.so has no devices that this process can use", assertThrows(PjrtException.class, () -> everything(broken)).getMessage());
        assertEquals(Map.of(), broken.left());
    }

    @Test
    void errorsKeepTheirKind() {
        PjrtException none = assertThrows(PjrtException.class, () -> everything(fake.failing("Client_Create", 5)));
        assertEquals("The plugin fake.so could not open a device: injected; for the test (NOT_FOUND)", none.getMessage());
        PjrtException full = assertThrows(PjrtException.class, () -> everything(new FakePlugin().failing("Client_BufferFromHostBuffer", 8)));
        assertEquals("The plugin fake.so could not copy data to the device: injected; for the test (RESOURCE_EXHAUSTED)", full.getMessage());
        assertEquals(ErrorCode.RESOURCE_EXHAUSTED, full.code());
        assertEquals(ErrorCode.UNKNOWN, assertThrows(PjrtException.class, () -> everything(new FakePlugin().failing("Client_Create", 99))).code());
    }

    /** The place that the compiler names is one of our text, which was made for an equation from a line of Java. */
    @Test
    void anErrorOfTheCompilerNamesOurOperationAndTheLineOfJava() {
        var lines = Arrays.asList(null, null, new HloProgram.Origin("t = tanh s", "Net.layer:17"));
        var program = new HloProgram("module {\n}", List.of(FOUR), List.of(0), Map.of(), List.of(FOUR), -1, lines, List.of());
        fake.failing("Client_Compile", ErrorCode.INVALID_ARGUMENT.ordinal()).saying("-:3:8: error: no such operation");
        try (Client c = fake.open().client()) {
            assertEquals("The plugin fake.so could not compile the program: -:3:8: error: no such operation (INVALID_ARGUMENT); line 3 was made for 't = tanh s' from Net.layer:17",
                assertThrows(PjrtException.class, () -> DeviceProgram.compile(c, program)).getMessage());
        }
        assertEquals(Map.of(), fake.left());
    }

    @Test
    void otherVersionsAreRefused() {
        String sentence = "The plugin fake.so has version %s of the PJRT interface, and 0.57 or a later 0.x is needed; install a plugin of another version";
        assertEquals(String.format(sentence, "1.0"), assertThrows(PjrtException.class, fake.version(1, 0)::open).getMessage());
        assertEquals(String.format(sentence, "0.40"), assertThrows(PjrtException.class, fake.version(0, 40)::open).getMessage());
        assertEquals("0.57", fake.version(0, 57).open().version());
        assertEquals("0.300", fake.version(0, 300).open().version());
    }

    @Test
    void aTableThatIsTooShortIsRefusedOrLacksItsLastFunctions() {
        assertEquals("The plugin fake.so gave a table of 40 bytes, which is not that of a PJRT plugin",
            assertThrows(PjrtException.class, fake.tableSize(40)::open).getMessage());
        assertEquals("The plugin fake.so has no function PJRT_Plugin_Initialize, without which no other can be used",
            assertThrows(PjrtException.class, fake.tableSize(64)::open).getMessage());
        // up to Client_BufferFromHostBuffer, number 22
        fake.tableSize(40 + 8 * 23);
        assertTrue(assertThrows(PjrtException.class, () -> everything(fake)).getMessage().endsWith("it has no function PJRT_Device_GetDescription"));
    }

    @Test
    void whatIsNoPluginIsASentence() {
        Bridge.load(Natives.inUserCache());
        assertEquals("The file gave no table of functions, so it is not a PJRT plugin that works here",
            assertThrows(PjrtException.class, () -> Plugin.at(0, "The file")).getMessage());
        String other = assertThrows(PjrtException.class, () -> Plugin.open(Path.of("libm.so.6"))).getMessage();
        assertEquals("the file libm.so.6 is a library without the function GetPjrtApi, so it is no PJRT plugin", other);
        String text = assertThrows(PjrtException.class, () -> Plugin.open(Path.of("pom.xml").toAbsolutePath())).getMessage();
        assertTrue(text.matches("the plugin .*pom[.]xml cannot be loaded: .*pom[.]xml: [a-z].+; a plugin is a shared library for this machine: " + REMEDY), text);
        String folder = assertThrows(PjrtException.class, () -> Plugin.open(Path.of("src").toAbsolutePath())).getMessage();
        assertTrue(folder.matches("the plugin .*src cannot be loaded: .*src: [a-z].+; a plugin is a shared library for this machine: " + REMEDY), folder);
    }

    /** Types that Java has not, one of a later version among them; types that the program's results have not; more elements than bytes. */
    @Test
    void resultsOfOtherTypesAreRefused() {
        Map.of(ElementType.C64.ordinal(), "the plugin returned elements of the type C64, which Java has not",
            ElementType.U8.ordinal(), "the plugin returned elements of the type U8, which Java has not",
            99, "the plugin returned elements of the type INVALID, which Java has not",
            ElementType.S32.ordinal(), "elements of the type i32 came where f32 is expected",
            ElementType.F64.ordinal(), "the plugin has 16 bytes for an array of 32").forEach((type, sentence) -> {
                FakePlugin other = new FakePlugin().resultType(type);
                PjrtException e = assertThrows(PjrtException.class, () -> everything(other), sentence);
                assertEquals(sentence, e.getMessage());
                assertEquals(ErrorCode.INTERNAL, e.code());
                assertEquals(Map.of(), other.left(), sentence);
            });
    }

    @Test
    void resultsOfOtherExtentsAreRefused() {
        Type five = new Type(DType.F32, List.of(Dim.of(5)));
        var program = new HloProgram("module {}", List.of(FOUR), List.of(0), Map.of(), List.of(five), -1, List.of(), List.of());
        try (Client c = fake.open().client(); DeviceProgram d = DeviceProgram.compile(c, program)) {
            assertEquals("the plugin returned an array of the extents [4] where the program has " + five,
                assertThrows(PjrtException.class, () -> d.call(List.of(Tensor.of(new float[4])), List.of(DType.F32))).getMessage());
        }
        assertEquals(Map.of(), fake.left());
    }

    @Test
    void whatIsClosedCannotBeUsedAndAParentWaitsForItsChildren() {
        Client c = fake.open().client(Map.of());
        Buffer b;
        try (HostMemory m = HostMemory.of(DType.F32, new float[4])) {
            b = c.upload(m, ElementType.F32, new long[] {4}, c.devices().get(0));
        }
        c.close();
        c.close();
        assertEquals(Map.of("CLIENT", 1L, "BUFFER", 1L), fake.left());
        b.close();
        assertEquals(Map.of(), fake.left());
        assertTrue(b.isClosed());
        assertThrows(IllegalStateException.class, b::dims);
        assertThrows(IllegalStateException.class, () -> c.compile("", CompileOptions.ONE_DEVICE));
        assertFalse(c.devices().isEmpty());
    }

    @Test
    void whatNobodyClosesIsDestroyedWhenItIsForgotten() throws InterruptedException {
        fake.open().client(Map.of());
        for (int i = 0; i < 200 && !fake.left().isEmpty(); i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(Map.of(), fake.left());
    }
}
