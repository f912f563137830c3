package dev.jacobi.ptx.device;

import static dev.jacobi.ptx.device.CudaDeviceTest.says;
import static dev.jacobi.ptx.device.TwiceKernel.code;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ptx.device.DeviceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stack for functions that call themselves and a heap for arrays that threads make: how much is needed, and that the device has it before such code runs. */
class CudaLimitsTest {
    private final FakeDriver fake = new FakeDriver(Map.of());

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void functionsAndArraysOfThreadsNeedStackAndHeap() {
        CudaDevice d = fake.device();
        long before = fake.calls("cuCtxSetLimit");
        d.load(code(".visible .entry k()\n{\n .local .b8 __local_depot0[64];\n}\n"));
        assertEquals(before, fake.calls("cuCtxSetLimit"), "the assembler knows what a kernel alone needs");
        String deep = ".func f()\n;\n.func (.param .b64 r) f()\n{\n .local .b8 __local_depot0[100];\n call.uni (r), \n f, \n (\n p\n );\n}\n.visible .entry k()\n{\n .local .b8 __local_depot1[64];\n}\n";
        assertEquals(new CudaLimits(2048 + 64 + 48 * 500, false), CudaLimits.of(deep));
        says(Kind.CODE, "needs 26112 bytes of stack in each thread", () -> d.load(code(deep)));
        fake.attribute(39, 32);
        CudaDevice small = fake.device();
        before = fake.calls("cuCtxSetLimit");
        small.load(code(deep));
        assertEquals(26112, fake.limit(0));
        small.load(code(deep));
        assertEquals(before + 1, fake.calls("cuCtxSetLimit"));
    }

    /** A frame has the registers that are saved, of which the text says nothing. */
    @Test
    void framesAreAsLargeAsTheAssemblerSays() {
        fake.attribute(39, 32);
        CudaDevice d = fake.device();
        String deep = ".func f()\n{\n call f, ();\n}\n.visible .entry k()\n{\n}\n";
        String said = "ptxas info    : Function properties for k\n    96 bytes stack frame, 0 bytes spill stores\nptxas info    : Function properties for f\nptxas         .     736 bytes stack frame, 732 bytes";
        for (String form : new String[] {"ptxas info    :     736", "    736"}) {
            assertEquals(new CudaLimits(2048 + 48 * 752, false), CudaLimits.of(deep, said.replace("ptxas         .     736", form)));
        }
        assertEquals(new CudaLimits(2048 + 48 * 752, false), CudaLimits.of(deep, said));
        assertEquals(new CudaLimits(2048 + 48 * 400, false), CudaLimits.of(deep, "ptxas info : Compile time = 5 ms"));
        String registers = deep.replace("{\n call", "{\n .reg .pred \t%p<3>;\n .reg .b32 \t%r<11>;\n .reg .f64 \t%fd<51>;\n call");
        assertEquals(new CudaLimits(2048 + 48 * (12 + 44 + 408), false), CudaLimits.of(registers, ""));
        assertEquals(new CudaLimits(2048 + 48 * 1024, false), CudaLimits.of(registers.replace("<51>", "<510>"), ""), "there are not so many registers");
        fake.assemblerSays(said);
        d.load(code(deep));
        assertEquals(2048 + 48 * 752, fake.limit(0));
        fake.assemblerSays(said.replace("736", "7000"));
        long unloaded = fake.calls("cuModuleUnload");
        says(Kind.CODE, "bytes of stack in each thread", () -> fake(2048).load(code(deep)));
        assertEquals(unloaded + 1, fake.calls("cuModuleUnload"), "the code does not stay");
    }

