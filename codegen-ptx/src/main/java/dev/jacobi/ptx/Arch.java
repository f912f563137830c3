package dev.jacobi.ptx;

/** A GPU architecture: its compute capability without the dot (80, 90, 100) and the version of the PTX language without the dot. */
public record Arch(int sm, int ptx) {
    public static final Arch SM_80 = new Arch(80, 70);
    public static final Arch SM_90 = new Arch(90, 80);
    public static final Arch SM_100 = new Arch(100, 86);

    /** What to compile for on a device of this compute capability: the newest architecture known that it can run. */
    public static Arch of(int sm) {
        if (sm < SM_80.sm) {
            throw new IllegalArgumentException("the device has compute capability " + sm / 10 + "." + sm % 10 + ", needed is 8.0 or later");
        }
        return sm >= SM_100.sm ? SM_100 : sm >= SM_90.sm ? SM_90 : SM_80;
    }

    /** As LLVM and ptxas name it. */
    public String cpu() {
        return "sm_" + sm;
    }
}
