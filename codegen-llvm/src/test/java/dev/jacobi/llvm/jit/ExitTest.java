package dev.jacobi.llvm.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.llvm.LlvmModule;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A JVM may end at any moment: while LLVM compiles, while code is freed, while the pool's threads work. */
class ExitTest {
    /** Compiles, frees and computes on daemon threads, and ends meanwhile. */
    static final class Busy {
        private Busy() {
        }

        public static void main(String[] args) throws InterruptedException {
            long[] x = new long[1 << 20];
            ThreadPoolTest.run(x, 1000, 0, Signature.IN_PLACE);
            LlvmModule m = Echo.module(DType.F64);
            Signature s = Signature.of(m, List.of(9));
            daemon(() -> Shared.LLVM.compile(m, s).free());
            daemon(() -> Shared.LLVM.compile(m, s).free());
            daemon(() -> ThreadPoolTest.run(x, 1000, 0, Signature.IN_PLACE));
            Thread.sleep(150 + Integer.parseInt(args[0]));
            if (args[1].equals("exit")) {
                System.exit(0);
            }
        }

        private static void daemon(Runnable r) {
            var t = new Thread(() -> {
                try {
                    while (true) {
                        r.run();
                    }
                } catch (NativesUnavailable e) {
                    // the JVM is ending
                }
            });
            t.setDaemon(true);
            t.start();
        }
    }

    @Test
    void endingIsQuietAtAnyMoment() throws Exception {
        for (int i = 0; i < 6; i++) {
            Process p = Shared.java(List.of(), Busy.class, "" + 37 * i, i % 2 == 0 ? "exit" : "return");
            String out = new String(p.getInputStream().readAllBytes());
            assertTrue(p.waitFor(60, TimeUnit.SECONDS));
            assertEquals("", out);
            assertEquals(0, p.exitValue());
        }
    }
}
