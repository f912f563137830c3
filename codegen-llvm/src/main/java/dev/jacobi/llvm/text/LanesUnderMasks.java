package dev.jacobi.llvm.text;

/** What processors do with the lanes of a mask in one instruction, by the bytes of their vector registers: 64 are AVX-512, 32 are AVX2, 0 is scalar code. */
public final class LanesUnderMasks {
    private static final int AVX512 = 64;
    private static final int AVX2 = 32;

    private LanesUnderMasks() {
    }

    /** Whether lanes of a mask are stored as fast as all of them, together, apart, or anywhere; instructions of AVX2 that do so take some twenty cycles, or there are none. */
    public static boolean areStored(int vectorBytes) {
        return vectorBytes >= AVX512;
    }

    /** Whether lanes of a mask are moved together on the way to memory, and apart on the way from there. */
    public static boolean areCompressed(int vectorBytes) {
        return vectorBytes >= AVX512;
    }

    /** Whether lanes of a mask are moved together and apart in registers, if only by an order that a table has ({@link LaneMoves}). */
    public static boolean areMoved(int vectorBytes) {
        return vectorBytes >= AVX2;
    }
}
