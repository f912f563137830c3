package dev.jacobi.llvm.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.llvm.natives.Natives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Object files come back as they were kept, or not at all. */
class ObjectCacheTest {
    private static final LlvmModule MODULE = new LlvmModule("""
        define i32 @entry(ptr %args, ptr %res) {
          %v = load i64, ptr %args
          %w = add i64 %v, 1
          store i64 %w, ptr %res
          ret i32 0
        }
        """, "entry", List.of(Shared.scalar(DType.I64)), List.of(Shared.scalar(DType.I64)), List.of());
    private static final Signature SIGNATURE = Signature.of(MODULE, List.of(-1));
    @TempDir
    Path temp;

    static native long next(long x, int mode);

    private static int count(Path folder) throws IOException {
        try (var f = Files.list(folder)) {
            return (int) f.count();
        }
    }

    @Test
    void codeIsCompiledOnceForManyRuns() throws IOException {
        ObjectCache cache = ObjectCache.in(temp.resolve("c"), 1 << 20);
        Llvm first = Llvm.open(Natives.inUserCache(), 1, cache, 0);
        assertFalse(first.compile(MODULE, SIGNATURE).cacheHit());
        assertFalse(first.compile(MODULE, SIGNATURE).cacheHit(), "in use under its name");
        assertEquals(1, count(temp.resolve("c")));

        Llvm second = Llvm.open(Natives.inUserCache(), 1, cache, 0);
        for (int i = 0; i < 2; i++) {
            NativeCode code = second.compile(MODULE, SIGNATURE);
            assertTrue(code.cacheHit());
            code.bind(ObjectCacheTest.class, "next", Shared.failures(code));
            assertEquals(42 + i, next(41 + i, 0));
            code.free();
        }
    }

    @Test
    void damagedFilesAreNotUsed() throws IOException {
        ObjectCache cache = ObjectCache.in(temp, 1 << 20);
        byte[] object = {1, 2, 3, 4, 5};
        cache.put("k", object);
        assertArrayEquals(object, cache.get("k"));
        assertNull(cache.get("other"));
        Path file = temp.resolve("k.object");
        byte[] all = Files.readAllBytes(file);
        for (int i = 0; i < all.length; i++) {
            byte[] bad = all.clone();
            bad[i] ^= 1;
            Files.write(file, bad);
            assertNull(cache.get("k"));
            Files.write(file, Arrays.copyOf(all, i));
            assertNull(cache.get("k"));
        }
    }

    @Test
    void theOldestGoWhenThereAreTooMany() throws IOException {
        ObjectCache cache = ObjectCache.in(temp, 1 << 20);
        for (int i = 0; i < 4; i++) {
            cache.put("k" + i, new byte[1000]);
            Files.setLastModifiedTime(temp.resolve("k" + i + ".object"), FileTime.fromMillis(1000L * i));
        }
        ObjectCache small = ObjectCache.in(temp, 2100);
        assertNull(small.get("k0"));
        assertNull(small.get("k1"));
        assertEquals(1000, small.get("k2").length);
        assertEquals(1000, small.get("k3").length);
    }

    @Test
    void thatCodeCannotBeKeptIsSaidOnce() throws IOException {
        Path path = temp.resolve("gone");
        ObjectCache cache = ObjectCache.in(path, 1 << 20);
        cache.put("a", new byte[3]);
        assertNull(cache.failure());
        Files.delete(path.resolve("a.object"));
        Files.delete(path);
        cache.put("b", new byte[3]);
        cache.put("c", new byte[3]);
        String said = cache.failure();
        assertTrue(said.startsWith("Compiled code cannot be kept in " + path + " ("), said);
        assertNull(cache.failure());
    }

    @Test
    void keysSeparateTheirParts() {
        assertFalse(ObjectCache.key("ab", "c").equals(ObjectCache.key("a", "bc")));
    }

    @Test
    void aFolderThatCannotBeUsedIsASentence() {
        var e = assertThrows(NativesUnavailable.class, () -> ObjectCache.in(Path.of("/proc/jacobi"), 1));
        assertTrue(e.getMessage().startsWith("Compiled code cannot be kept in /proc/jacobi"), e.getMessage());
    }
}
