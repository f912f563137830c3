// A shared library that LLVM makes: an NVIDIA driver that the loader takes and that has only a few functions.
package dev.jacobi.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.llvm.host.Platform;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.llvm.natives.Presets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.llvm.LLVM.LLVMContextRef;
import org.bytedeco.llvm.LLVM.LLVMModuleRef;
import org.bytedeco.llvm.LLVM.LLVMTargetRef;
import org.bytedeco.llvm.global.LLVM;

/** Functions of one pointer, written in LLVM IR. LLVM compiles them, and its own linker, which the build takes from the jar that has LLVM's library, makes the library. */
final class DriverLibrary {
    private static final String NAME = "libcuda.so.1";

    private DriverLibrary() {
    }

    /** The body of a function that returns a number. */
    static String returning(int n) {
        return "ret i32 " + n;
    }

    /** The body of a function that stores a number where its argument points to and returns 0. */
    static String storing(int n) {
        return "store i32 " + n + ", ptr %p ret i32 0";
    }

    /** Writes the library, as the loader looks for it in a folder of {@code LD_LIBRARY_PATH}. */
    static void write(Path folder, Map<String, String> functions) throws IOException, InterruptedException {
        var text = new StringBuilder();
        functions.forEach((name, body) -> text.append("define i32 @" + name + "(ptr %p) { " + body + " }\n"));
        Path object = folder.resolve("driver.o");
        Natives.Installed files = Natives.inUserCache().install();
        compile(text.toString(), object);
        Path linker = Path.of(System.getProperty("linker"));
        Files.setPosixFilePermissions(linker, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path library = folder.resolve("libLLVM.so.20.1"); // the name by which the linker knows it
        if (!Files.exists(library)) {
            Files.createSymbolicLink(library, files.llvm());
        }
        var builder = new ProcessBuilder(linker.toString(), "-flavor", "gnu", "-shared", "-soname", NAME, "-o", folder.resolve(NAME).toString(), object.toString()).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        Process p = builder.start();
        assertEquals("", new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, p.waitFor());
        Files.delete(library);
    }

    private static void compile(String text, Path to) {
        Bridge.load(Natives.inUserCache());
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        BytePointer triple = Presets.string(Platform.host().triple());
        LLVMContextRef context = LLVM.LLVMContextCreate();
        var module = new LLVMModuleRef();
        var target = new LLVMTargetRef();
        var message = new BytePointer((Pointer) null);
        var source = LLVM.LLVMCreateMemoryBufferWithMemoryRangeCopy(Presets.bytes(bytes), bytes.length, Presets.string("driver"));
        assertEquals(0, LLVM.LLVMParseIRInContext(context, source, module, message));
        assertEquals(0, LLVM.LLVMGetTargetFromTriple(triple, target, message));
        BytePointer none = Presets.string("");
        var machine = LLVM.LLVMCreateTargetMachine(target, triple, none, none, LLVM.LLVMCodeGenLevelDefault, LLVM.LLVMRelocPIC, LLVM.LLVMCodeModelDefault);
        assertEquals(0, LLVM.LLVMTargetMachineEmitToFile(machine, module, Presets.string(to.toString()), LLVM.LLVMObjectFile, message));
        LLVM.LLVMDisposeTargetMachine(machine);
        LLVM.LLVMDisposeModule(module);
        LLVM.LLVMContextDispose(context);
    }
}
