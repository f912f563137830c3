package dev.jacobi.llvm.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.host.NativesUnavailable;
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
            ThreadPoolTest.run(x, x.length, 1000, 0, 0, Signature.IN_PLACE);
            LlvmModule m = Echo.module(DType.F64);
            Signature s = Signature.of(m, List.of(9));
            daemon(() -> Shared.LLVM.compile(m, s).free());
            daemon(() -> Shared.LLVM.compile(m, s).free());
            daemon(() -> ThreadPoolTest.run(x, x.length, 1000, 0, 0, Signature.IN_PLACE));
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

    /** Compiles for a minute on a daemon thread, and ends in the middle of it. */
    static final class Compiling {
        private static final int INSTRUCTIONS = 150_000;

        private Compiling() {
        }

        public static void main(String[] args) throws InterruptedException {
            var text = new StringBuilder("define double @long(ptr %p, double %v0) {\n");
            for (int k = 1; k < INSTRUCTIONS; k += 3) {
                text.append("%%q%d = getelementptr double, ptr %%p, i64 %d\n%%v%d = load double, ptr %%q%d\n%%v%d = fadd double %%v%d, %%v%d\nstore double %%v%d, ptr %%p\n"
                    .formatted(k, k % 1000, k, k, k + 1, k == 1 ? 0 : k - 2, k, k + 1));
            }
            String module = text.append("ret double %v1\n}\n").toString();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
            Llvm llvm = Shared.LLVM;
            var t = new Thread(() -> {
                llvm.link(module, List.of("long"), false);
                System.out.println("compiled");
            });
            t.setDaemon(true);
            t.start();
            Thread.sleep(1500);
            System.out.println("ending");
            if (args[0].equals("exit")) {
                System.exit(3);
            } else if (args[0].equals("halt")) {
                Runtime.getRuntime().halt(3);
            }
        }
    }

    /** The compilation, which takes many times as long, is not waited for, and the exit status stays; hooks run where they do. */
    @Test
    void endingDoesNotWaitForACompilation() throws Exception {
        for (String how : List.of("exit", "halt", "return")) {
            Process p = Shared.java(List.of(), Compiling.class, how);
            try (var out = p.inputReader()) {
                assertEquals("ending", out.readLine());
                long start = System.nanoTime();
                String rest = String.join(" ", out.lines().toList());
                assertTrue(p.waitFor(60, TimeUnit.SECONDS));
                assertEquals(how.equals("halt") ? "" : "hook", rest, how);
                assertEquals(how.equals("return") ? 0 : 3, p.exitValue(), how);
                assertTrue(System.nanoTime() - start < 10_000_000_000L, how + " took " + (System.nanoTime() - start) / 1_000_000 + " ms");
            }
        }
    }
}
