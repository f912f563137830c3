package dev.jacobi.ptx.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.llvm.LLVM.LLVMModuleRef;
import org.bytedeco.llvm.LLVM.LLVMTargetRef;
import org.bytedeco.llvm.global.LLVM;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver through Bytedeco's preset: the functions of {@link FakeDriver} and {@link FakeCublas}, linked to libraries that a JVM of its own takes for NVIDIA's. That needs a linker and the CUDA runtime, which the
 * preset is linked to.
 */
class CudaPresetTest {
    @TempDir
    Path folder;

    @Test
    void allFunctionsAreCalledThroughThePreset() throws Exception {
        Assumptions.assumeTrue(CudaFolders.all().stream().anyMatch(f -> Files.isReadable(Path.of(f + "libcudart.so." + CudaPresets.VERSION))), "the CUDA runtime is not installed");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/ld")), "there is no linker");
        FakeDriver.LLVM.cpu(); // LLVM is loaded by then
        Path driver = library("libcuda.so.1", FakeDriver.text("fake", Map.of("twice", TwiceKernel.TWICE)) + aliases(FakeDriver.functions())
            + "@cuEventElapsedTime_v2 = alias i32 (ptr, i64, i64, i64, ptr), ptr @fake_cuEventElapsedTime\n");
        Path cublas = library("libcublas.so.13", FakeCublas.text("fake") + aliases(FakeCublas.FUNCTIONS));
        Path light = library("libcublasLt.so.13", "@nothing = global i32 0");
        Process p = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"), PresetProgram.class.getName(),
            driver.toString(), light.toString(), cublas.toString()).redirectErrorStream(true).start();
        List<String> lines = new String(p.getInputStream().readAllBytes()).lines().filter(l -> !l.startsWith("WARNING: ")).toList();
        assertEquals(0, p.waitFor(), String.join("\n", lines));
        Set<String> called = new HashSet<>(Set.of(lines.get(lines.size() - 1).split(" ")));
        assertEquals(List.of(), FakeDriver.functions().stream().filter(f -> !called.contains(f)).sorted().collect(Collectors.toList()), String.join("\n", lines));
    }

    /** Functions under the names that programs are linked to. */
    private static String aliases(List<String> functions) {
        return functions.stream().map(f -> "@" + f + " = alias i32 (ptr, i64, i64, i64, ptr), ptr @fake_" + f + "\n").collect(Collectors.joining());
    }

    /** A library of this name in the folder. */
    private Path library(String name, String text) throws IOException, InterruptedException {
        Path object = folder.resolve(name + ".o");
        object(text, object);
        Path library = folder.resolve(name);
        // NVIDIA's libraries, but for the driver, have symbols of a version of the same name
        Path versions = Files.writeString(folder.resolve(name + ".versions"), name.startsWith("libcuda") ? "{ global: *; };" : name + " { global: *; };");
        Process ld = new ProcessBuilder("/usr/bin/ld", "-shared", "--version-script", versions.toString(), "-soname", name, "-o", library.toString(), object.toString()).redirectErrorStream(true).start();
        assertEquals("", new String(ld.getInputStream().readAllBytes()));
        ld.waitFor(1, TimeUnit.MINUTES);
        return library;
    }

    private static void object(String text, Path to) {
        var context = LLVM.LLVMContextCreate();
        var module = new LLVMModuleRef();
        var message = new BytePointer((Pointer) null);
        assertEquals(0, LLVM.LLVMParseIRInContext(context, LLVM.LLVMCreateMemoryBufferWithMemoryRangeCopy(text, text.length(), "fake"), module, message));
        var target = new LLVMTargetRef();
        BytePointer triple = LLVM.LLVMGetDefaultTargetTriple();
        assertEquals(0, LLVM.LLVMGetTargetFromTriple(triple, target, message));
        var machine = LLVM.LLVMCreateTargetMachine(target, triple.getString(), "", "", LLVM.LLVMCodeGenLevelNone, LLVM.LLVMRelocPIC, LLVM.LLVMCodeModelDefault);
        assertEquals(0, LLVM.LLVMTargetMachineEmitToFile(machine, module, to.toString(), LLVM.LLVMObjectFile, new byte[8]));
    }
}
