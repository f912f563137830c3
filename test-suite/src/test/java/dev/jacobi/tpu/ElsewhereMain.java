// Calls functions by backend=tpu, one of which has no program for the device, and prints what cacheInfo says of them.
package dev.jacobi.tpu;

import dev.jacobi.CacheInfo;
import dev.jacobi.Fn1;
import dev.jacobi.Jacobi;
import dev.jacobi.Options;

final class ElsewhereMain {
    private static final Options TPU = Options.DEFAULT.backend("tpu");

    private ElsewhereMain() {
    }

    static float squares(float[] x) {
        float s = 0;
        for (float v : x) {
            s += v * v;
        }
        return s;
    }

    /** The extent of what it makes depends on data. */
    static float positive(float[] x) {
        int n = 0;
        for (float v : x) {
            n += v > 0 ? 1 : 0;
        }
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            y[i] = x[i] + 1;
        }
        return squares(y);
    }

    public static void main(String[] args) {
        Fn1<float[], Float> there = Jacobi.jit(ElsewhereMain::squares, TPU);
        Fn1<float[], Float> here = Jacobi.jit(ElsewhereMain::positive, TPU);
        print(there.apply(new float[] {1, 2}), Jacobi.cacheInfo(there));
        print(here.apply(new float[] {1, -2, 3}), Jacobi.cacheInfo(here));
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void print(float result, CacheInfo info) {
        System.out.println(result + " " + info.backends() + " " + info.fallbacks() + " " + info.reasons());
    }
}
