package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/** Cotangents of complex numbers are those of JAX: the gradient of a real function of x + i y has its derivative by x as real part, and that by -y as imaginary part. */
class ComplexGradientsTest {
    private static final NDArray Z = Lax.complex(NDArray.of(1f, -3f), NDArray.of(2f, 0.5f));

    static NDArray product(NDArray z) {
        return z.times(Lax.complex(NDArray.of(0.5f), NDArray.of(2f)));
    }

    static NDArray squares(NDArray z) {
        return Np.sum(Np.real(z.times(z)));
    }

    static NDArray turned(NDArray x) {
        return Lax.complex(Np.zerosLike(x), x);
    }

    static NDArray withRule(NDArray z) {
        Fn1<NDArray, NDArray> f = Jacobi.customVjp((Fn1<NDArray, NDArray>) ComplexGradientsTest::product, x -> new WithAux<>(product(x), x), (x, c) -> product(c));
        return f.apply(z);
    }

    private static void are(NDArray got, double... expected) {
        double[] parts = new double[expected.length];
        double[] re = Np.ravel(Np.real(got)).toDoubleArray();
        double[] im = Np.ravel(Np.imag(got)).toDoubleArray();
        for (int k = 0; k < re.length; k++) {
            parts[2 * k] = re[k];
            parts[2 * k + 1] = im[k];
        }
        assertArrayEquals(expected, parts, 1e-5);
    }

    /** The numbers are those of jax.vjp and jax.grad 0.10.2. */
    @Test
    void areThoseOfJax() {
        NDArray c = Lax.complex(NDArray.of(1f, 0f), NDArray.of(0f, 1f));
        are(Jacobi.vjp(ComplexGradientsTest::product).apply(Z, c).grad(), 0.5, 2, -2, 0.5);
        are(Jacobi.grad(ComplexGradientsTest::squares).apply(Z), 2, 4, -6, 1);
        are(Jacobi.vjp(ComplexGradientsTest::turned).apply(NDArray.of(1f, 2f), c).grad(), 0, 0, -1, 0);
    }

    @Test
    void ofRulesOfTheirOwnAreTheSame() {
        NDArray c = Lax.complex(NDArray.of(1f, 0f), NDArray.of(0f, 1f));
        are(Jacobi.vjp(ComplexGradientsTest::withRule).apply(Z, c).grad(), 0.5, 2, -2, 0.5);
    }
}
