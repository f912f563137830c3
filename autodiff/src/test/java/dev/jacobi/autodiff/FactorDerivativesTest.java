package dev.jacobi.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.NoRule;
import dev.jacobi.ir.interp.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Gradients of functions of matrices' factors are those that JAX 0.10.2 gives, in reverse mode and, direction by direction, in forward mode. */
class FactorDerivativesTest {
    private static final double[] A = {2, -1, 0.5, 1, 3, -2, -0.5, 4, 1, 1.5, 0.25, -3};
    private static final Tensor TALL = Tensor.of(A, 4, 3);
    private static final Tensor WIDE = Tensor.of(new double[] {2, 1, -0.5, 1.5, -1, 3, 4, 0.25, 0.5, -2, 1, -3}, 3, 4);

    /** 1, 2, 3 and so on, which weigh the results. */
    private static Tensor weights(int... dims) {
        int n = 1;
        for (int d : dims) {
            n *= d;
        }
        return Tensor.of(IntStream.rangeClosed(1, n).asDoubleStream().toArray(), dims);
    }

    private static Tensor transposed(Tensor t) {
        int m = t.dims()[0];
        int n = t.dims()[1];
        double[] x = (double[]) t.data();
        double[] y = new double[x.length];
        for (int k = 0; k < y.length; k++) {
            y[k] = x[k % m * n + k / m];
        }
        return Tensor.of(y, n, m);
    }

    private static void gives(double[] want, String body, Tensor a, Tensor... weights) {
        Module m = Gradients.module("f(a:f64[n,m]) { " + body + " }");
        var in = new ArrayList<>(List.of(a));
        in.addAll(List.of(weights));
        List<Tensor> reverse = Interpreter.run(Vjp.of(m, "f", List.of(true)), "vjp(f)", in);
        assertArrayEquals(want, (double[]) reverse.get(reverse.size() - 1).data(), 1e-12, "reverse mode");
        Module forward = Jvp.of(m, "f", List.of(true));
        double[] have = new double[want.length];
        for (int k = 0; k < have.length; k++) {
            double[] direction = new double[want.length];
            direction[k] = 1;
            List<Tensor> r = Interpreter.run(forward, "jvp(f)", List.of(a, Tensor.of(direction, a.dims())));
            for (int i = 0; i < weights.length; i++) {
                double[] t = (double[]) r.get(r.size() - weights.length + i).data();
                for (int j = 0; j < t.length; j++) {
                    have[k] += t[j] * ((double[]) weights[i].data())[j];
                }
            }
        }
        assertArrayEquals(want, have, 1e-12, "forward mode");
    }

    @Test
    void elimination() {
        gives(new double[] {-2.381666666666666, 1.5616666666666668, -2.85, 7.772789115646258, 3.912925170068027, -3.2653061224489797, 1.4003776204359306, 1.7336165486602804,
            5.865722615576843, -0.20617798139664067, -1.446300152714147, 11.932111620158267}, "b, p, q = lu a; return b", TALL, weights(4, 3));
        gives(new double[] {-3.3265306122448974, 5.688775510204083, 11.642857142857142, 16.357142857142858, -8.438775510204081, -2.3010204081632617, 13.785714285714283,
            18.714285714285715, 0.42857142857142705, -11.357142857142854, 9, 12}, "b, p, q = lu a; return b", WIDE, transposed(weights(4, 3)));
    }

    @Test
    void reflections() {
        gives(new double[] {-3.331318644153652, -1.9814376617889042, -7.180213195445844, -0.9424291875429338, -2.116206591549863, -0.8311388930232009, -10.688707060390525,
            -5.088219443292827, -8.758777853904158, -0.31859989458057125, -1.2948355877136013, 1.7308919962568785}, "q, r = qr[reduced] a; return q, r", TALL, weights(4, 3), weights(3, 3));
        gives(new double[] {-15.132150873635009, -6.85869866733149, -9.444317237305395, -13.33575404204531, -22.83264726175279, -10.367072028309634, 2.1544583259100807,
            2.9236245672357373, 10.280733276078628, -11.629652167116681, 10.008155736350874, 13.364508353094319}, "q, r = qr[reduced] a; return q, r", WIDE, weights(3, 3), transposed(weights(4, 3)));
    }

    /** JAX reads both halves of the matrix; here that of the half which is read has all of the gradient. */
    @Test
    void eigenvalues() {
        var symmetric = Tensor.of(new double[] {2, 0.5, -1, 0.5, 3, 1, -1, 1, -0.5}, 3, 3);
        double[] both = {1.9380818548685672, 0.29198353385753417, -0.257288594802175, 0.29198353385753417, 2.848727395496526, 0.42062783125862085, -0.257288594802175,
            0.42062783125862085, 1.2131907496349061};
        String body = "w, v = eigh[%s] a; c = mul v v; return w, c";
        double[] lower = both.clone();
        double[] upper = both.clone();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < i; j++) {
                lower[i * 3 + j] *= 2;
                lower[j * 3 + i] = 0;
                upper[i * 3 + j] = 0;
                upper[j * 3 + i] *= 2;
            }
        }
        gives(lower, body.formatted("lower"), symmetric, weights(3), weights(3, 3));
        gives(upper, body.formatted("upper"), symmetric, weights(3), weights(3, 3));
    }

    @Test
    void singularValues() {
        gives(new double[] {2.658673262744759, -0.010617379767736019, 1.1842742349927928, 0.2378474661789739, 0.24374413024246988, 0.052643702680976734, 0.34925563025178885,
            1.1649612263577604, 0.557836100807301, 0.7442804496518269, -0.0013779922105645048, -2.1148120946347815},
            "u, s, v = svd[reduced] a; c = mul u u; d = mul v v; return c, s, d", TALL, weights(4, 3), weights(3), weights(3, 3));
        gives(new double[] {2.6586732627447596, -0.010617379767736405, 1.1842742349927926, 0.5319411787500828, 0.4899893141481465, -0.6312407797921072, 0.1451906052024471,
            0.9940972211987193, 1.032368190686583, 0.4801962995879738, -0.2224961165340291, -1.5007117430262973}, "s = svd[values] a; return s", TALL, weights(3));
    }

    @Test
    void fullFactorsOfOtherShapesAreRefused() {
        for (String body : List.of("q, r = qr[full] a; return q", "u, s, v = svd[full] a; return s")) {
            Module m = Gradients.module("f(a:f64[4,3]) { " + body + " }");
            assertTrue(assertThrows(NoRule.class, () -> Vjp.of(m, "f", List.of(true))).getMessage().endsWith("ask for reduced factors"));
            assertTrue(assertThrows(NoRule.class, () -> Jvp.of(m, "f", List.of(true))).getMessage().endsWith("ask for reduced factors"));
        }
    }
}
