package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.woven.Deopt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops that fill arrays and add to bins that data choose: where a bin is not there, nothing has changed. */
class DepositsTest {
    static void deposit(double[] x, double[] v, double[] bins) {
        for (int i = 0; i < x.length; i++) {
            int c = (int) x[i];
            double f = x[i] - c;
            v[i] = f * 3 + i;
            bins[c] += 1 - f;
            bins[c + 1] += f;
        }
    }

    @Test
    void missingBinsChangeNothing() throws Throwable {
        Compiled compiled = OnDemandCompiler.cpu().compile(DepositsTest.class.getDeclaredMethod("deposit", double[].class, double[].class, double[].class));
        var random = new Random(4);
        for (int n : new int[] {0, 1, 2, 7, 16, 33, 1000}) {
            for (int bad = -2; bad < Math.min(n, 40); bad++) {
                double[] x = random.doubles(n, 0, 9).toArray();
                boolean fails = bad >= 0;
                if (fails) {
                    x[bad] = bad % 2 == 0 ? 9.5 : -1;
                }
                double[] v = new double[n];
                double[] bins = new double[10];
                if (fails) {
                    assertThrows(Deopt.class, () -> compiled.invoke(x, v, bins));
                    assertArrayEquals(new double[n], v);
                    assertArrayEquals(new double[10], bins);
                } else {
                    double[] w = v.clone();
                    double[] expected = bins.clone();
                    deposit(x, w, expected);
                    compiled.invoke(x, v, bins);
                    assertArrayEquals(w, v);
                    assertArrayEquals(expected, bins);
                }
            }
        }
    }
}
