package dev.jacobi.llvm.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.natives.Natives;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where OpenBLAS cannot be loaded, code that would call it runs its loops, and one sentence says why. */
class WithoutLibraryTest {
    @Test
    void loopsDoTheWork(@TempDir Path folder) throws Exception {
        LlvmModule m = Emitter.emit(new CompileRequest(Parser.parseModule("f(a:f64[m,k], b:f64[k,n]) { c = dot_general[1; 0; ; ] a b; return c }"), "f", List.of(-1), false, 1), 32);
        assertTrue(m.library());
        Path file = Files.writeString(folder.resolve("natives"), "a file where a folder should be");
        var library = new OpenBlas();
        assertNull(library.problem());
        // this instance of LLVM has a runtime of its own, which knows of no library
        Llvm llvm = Llvm.open(Shared.LLVM.natives(), 1);
        library.load(llvm, Natives.in(file), "");
        assertNotNull(library.problem());
        assertTrue(library.notice().startsWith("Matrix products and factors run as loops, as OpenBLAS is not there: "), library.problem());
        assertNull(library.notice());
        String call = m.text() + "\ndefine i64 @withoutLibrary(ptr %p) {\n %q = getelementptr ptr, ptr %p, i64 1\n %a = load ptr, ptr %p\n %r = load ptr, ptr %q\n"
            + " %c = call i32 @entry(ptr %a, ptr %r)\n %x = sext i32 %c to i64\n ret i64 %x\n}\n";
        try (var code = llvm.link(call, List.of("withoutLibrary"), true); var memory = new Bridge.Memory()) {
            ByteBuffer ones = ByteBuffer.allocateDirect(30 * 30 * 8).order(ByteOrder.nativeOrder());
            for (int i = 0; i < 900; i++) {
                ones.putDouble(8 * i, 1);
            }
            long at = Bridge.address(ones);
            long results = memory.longs(new long[3]);
            assertEquals(0, Bridge.call(code.address("withoutLibrary"), memory.longs(memory.longs(at, 30, 30, at, 30, 30), results)));
            assertEquals(30, Bridge.buffer(Bridge.Memory.get(results), 7200).order(ByteOrder.nativeOrder()).getDouble(899 * 8));
        }
    }
}
