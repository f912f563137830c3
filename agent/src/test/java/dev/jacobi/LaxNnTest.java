package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Operations of Lax and Nn at once, compiled, differentiated and mapped, against what JAX 0.10.2 gives. */
class LaxNnTest {
    private static final float[][] X = {{1, -2, 0.5f, 3}, {0, 0.25f, -1, 2}};
    private static final float[][] WEIGHTS = {{0, 1, 2, 3}, {4, 5, 6, 7}};
    private static final double[] SOFTMAX = {0.11055374145507812, 0.005504146683961153, 0.06705423444509506, 0.8168877959251404, 0.09959205985069275, 0.12787874042987823, 0.03663787245750427,
        0.7358913421630859};

    private static void same(double[] expected, NDArray actual) {
        assertArrayEquals(expected, actual.reshape(-1).toDoubleArray(), 2e-6);
    }

    private static NDArray weighted(NDArray x, NDArray w) {
        return Nn.softmax(x).times(w).sum();
    }

    @Test
    void softmaxIsTheSameCompiled() {
        NDArray x = NDArray.of(X);
        same(SOFTMAX, Nn.softmax(x));
        Fn1<NDArray, NDArray> f = Nn::softmax;
        same(SOFTMAX, Jacobi.jit(f).apply(x));
        Fn1<NDArray, NDArray> mapped = Jacobi.vmap(f);
        same(SOFTMAX, mapped.apply(x));
    }

    @Test
    void softmaxAndCrossEntropyHaveJaxsGradients() {
        NDArray w = NDArray.of(WEIGHTS);
        Fn1<NDArray, NDArray> f = x -> weighted(x, w);
        same(new double[] {-0.28636470437049866, -0.008753112517297268, -0.039580509066581726, 0.3346984386444092, -0.23990024626255035, -0.1801592856645584, -0.014978624880313873,
            0.43503761291503906}, Jacobi.grad(f).apply(NDArray.of(X)));
        NDArray labels = NDArray.of(2, 0);
        same(new double[] {2.702253580093384, 2.3066728115081787}, Nn.softmaxCrossEntropyWithIntegerLabels(NDArray.of(X), labels));
        Fn1<NDArray, NDArray> loss = x -> Nn.softmaxCrossEntropyWithIntegerLabels(x, labels).sum();
        same(new double[] {0.11055374145507812, 0.005504146683961153, -0.9329457879066467, 0.8168877959251404, -0.9004079103469849, 0.12787874042987823, 0.03663787245750427,
            0.7358913421630859}, Jacobi.grad(loss).apply(NDArray.of(X)));
    }

    @Test
    void derivativesAtKinksAndFarOutAreJaxs() {
        Fn1<NDArray, NDArray> relu = x -> Nn.relu(x).sum();
        same(new double[] {1, 0, 1, 1, 0, 1, 0, 1}, Jacobi.grad(relu).apply(NDArray.of(X)));
        Fn1<NDArray, NDArray> sigmoid = x -> Nn.sigmoid(x).sum();
        same(new double[] {0, 0.25, 0}, Jacobi.grad(sigmoid).apply(NDArray.of(-100f, 0f, 100f)));
    }

    private static NDArray pooled(NDArray x) {
        return Nn.maxPool(x, new int[] {2, 2}, new int[] {2, 2}, "VALID");
    }

    @Test
    void gradientsOfPoolingGoToTheFirstOfEqualElements() {
        NDArray x = NDArray.of(new float[] {1, 2, 2, 1, 3, 3, 0, 1, 5, 4, 5, 5, 0, 1, 2, 2}).reshape(1, 4, 4, 1);
        same(new double[] {3, 2, 5, 5}, pooled(x));
        NDArray w = NDArray.of(1f, 2f, 3f, 4f).reshape(1, 2, 2, 1);
        Fn1<NDArray, NDArray> f = v -> pooled(v).times(w).sum();
        same(new double[] {0, 0, 2, 0, 1, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0}, Jacobi.grad(f).apply(x));
    }

    @Test
    void convolutionsAndTheirGradientsAreJaxs() {
        NDArray a = NDArray.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}).reshape(1, 1, 4, 4);
        NDArray k = NDArray.of(1f, 0f, -1f, 2f).reshape(1, 1, 2, 2);
        same(new double[] {6, 10, 22, 26}, Lax.conv(a, k, new int[] {2, 2}, "SAME"));
        Fn1<NDArray, NDArray> f = v -> Lax.conv(a, v, new int[] {2, 2}, "SAME").sum();
        same(new double[] {20, 24, 36, 40}, Jacobi.grad(f).apply(k));
    }

    @Test
    void runningCombinationsByAFunctionAreThoseOfAnOperator() {
        NDArray x = NDArray.of(1f, 2f, 3f, 4f, 5f, 6f, 7f);
        same(new double[] {1, 3, 6, 10, 15, 21, 28}, Lax.associativeScan((a, b) -> a.plus(b), x));
        same(new double[] {28, 27, 25, 22, 18, 13, 7}, Lax.associativeScan("add", x, true));
        Fn1<NDArray, NDArray> f = v -> Lax.associativeScan((a, b) -> a.times(b), v, false, 0);
        same(new double[] {1, 2, 6, 24, 120, 720, 5040}, Jacobi.jit(f).apply(x));
    }

    @Test
    void partsAtComputedPlacesAreMovedSoThatTheyFit() {
        NDArray x = NDArray.of(0f, 1f, 2f, 3f, 4f);
        same(new double[] {2, 3, 4}, Lax.dynamicSlice(x, new int[] {4}, 3));
        same(new double[] {3, 4}, Lax.dynamicSliceInDim(x, NDArray.of(-2), 2, 0));
        same(new double[] {0, 9, 8, 3, 4}, Lax.dynamicUpdateSlice(x, NDArray.of(9f, 8f), List.of(NDArray.of(1))));
        assertThrows(JacobiException.class, () -> Lax.dynamicSlice(x, new int[] {0}, 6));
    }

    @Test
    void aCellOfLongShortTermMemoryGoesThroughAScan() {
        var w = new Nn.CellWeights(NDArray.of(new float[][] {{1, 0.5f, -1, 2}}), NDArray.of(new float[][] {{0.5f, 1, 1, -1}}), NDArray.of(0f, 1f, 0f, 0f));
        var s = new Nn.LstmState(NDArray.of(0.1f).reshape(1), NDArray.of(0.2f).reshape(1));
        Nn.LstmState next = Nn.lstmStep(w, s, NDArray.of(new float[] {0.3f}));
        double i = 1 / (1 + Math.exp(-(0.3 + 0.05)));
        double f = 1 / (1 + Math.exp(-(0.15 + 0.1 + 1)));
        double g = Math.tanh(-0.3 + 0.1);
        double o = 1 / (1 + Math.exp(-(0.6 - 0.1)));
        double c = f * 0.2 + i * g;
        assertEquals(c, next.c().sum().item(), 1e-6);
        assertEquals(o * Math.tanh(c), next.h().sum().item(), 1e-6);
    }

    @Test
    void lanesOfAMapShareSumsOfArrays() {
        Fn1<NDArray, NDArray> f = x -> x.minus(Lax.pmean(x, "i")).plus(Lax.pmax(x, "i"));
        Fn1<NDArray, NDArray> mapped = Jacobi.vmap(f, Axes.in(0).named("i"));
        same(new double[] {2, 3.5, 4, 6.5}, mapped.apply(NDArray.of(new float[][] {{1, 2}, {3, 6}}).minus(NDArray.of(new float[][] {{0, 0}, {0, 1}}))));
    }
}
