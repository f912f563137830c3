// Pi by throwing points at a square; every stream has its own xorshift generator.
package dev.jacobi.demo.kernels;

/** Monte Carlo integration. */
public final class MonteCarlo {
    private MonteCarlo() {
    }

    /** How many of {@code streams * points} points fall into the quarter of a circle. */
    public static long hits(int streams, int points, long seed) {
        long inside = 0;
        for (int stream = 0; stream < streams; stream++) {
            long state = seed + stream * 0x9E3779B97F4A7C15L | 1;
            for (int i = 0; i < points; i++) {
                state ^= state << 13;
                state ^= state >>> 7;
                state ^= state << 17;
                double x = (state >>> 11) * 0x1p-53;
                state ^= state << 13;
                state ^= state >>> 7;
                state ^= state << 17;
                double y = (state >>> 11) * 0x1p-53;
                if (x * x + y * y <= 1.0) {
                    inside++;
                }
            }
        }
        return inside;
    }
}
