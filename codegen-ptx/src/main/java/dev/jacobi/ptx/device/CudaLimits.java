package dev.jacobi.ptx.device;

import dev.jacobi.llvm.DeviceCode;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What code needs of a context beyond what one has from the start: stack for functions that call themselves (the assembler cannot know how often; what all
 * others need it tells the driver, which sees to it with each launch), and a heap for arrays that threads make. Found in the text of the PTX, and in what the
 * assembler says of it.
 */
record CudaLimits(long stack, boolean heap) {
    private static final Pattern FUNCTION = Pattern.compile("(?m)^(?:\\.visible |\\.weak )?\\.(func|entry)\\s*(?:\\([^)]*\\)\\s*)?([\\w$]+)");
    private static final Pattern CALL = Pattern.compile("\\bcall(?:\\.uni)?\\s+(?:\\([^)]*\\)\\s*,\\s*)?([\\w$]+)");
    private static final Pattern ARRAYS = Pattern.compile("__local_depot\\d+\\[(\\d+)\\]");
    private static final Pattern MALLOC = Pattern.compile("\\bmalloc\\b");
    private static final Pattern SAID = Pattern.compile("Function properties for (\\S+)\\s+(?:ptxas\\s+(?:info\\s*:|\\.)\\s*)?(\\d+) bytes stack frame");
    private static final Pattern REGISTERS = Pattern.compile("\\.reg \\.(\\w+)\\s+%\\w+<(\\d+)>");
    /** Registers that a function saves, and what its callees' parameters take, where the assembler does not say it: at least, and at most (there are 255 of 4 bytes). */
    private static final long FRAME = 400;
    private static final long MOST_FRAME = 1024;
    /** What a call may take beyond the frame. */
    private static final long CALL_BYTES = 16;
    /** Enough for what is called last: formulas that were not inlined, the driver's own functions. */
    private static final long LEAST = 2048;

    /** A function that has a body: the bytes of its arrays, those that it saves at most, and what it calls. */
    private record Function(boolean kernel, long arrays, long saved, Set<String> calls) {
    }

    private static long saved(String text) {
        // those of the text are more than there are at a time
        long bytes = REGISTERS.matcher(text).results().mapToLong(r -> Long.parseLong(r.group(2)) * (r.group(1).endsWith("64") ? 8 : 4)).sum();
        return Math.max(FRAME, Math.min(bytes, MOST_FRAME));
    }

    static CudaLimits of(String ptx) {
        return of(ptx, "");
    }

    /** {@code said}: what an assembler that was asked to be verbose said of the code, or nothing. */
    static CudaLimits of(String ptx, String said) {
        Map<String, Function> functions = functions(ptx);
        var frames = new HashMap<String, Long>();
        SAID.matcher(said).results().forEach(r -> frames.put(r.group(1), Long.parseLong(r.group(2))));
        long frame = 0;
        long kernel = 0;
        long once = 0;
        for (var f : functions.entrySet()) {
            long arrays = f.getValue().arrays;
            if (f.getValue().kernel) {
                kernel = Math.max(kernel, arrays);
            } else if (reached(functions, f.getKey()).contains(f.getKey())) {
                Long known = frames.get(f.getKey());
                frame = Math.max(frame, known == null ? arrays + f.getValue().saved : known + CALL_BYTES);
            } else {
                // a function that does not come back to itself is under way once at most
                once += arrays;
            }
        }
        return new CudaLimits(frame == 0 ? 0 : LEAST + kernel + once + DeviceCode.CALLS * frame, MALLOC.matcher(ptx).find());
    }

    private static Map<String, Function> functions(String ptx) {
        var functions = new HashMap<String, Function>();
        var heads = FUNCTION.matcher(ptx).results().toList();
        for (int k = 0; k < heads.size(); k++) {
            String text = ptx.substring(heads.get(k).end(), k + 1 < heads.size() ? heads.get(k + 1).start() : ptx.length());
            // a declaration has none
            if (text.contains("{")) {
                long arrays = ARRAYS.matcher(text).results().mapToLong(r -> Long.parseLong(r.group(1))).sum();
                Set<String> calls = CALL.matcher(text).results().map(r -> r.group(1)).collect(Collectors.toSet());
                functions.put(heads.get(k).group(2), new Function(heads.get(k).group(1).equals("entry"), arrays, saved(text), calls));
            }
        }
        return functions;
    }

    /** What is called, directly or not. */
    private static Set<String> reached(Map<String, Function> functions, String from) {
        var all = new HashSet<String>();
        var next = new ArrayDeque<>(Set.of(from));
        while (!next.isEmpty()) {
            Function f = functions.get(next.pop());
            if (f != null) {
                f.calls.stream().filter(all::add).forEach(next::push);
            }
        }
        return all;
    }
}