    /** As the toolkit's says where the driver cannot compile. */
    @Test
    void framesOfAssembledCodeToo(@TempDir Path folder) throws IOException {
        Path program = Files.writeString(folder.resolve("ptxas"), "#!/bin/sh\necho code > $4; echo 'Function properties for f'; echo '    600 bytes stack frame'\n");
        assertTrue(program.toFile().setExecutable(true));
        fake.attribute(39, 32);
        fake.fails("cuModuleLoadDataEx", 222, 1);
        new CudaDevice(fake.driver(), Assembler.find(folder.toString()), FakeDriver::none).load(code(".func f()\n{\n call f, ();\n}\n.visible .entry k()\n{\n}\n"));
        assertEquals(2048 + 48 * 616, fake.limit(0));
    }

    private CudaDevice fake(int threads) {
        fake.attribute(39, threads);
        return fake.device();
    }

    @Test
    void stackIsForFunctionsThatReachThemselves() {
        String code = """
            .extern .func  (.param .b64 func_retval0) malloc
            (
            \t.param .b64 malloc_param_0
            )
            ;
            .func  (.param .b64 func_retval0) jacobi_$_allocate(
            \t.param .b64 jacobi_$_allocate_param_0
            )
            {
            \t.local .align 8 .b8 \t__local_depot0[40];
            \tcall.uni (retval0),\s
            \tmalloc,\s
            \t(
            \tparam0
            \t);
            }
            .func even(
            \t.param .b64 p
            )
            {
            \t.local .align 8 .b8 \t__local_depot1[8];
            \tcall.uni\s
            \tODD,\s
            \t(
            \tparam0
            \t);
            }
            .func odd(
            \t.param .b64 p
            )
            {
            \t.local .align 8 .b8 \t__local_depot2[16];
            \tcall.uni\s
            \teven,\s
            \t(
            \tparam0
            \t);
            }
            .visible .entry map_0(
            \t.param .u64 p
            )
            {
            \t.local .align 8 .b8 \t__local_depot3[24];
            \tcall.uni even, (param0);
            }
            """;
        assertEquals(new CudaLimits(0, true), CudaLimits.of(code.replace("ODD", "jacobi_$_allocate")), "the assembler adds up what is called once");
        assertEquals(new CudaLimits(2048 + 24 + 40 + 48 * 416, true), CudaLimits.of(code.replace("ODD", "odd")), "each of two functions calls the other");
    }

    /** Two devices of ours, or another library of the process, have the same context. */
    @Test
    void aLimitOfTheContextIsNeverMadeLess() {
        fake.attribute(39, 32);
        CudaDevice one = fake.device();
        CudaDevice other = fake.device();
        String frame = ".func f()\n{\n .local .b8 __local_depot0[%d];\n call f, ();\n}\n.visible .entry k()\n{\n}\n";
        one.load(code(frame.formatted(1000)));
        long most = fake.limit(0);
        assertEquals(2048 + 48 * 1400, most);
        other.load(code(frame.formatted(100)));
        assertEquals(most, fake.limit(0));
        other.load(code(frame.formatted(2000)));
        assertEquals(2048 + 48 * 2400, fake.limit(0));
        one.load(code(frame.formatted(1000)));
        assertEquals(2048 + 48 * 2400, fake.limit(0));
        fake.fails("cuCtxGetLimit", 1, 1);
        says(Kind.CODE, "asking for limit 0 of its context", () -> one.load(code(frame.formatted(1000))));
        fake.fails("cuCtxSetLimit", 1, 1);
        fake.device().load(code("malloc"));
    }

    /** The driver takes the heap with the first module that is loaded, and its size cannot be changed after that. */
    @Test
    void memoryForArraysOfThreadsIsTakenBeforeAnyCode() {
        CudaDevice d = fake.device();
        assertEquals(0, fake.calls("cuModuleLoadDataEx"));
        assertEquals(8_000_000_000L / 16, fake.limit(2));
        String arrays = ".extern .func (.param .b64 r) malloc\n(\n);\n.visible .entry k()\n{\n}\n";
        d.load(code(arrays));
        assertEquals(1, fake.calls("cuCtxSetLimit"));
    }
}
