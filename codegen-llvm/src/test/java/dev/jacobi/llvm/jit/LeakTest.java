package dev.jacobi.llvm.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.llvm.LlvmModule;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Code that is dropped is freed, by hand or when the class that holds it goes. */
class LeakTest {
    private static final LlvmModule MODULE = new LlvmModule("""
        define i32 @entry(ptr %args, ptr %res) {
          %v = load i64, ptr %args
          %w = mul i64 %v, 3
          store i64 %w, ptr %res
          ret i32 0
        }
        """, "entry", List.of(Shared.scalar(DType.I64)), List.of(Shared.scalar(DType.I64)), List.of());
    private static final Signature SIGNATURE = Signature.of(MODULE, List.of(-1));

    /** Loaded afresh by {@link OwnLoader} each time. */
    static final class Holder {
        private Holder() {
        }

        static native long triple(long x, int mode);
    }

    private static final class OwnLoader extends ClassLoader {
        Class<?> holder() throws IOException {
            byte[] b = LeakTest.class.getResourceAsStream("LeakTest$Holder.class").readAllBytes();
            return defineClass(null, b, 0, b.length);
        }
    }

    private static long executableBytes() throws IOException {
        long sum = 0;
        for (String l : Files.readAllLines(Path.of("/proc/self/maps"))) {
            String[] f = l.split("\\s+");
            if (f[1].startsWith("r-x") && f.length < 6) {
                String[] range = f[0].split("-");
                sum += Long.parseUnsignedLong(range[1], 16) - Long.parseUnsignedLong(range[0], 16);
            }
        }
        return sum;
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(l -> l.startsWith("VmRSS:"))
            .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", ""))).sum();
    }

    private static WeakReference<Class<?>> bindAndCall(AtomicInteger freed) throws Throwable {
        Class<?> holder = new OwnLoader().holder();
        NativeCode code = Shared.LLVM.compile(MODULE, SIGNATURE);
        code.whenFreed(freed::incrementAndGet);
        code.bind(holder, "triple", Shared.failures(code));
        var lookup = MethodHandles.privateLookupIn(holder, MethodHandles.lookup());
        long r = (long) lookup.findStatic(holder, "triple", MethodType.methodType(long.class, long.class, int.class)).invoke(14L, 0);
        assertEquals(42, r);
        return new WeakReference<>(holder);
    }

    @Test
    void manyModulesAreCompiledAndFreed() throws IOException {
        for (int i = 0; i < 50; i++) {
            Shared.LLVM.compile(MODULE, SIGNATURE).free();
        }
        long code = executableBytes();
        int rounds = Integer.getInteger("jacobi.leak.rounds", 300);
        long grown = Long.MAX_VALUE;
        // the Java heap may grow meanwhile, but not each time; what LLVM keeps shows with many rounds, executable code with few
        for (int times = 0; times < 3 && grown >= 60_000 + rounds; times++) {
            long memory = residentKilobytes();
            for (int i = 0; i < rounds; i++) {
                Shared.LLVM.compile(MODULE, SIGNATURE).free();
            }
            grown = residentKilobytes() - memory;
        }
        assertTrue(executableBytes() <= code + (64 << 10), code + " -> " + executableBytes());
        assertTrue(grown < 60_000 + rounds, grown + " kB more");
    }

    @Test
    void codeGoesWithItsClass() throws Throwable {
        var freed = new AtomicInteger();
        bindAndCall(freed);
        long before = Shared.LLVM.live();
        WeakReference<Class<?>> last = null;
        for (int i = 0; i < 20; i++) {
            last = bindAndCall(freed);
        }
        for (int i = 0; i < 100 && (last.get() != null || Shared.LLVM.live() > before || freed.get() < 20); i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(last.get());
        assertTrue(freed.get() >= 20 && freed.get() <= 21, freed + " were told");
        assertTrue(Shared.LLVM.live() <= before, before + " -> " + Shared.LLVM.live());
    }
}
