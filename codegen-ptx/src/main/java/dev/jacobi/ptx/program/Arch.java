package dev.jacobi.ptx.program;

import java.util.List;

/**
 * A GPU architecture: its compute capability without the dot (80, 90, 100) and the version of the PTX language without the dot: 8.1 at least, with which kernels have up to 32764 bytes of parameters (before,
 * 4352, which maps of long formulas exceed). Drivers that the CUDA presets work with know it.
 */
public record Arch(int sm, int ptx) {
    public static final Arch SM_80 = new Arch(80, 81);
    public static final Arch SM_90 = new Arch(90, 81);
    public static final Arch SM_100 = new Arch(100, 86);
    /** All, from the oldest on. */
    public static final List<Arch> ALL = List.of(SM_80, SM_90, SM_100);

    /** What to compile for on a device of this compute capability: the newest architecture known that it can run. */
    public static Arch of(int sm) {
        return ALL.stream().filter(a -> a.sm <= sm).reduce((older, newer) -> newer).orElseThrow(() ->
            new IllegalArgumentException("the device has compute capability " + sm / 10 + "." + sm % 10 + ", needed is 8.0 or later"));
    }

    /** As LLVM and ptxas name it. */
    public String cpu() {
        return "sm_" + sm;
    }
}
