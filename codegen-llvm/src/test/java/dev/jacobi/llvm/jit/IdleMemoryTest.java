package dev.jacobi.llvm.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What LLVM needs only while it works is given back to the system, and LLVM works on afterwards. */
class IdleMemoryTest {
    private static long compiled(String name, long value) {
        var text = new StringBuilder("define i64 @" + name + "(i64 %v0) {\n");
        for (int i = 1; i <= 300; i++) {
            text.append("  %v").append(i).append(" = xor i64 %v").append(i - 1).append(", ").append(i * 7919L).append('\n');
        }
        try (LinkedCode code = Shared.LLVM.link(text + "  ret i64 %v300\n}\n", List.of(name), false)) {
            return Bridge.call(code.address(name), value);
        }
    }

    private static long expected(long value) {
        long v = value;
        for (int i = 1; i <= 300; i++) {
            v ^= i * 7919L;
        }
        return v;
    }

    /** Kilobytes of LLVM's machine code that count as this process's. */
    private static long codeInMemory() throws IOException {
        long sum = 0;
        boolean counts = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                counts = line.contains(" r-xp ") && line.contains("libLLVM");
            } else if (counts && line.startsWith("Rss:")) {
                sum += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return sum;
    }

    @Test
    void codeThatWillNotRunSoonIsNoMemoryOfTheProcess() throws IOException {
        assertEquals(expected(5), compiled("before", 5));
        long before = codeInMemory();
        assertTrue(before > 1_000, before + " kB");
        Shared.LLVM.idle().giveBack();
        assertTrue(codeInMemory() < before / 2, before + " kB before, " + codeInMemory() + " kB after");
        assertEquals(expected(-6), compiled("after", -6));
    }

    @Test
    void whenABurstOfWorkIsOverMemoryIsGivenBackOnce() throws InterruptedException {
        compiled("loaded", 1);
        var idle = new IdleMemory(new Ending(), Path.of("libLLVM.so"), TimeUnit.MILLISECONDS.toNanos(300), TimeUnit.HOURS.toNanos(1));
        for (int i = 0; i < 5; i++) {
            int value = i;
            assertEquals(value, idle.during(() -> value));
        }
        assertEquals(0, idle.returned(), "there may be more to do");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (idle.returned() == 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertEquals(1, idle.returned());
        idle.during(() -> 1);
        TimeUnit.SECONDS.sleep(1);
        assertEquals(1, idle.returned(), "it was given back a moment ago");
    }
}
