// Fourier, cosine and Hartley transforms of lengths with and without large prime factors.
package dev.jacobi.foreign.drivers;

import dev.jacobi.foreign.Data;
import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import java.util.List;
import org.jtransforms.dct.DoubleDCT_2D;
import org.jtransforms.dht.FloatDHT_1D;
import org.jtransforms.fft.DoubleFFT_1D;
import org.jtransforms.fft.FloatFFT_2D;

/** JTransforms 3.1. */
public final class JTransforms implements Driver {
    private static final int[] LENGTHS = {1024, 1000, 1021, 4096, 3072};

    @Override
    public String name() {
        return "jtransforms";
    }

    @Override
    public List<String> include() {
        return List.of("org.jtransforms.*");
    }

    @Override
    public void run(int round, Results results) {
        int n = LENGTHS[round % LENGTHS.length];
        DoubleFFT_1D fft = new DoubleFFT_1D(n);
        double[] a = Data.doubles(round, 2 * n);
        for (int i = 0; i < 10; i++) {
            fft.complexForward(a);
            fft.complexInverse(a, true);
        }
        fft.realForward(a);
        results.add(a);
        double[] grid = Data.doubles(round + 1, 64 * 64);
        new DoubleDCT_2D(64, 64).forward(grid, true);
        results.add(grid);
        float[] f = Data.floats(round, 2 * 32 * 64);
        new FloatFFT_2D(32, 64).complexForward(f);
        new FloatDHT_1D(2048).forward(f);
        results.add(f);
    }
}
