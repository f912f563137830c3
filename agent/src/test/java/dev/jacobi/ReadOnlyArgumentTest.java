// Arrays of which a loop only keeps the newest.
package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReadOnlyArgumentTest {
    static float[] halvings(float[] x, int n) {
        float[] h = x;
        for (int l = 0; l < n; l++) {
            float[] o = new float[h.length];
            for (int i = 0; i < o.length; i++) {
                o[i] = h[i] * 0.5f;
            }
            h = o;
        }
        return h;
    }

    static float halvedSum(float[] x) {
        float s = 0;
        for (float v : halvings(x, 3)) {
            s += v * v;
        }
        return s;
    }

    @Test
    void anArgumentThatIsOnlyReadIsNotCarriedAlong() {
        float[] x = {8, 16, 24};
        Fn1<float[], Float> sum = ReadOnlyArgumentTest::halvedSum;
        String ir = Jacobi.lower(sum, (Object) x).text("ir");
        assertTrue(!ir.contains("cond"), ir);
        assertTrue(Jacobi.lower(sum, (Object) x).text("stablehlo").contains("tensor<3xf32>"));
        Fn2<float[], Integer, float[]> array = ReadOnlyArgumentTest::halvings;
        assertTrue(Jacobi.lower(array, x, 3).text("stablehlo").contains("tensor<3xf32>"));
        for (int n = 0; n < 3; n++) {
            assertArrayEquals(halvings(x, n), Jacobi.jit(array).apply(x, n));
        }
    }
}
