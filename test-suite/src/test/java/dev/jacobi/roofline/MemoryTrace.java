package dev.jacobi.roofline;

import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.ptx.device.Device;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kernels whose accesses to memory are noted as they run: each load and store of their text is preceded by a call that writes address, thread and place down. */
final class MemoryTrace {
    private static final int MOST = 4 << 20;
    private static final int RECORD = 16;
    private static final Pattern ACCESS = Pattern.compile("^  (?:%\\S+ = load (?:atomic |volatile )?(\\S+), ptr (%[^ ,]+)|store (?:atomic |volatile )?(\\S+) \\S+, ptr (%[^ ,]+)).*$");
    private static final Pattern ALLOCA = Pattern.compile("^  (%\\S+) = alloca .*$");
    private final long at = Bridge.call(Bridge.symbol("malloc"), 16 + (long) MOST * RECORD);
    private final ByteBuffer buffer = Bridge.buffer(at, 16 + MOST * RECORD).order(ByteOrder.nativeOrder());

    /**
     * What a launch does with memory.
     *
     * @param accesses of elements, by all threads
     * @param size of the largest of these elements, in bytes
     * @param read pieces of 32 bytes that are read at all
     * @param written pieces of 32 bytes that are written at all
     * @param lines pieces of 128 bytes that warps touch, one access after the other: as many as the accesses need at least when lanes touch elements beside each other
     */
    record Traffic(long accesses, int size, Set<Long> read, Set<Long> written, long lines) {
    }

    /** The same code, whose threads write down what they touch. */
    Device.Code traced(Device.Code code) {
        String llvm = instrumented(code.llvm());
        return new Device.Code() {
            @Override
            public String llvm() {
                return llvm;
            }

            @Override
            public String ptx() {
                return code.ptx();
            }
        };
    }

    private String instrumented(String text) {
        var out = new StringBuilder();
        Set<String> own = new HashSet<>();
        int site = 0;
        for (String line : text.split("\n")) {
            if (line.startsWith("define ")) {
                own = new HashSet<>(Set.of("%flag"));
            }
            Matcher a = ALLOCA.matcher(line);
            if (a.matches()) {
                own.add(a.group(1));
            }
            Matcher m = ACCESS.matcher(line);
            if (m.matches()) {
                String p = m.group(2) != null ? m.group(2) : m.group(4);
                int bytes = bytes(m.group(1) != null ? m.group(1) : m.group(3));
                if (!own.contains(p) && bytes > 0) {
                    out.append("  call void @roofline_trace(ptr ").append(p).append(", i32 ").append((site++ * 2 + (m.group(2) == null ? 1 : 0)) * 16 + bytes).append(")\n");
                }
            }
            out.append(line).append('\n');
        }
        for (String f : new String[] {"jacobi_gpu_tid", "jacobi_gpu_ctaid"}) {
            if (!text.contains("declare i32 @" + f)) {
                out.append("declare i32 @").append(f).append("()\n");
            }
        }
        return out.append("""
            define internal void @roofline_trace(ptr %%p, i32 %%what) noinline {
              %%n = load volatile i64, ptr inttoptr (i64 %1$d to ptr)
              %%full = icmp uge i64 %%n, %2$d
              br i1 %%full, label %%done, label %%note
            note:
              %%n1 = add i64 %%n, 1
              store volatile i64 %%n1, ptr inttoptr (i64 %1$d to ptr)
              %%r = getelementptr [2 x i64], ptr inttoptr (i64 %3$d to ptr), i64 %%n
              %%a = ptrtoint ptr %%p to i64
              store i64 %%a, ptr %%r
              %%t = call i32 @jacobi_gpu_tid()
              %%b = call i32 @jacobi_gpu_ctaid()
              %%k = mul i32 %%b, 1024
              %%g = add i32 %%k, %%t
              %%q = getelementptr i64, ptr %%r, i64 1
              store i32 %%what, ptr %%q
              %%q1 = getelementptr i32, ptr %%q, i64 1
              store i32 %%g, ptr %%q1
              br label %%done
            done:
              ret void
            }
            """.formatted(at, MOST, at + 16)).toString();
    }

    private static int bytes(String type) {
        return switch (type) {
            case "i8" -> 1;
            case "i16", "half", "bfloat" -> 2;
            case "i32", "float" -> 4;
            case "i64", "double" -> 8;
            default -> 0;
        };
    }

    void clear() {
        buffer.putLong(0, 0);
    }

    /** What has been touched since {@link #clear}, of addresses that are the device's. */
    Traffic traffic(LongPredicate isMemory) {
        int n = (int) buffer.getLong(0);
        var turns = new HashMap<Long, Integer>();
        Map<Long, Set<Long>> lines = new HashMap<>();
        var read = new HashSet<Long>();
        var written = new HashSet<Long>();
        long accesses = 0;
        int size = 1;
        for (int k = 0; k < n; k++) {
            long address = buffer.getLong(16 + k * RECORD);
            if (!isMemory.test(address)) {
                continue;
            }
            int what = buffer.getInt(16 + k * RECORD + 8);
            int thread = buffer.getInt(16 + k * RECORD + 12);
            accesses++;
            size = Math.max(size, what & 15);
            long site = what >> 4;
            (site % 2 == 0 ? read : written).add(address >> 5);
            int turn = turns.merge(site << 40 | thread, 1, Integer::sum);
            lines.computeIfAbsent((site << 24 | thread >> 5) << 24 | turn, x -> new HashSet<>()).add(address >> 7);
        }
        return new Traffic(accesses, size, read, written, lines.values().stream().mapToLong(Set::size).sum());
    }
}
