package dev.jacobi.ptx.emit;

import java.util.regex.Pattern;

/** What the text of kernels may not say, though LLVM writes it. */
public final class PtxText {
    private static final Pattern ABS = Pattern.compile("(?m)^\\tabs\\.s(16|32|64)\\s+(%\\w+), (%\\w+);");

    private PtxText() {
    }

    /**
     * The text without absolute values of integers: that of the smallest one is itself, as in Java, but assemblers take what the instruction gives for 0 or more and divide it as a number without a sign
     * (ptxas of CUDA 13: {@code rem} of it).
     */
    public static String exact(String ptx) {
        return ABS.matcher(ptx).replaceAll("\t{ .reg .b$1 %minus; sub.s$1 %minus, 0, $3; max.s$1 $2, $3, %minus; }");
    }
}
