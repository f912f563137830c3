package dev.jacobi.ptx.device;

import dev.jacobi.llvm.emit.DeviceCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What code needs of a context beyond what one has from the start: stack for functions that call each other (the assembler cannot know how deep), and
 * a heap for arrays that threads make. Found in the text of the PTX.
 */
record CudaLimits(long stack, boolean heap) {
    private static final Pattern FUNCTION = Pattern.compile("(?m)^(?:\\.visible |\\.weak )?\\.(func|entry)\\b");
    private static final Pattern ARRAYS = Pattern.compile("__local_depot\\d+\\[(\\d+)\\]");
    private static final Pattern MALLOC = Pattern.compile("\\bmalloc\\b");
    /** Registers that a function saves, and what its callees' parameters take. */
    private static final long FRAME = 400;
    /** Enough for what is called last: formulas that were not inlined, the driver's own functions. */
    private static final long LEAST = 2048;

    static CudaLimits of(String ptx) {
        long frame = 0;
        long kernel = 0;
        Matcher m = FUNCTION.matcher(ptx);
        int[] starts = m.results().mapToInt(r -> r.start()).toArray();
        for (int k = 0; k < starts.length; k++) {
            String text = ptx.substring(starts[k], k + 1 < starts.length ? starts[k + 1] : ptx.length());
            if (!text.contains("{")) {
                continue;
            }
            long arrays = ARRAYS.matcher(text).results().mapToLong(r -> Long.parseLong(r.group(1))).sum();
            if (text.startsWith(".entry") || text.startsWith(".visible .entry")) {
                kernel = Math.max(kernel, arrays);
            } else {
                frame = Math.max(frame, arrays + FRAME);
            }
        }
        return new CudaLimits(frame == 0 ? 0 : LEAST + kernel + DeviceCode.CALLS * frame, MALLOC.matcher(ptx).find());
    }
}
