// A shared library that LLVM makes: an NVIDIA driver that the loader takes and that has only a few functions.
package dev.jacobi.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.llvm.host.Platform;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.llvm.natives.Presets;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.zip.ZipFile;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.llvm.LLVM.LLVMContextRef;
import org.bytedeco.llvm.LLVM.LLVMModuleRef;
import org.bytedeco.llvm.global.LLVM;

/** Functions of one pointer, written in LLVM IR. LLVM's own linker, which is in the jar from which the build takes LLVM's library, makes their machine code, too. */
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
        var text = new StringBuilder("target triple = \"" + Platform.host().triple() + "\"\n");
        functions.forEach((name, body) -> text.append("define i32 @" + name + "(ptr %p) { " + body + " }\n"));
        Path bitcode = folder.resolve("driver.bc");
        Natives.Installed files = Natives.inUserCache().install();
        bitcode(text.toString(), bitcode);
        Path linker = linker(folder);
        Path library = folder.resolve("libLLVM.so.20.1"); // the name by which the linker knows it
        if (!Files.exists(library)) {
            Files.createSymbolicLink(library, files.llvm());
        }
        var builder = new ProcessBuilder(linker.toString(), "-flavor", "gnu", "-shared", "-soname", NAME, "-o", folder.resolve(NAME).toString(), bitcode.toString()).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        Process p = builder.start();
        assertEquals("", new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, p.waitFor());
        Files.delete(library);
    }

    private static void bitcode(String text, Path to) {
        Bridge.load(Natives.inUserCache());
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        LLVMContextRef context = LLVM.LLVMContextCreate();
        var module = new LLVMModuleRef();
        var message = new BytePointer((Pointer) null);
        var source = LLVM.LLVMCreateMemoryBufferWithMemoryRangeCopy(Presets.bytes(bytes), bytes.length, Presets.string("driver"));
        assertEquals(0, LLVM.LLVMParseIRInContext(context, source, module, message));
        assertEquals(0, LLVM.LLVMWriteBitcodeToFile(module, to.toString()));
        LLVM.LLVMDisposeModule(module);
        LLVM.LLVMContextDispose(context);
    }

    /** Takes LLVM's linker out of Bytedeco's jar with the natives, which lies beside the one with the classes. */
    private static Path linker(Path folder) throws IOException {
        Path linker = folder.resolve("lld");
        try {
            String classes = Path.of(LLVM.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
            String platform = Platform.host().label();
            try (var jar = new ZipFile(classes.replaceAll("[.]jar$", "-" + platform + ".jar")); var in = jar.getInputStream(jar.getEntry("org/bytedeco/llvm/" + platform + "/lld"))) {
                Files.copy(in, linker, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        Files.setPosixFilePermissions(linker, PosixFilePermissions.fromString("rwx------"));
        return linker;
    }
}
