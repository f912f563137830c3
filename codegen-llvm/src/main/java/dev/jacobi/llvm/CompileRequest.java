package dev.jacobi.llvm;

import dev.jacobi.ir.Module;
import java.util.List;

/**
 * What to compile. {@code donated.get(k)} is the input whose memory output k overwrites in place, or -1 when output k is
 * returned as a new value. {@code fast} allows reordered float sums and fma; {@code threads} is the most native threads to use.
 */
public record CompileRequest(Module module, String entry, List<Integer> donated, boolean fast, int threads) {
    public CompileRequest {
        donated = List.copyOf(donated);
    }
}
