package dev.jacobi.llvm.host;

import dev.jacobi.llvm.host.ProcessMemory.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the running HotSpot's own routines of {@code Math.sin} and its like, which its interpreter and its compilers call. They are C functions of doubles
 * that touch nothing of the JVM, so any thread may call them.
 *
 * <p>HotSpot tells where they are in two places, neither of which is an exported symbol, so both are found by what they say. Until JDK 24 or so its table of variables for
 * compilers written in Java, which a build with JVMCI has, holds entries (type name, field name, type, static or not, offset, address) for the variables that hold the
 * routines' addresses: {@code StubRoutines}, {@code _dsin}. Newer versions have a list of descriptions (next, group, name, begin, end, with or without a virtual table in
 * front) of the code that they have made: {@code StubRoutines}, {@code dsin}.
 */
public final class HotSpotMath {
    private static final List<String> FUNCTIONS = List.of("sin", "cos", "tan", "exp", "log", "log10", "pow", "tanh", "sinh", "cbrt");
    private static final String GROUP = "StubRoutines";
    /** Offsets in an entry of the table, from the pointer to the field's name on. */
    private static final int TYPE_NAME = -8;
    private static final int IS_STATIC = 16;
    private static final int OFFSET = 24;
    private static final int ADDRESS = 32;
    /** A list longer than this is none. */
    private static final int MOST = 100_000;

    private HotSpotMath() {
    }

    private record Part(long from, ByteBuffer bytes) {
    }

    /** Addresses of the routines by the name of the function of Math; what this JVM does not have, or does not tell, is missing. */
    public static Map<String, Long> routines() {
        try (var memory = new ProcessMemory()) {
            List<Range> library = memory.ranges().stream().filter(HotSpotMath::isLibrary).toList();
            var found = new TreeMap<String, Long>();
            if (!library.isEmpty()) {
                found.putAll(described(memory, library));
            }
            if (found.isEmpty()) {
                Map<String, Long> variables = variables(parts(memory, library.stream().filter(r -> !r.isExecutable()).toList()));
                // older linkers put constants beside the code
                variables = variables.isEmpty() ? variables(parts(memory, library)) : variables;
                variables.forEach((f, variable) -> found.put(f, memory.word(variable)));
            }
            found.values().removeIf(a -> memory.ranges().stream().noneMatch(r -> r.isExecutable() && r.has(a)));
            return found;
        } catch (IOException | RuntimeException e) {
            return Map.of(); // a process that may not look at itself
        }
    }

    private static boolean isLibrary(Range r) {
        return r.isReadable() && r.file().matches(".*/libjvm\\.so( \\(deleted\\))?") && r.to() - r.from() < 1L << 28;
    }

    private static List<Part> parts(ProcessMemory memory, List<Range> ranges) {
        var parts = new ArrayList<Part>();
        for (Range r : ranges) {
            ByteBuffer b = memory.read(r.from(), (int) (r.to() - r.from()));
            if (b != null) {
                parts.add(new Part(r.from(), b));
            }
        }
        return parts;
    }

    /** The routines by the list of descriptions: a variable of the JVM's points to its head. */
    private static Map<String, Long> described(ProcessMemory memory, List<Range> library) {
        long low = library.get(0).from();
        long high = library.get(library.size() - 1).to();
        List<Range> variables = memory.ranges().stream().filter(r -> r.isWritable() && (r.from() >= low && r.to() <= high
            || r.from() == high && r.file().isEmpty() && r.to() - r.from() < 1 << 24)).toList();
        List<Range> code = memory.ranges().stream().filter(Range::isExecutable).toList();
        var out = new TreeMap<String, Long>();
        for (Part p : parts(memory, variables)) {
            for (int at = 0; at + 8 <= p.bytes.capacity(); at += 8) {
                long head = p.bytes.getLong(at);
                boolean pointer = (head & 7) == 0 && head >>> 48 == 0 && head > 0xffff && (head < low || head >= high);
                ByteBuffer d = pointer ? memory.read(head, 48) : null;
                for (int shift = 0; d != null && shift <= 8; shift += 8) {
                    long begin = d.getLong(shift + 24);
                    long length = d.getLong(shift + 32) - begin;
                    if (length > 0 && length < 1 << 20 && code.stream().anyMatch(r -> r.has(begin))) {
                        out.putAll(list(memory, head, shift)); // what is in the middle of the list has a part of it
                    }
                }
            }
        }
        return out;
    }

    private static Map<String, Long> list(ProcessMemory memory, long head, int shift) {
        var out = new TreeMap<String, Long>();
        long next = head;
        for (int n = 0; next != 0 && n < MOST; n++) {
            ByteBuffer d = memory.read(next, 48);
            if (d == null) {
                break;
            }
            String name = memory.string(d.getLong(shift + 16));
            for (String f : FUNCTIONS) {
                if ((name.equals("d" + f) || name.equals("libmD" + f)) && memory.string(d.getLong(shift + 8)).equals(GROUP)) {
                    out.put(f, d.getLong(shift + 24));
                }
            }
            next = d.getLong(shift);
        }
        return out;
    }

    /** The variables that hold the routines' addresses, by the table. */
    private static Map<String, Long> variables(List<Part> parts) {
        long[] types = places(parts, GROUP);
        var fields = new HashMap<String, long[]>();
        FUNCTIONS.forEach(f -> fields.put(f, places(parts, "_d" + f)));
        long[] names = fields.values().stream().flatMapToLong(Arrays::stream).sorted().toArray();
        var out = new TreeMap<String, Long>();
        for (Part p : parts) {
            for (int at = 8; at + ADDRESS + 8 <= p.bytes.capacity(); at += 8) {
                long name = p.bytes.getLong(at);
                if (Arrays.binarySearch(names, name) >= 0 && Arrays.binarySearch(types, p.bytes.getLong(at + TYPE_NAME)) >= 0
                    && p.bytes.getInt(at + IS_STATIC) == 1 && p.bytes.getLong(at + OFFSET) == 0) {
                    long variable = p.bytes.getLong(at + ADDRESS);
                    fields.forEach((f, places) -> {
                        if (Arrays.binarySearch(places, name) >= 0) {
                            out.put(f, variable);
                        }
                    });
                }
            }
        }
        return out;
    }

    /** Where a C string stands, in ascending order; it may be the end of another one, as linkers have it. */
    private static long[] places(List<Part> parts, String text) {
        byte[] string = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        var out = new ArrayList<Long>();
        for (Part p : parts) {
            byte[] b = p.bytes.array();
            for (int at = 0; at + string.length <= b.length; at++) {
                if (b[at] == string[0] && b[at + 2] == string[2] && Arrays.equals(b, at, at + string.length, string, 0, string.length)) {
                    out.add(p.from + at);
                }
            }
        }
        return out.stream().mapToLong(Long::longValue).sorted().toArray();
    }
}
