package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * Derivatives by complex arrays are JAX's: the gradient of a real function is that by the real part minus i times that by the imaginary part, and cotangents are multiplied
 * by derivatives as they are.
 */
class ComplexGradientsTest {
    private static final NDArray Z = NDArray.complex(NDArray.of(1f, 3f), NDArray.of(2f, -1f));

    static NDArray squares(NDArray z) {
        return Np.sum(Np.abs(z).pow(2));
    }

    static NDArray realPart(NDArray z) {
        return Np.sum(Np.real(z.times(z)));
    }

    @Test
    void gradients() {
        assertEquals("[2.-4.j 6.+2.j]", Jacobi.grad(ComplexGradientsTest::squares).apply(Z).toString());
        assertEquals("[2.+4.j 6.-2.j]", Jacobi.grad(ComplexGradientsTest::realPart).apply(Z).toString());
        ValueAndGrad<NDArray, NDArray> both = Jacobi.valueAndGrad(ComplexGradientsTest::realPart).apply(Z);
        assertEquals("5.0", both.value().toString());
        assertEquals("[2.+4.j 6.-2.j]", both.grad().toString());
    }

    record Pair(NDArray w, NDArray b) {
    }

    static NDArray loss(Pair p, NDArray x) {
        return Np.sum(Np.real(p.w().times(x))).plus(Np.sum(p.b().times(p.b())));
    }

    /** In records and beside reals. */
    @Test
    void gradientsInTrees() {
        Pair g = Jacobi.grad(ComplexGradientsTest::loss).apply(new Pair(Z, NDArray.of(1f, 2f)), NDArray.complex(NDArray.of(0f, 1f), NDArray.of(1f, 2f)));
        assertEquals("[0.+1.j 1.+2.j]", g.w().toString());
        assertEquals("[2. 4.]", g.b().toString());
    }

    static NDArray square(NDArray z) {
        return z.times(z);
    }

    /** {@code 2 z} times the cotangent, also by a rule of the program's own. */
    @Test
    void cotangents() {
        NDArray y = NDArray.complex(NDArray.of(0f, 1f), NDArray.of(1f, 1f));
        assertEquals("[-4.+2.j  8.+4.j]", Jacobi.vjp(ComplexGradientsTest::square).apply(Z, y).grad().toString());
        Fn1<NDArray, NDArray> own = Jacobi.customVjp(ComplexGradientsTest::square, z -> new WithAux<>(z.times(z), z), (NDArray z, NDArray c) -> z.times(c).times(2));
        assertEquals("[-4.+2.j  8.+4.j]", Jacobi.vjp(own).apply(Z, y).grad().toString());
        assertEquals("[2.+4.j 6.-2.j]", Jacobi.grad((NDArray z) -> Np.sum(Np.real(own.apply(z)))).apply(Z).toString());
    }

    static NDArray total(NDArray z) {
        NDArray sum = Np.sum(Np.real(z));
        return z.dtype().isComplex() && !z.dtype().isReal() ? sum.plus(Np.sum(Np.imag(z))) : sum;
    }

    /** What kind of numbers an array has is known while the program is made. */
    @Test
    void kindsOfNumbersAreKnown() {
        Fn1<NDArray, NDArray> f = Jacobi.jit(ComplexGradientsTest::total);
        assertEquals("5.0", f.apply(Z).toString());
        assertEquals("4.0", f.apply(Z.real()).toString());
        assertEquals("[1.-1.j 1.-1.j]", Jacobi.grad(ComplexGradientsTest::total).apply(Z).toString());
    }

    static NDArray product(NDArray z) {
        return z.times(NDArray.complex(NDArray.of(0.5f), NDArray.of(2f)));
    }

    static NDArray turned(NDArray x) {
        return NDArray.complex(Np.zerosLike(x), x);
    }

    /** The numbers are those of jax.vjp 0.10.2. */
    @Test
    void cotangentsAreThoseOfJax() {
        NDArray c = NDArray.complex(NDArray.of(1f, 0f), NDArray.of(0f, 1f));
        Fn1<NDArray, NDArray> own = Jacobi.customVjp(ComplexGradientsTest::product, x -> new WithAux<>(product(x), x), (NDArray x, NDArray y) -> product(y));
        assertEquals("[ 0.5+2.j  -2. +0.5j]", Jacobi.vjp(ComplexGradientsTest::product).apply(Z, c).grad().toString());
        assertEquals("[ 0.5+2.j  -2. +0.5j]", Jacobi.vjp(own).apply(Z, c).grad().toString());
        assertEquals("[ 0. -1.]", Np.real(Jacobi.vjp(ComplexGradientsTest::turned).apply(NDArray.of(1f, 2f), c).grad()).plus(0).toString());
    }

    static NDArray realParts(NDArray z) {
        return Np.real(z.times(z));
    }

    /** The rows of a real function's Jacobian are gradients. */
    @Test
    void jacobiansOfRealFunctions() {
        assertEquals("[2.+4.j 6.-2.j]", Jacobi.jacrev(ComplexGradientsTest::realPart).apply(Z).toString());
        assertEquals("[2.+4.j 6.-2.j]", Jacobi.jacfwd(ComplexGradientsTest::realPart).apply(Z).toString());
        Fn1<NDArray, NDArray> rows = Jacobi.jacrev(ComplexGradientsTest::realParts);
        assertEquals("[2.+4.j 6.-2.j]", Np.sum(rows.apply(Z), 0).toString());
    }
}
