package dev.jacobi;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Products, statistics, polynomials and signals are what JAX has. */
@Tag("slow")
class NpProductsTest extends NpTable {
    @Test
    void products() {
        row("Np.matmul(m, Np.transpose(m))", () -> Np.matmul(m, Np.transpose(m)), "float32 [3,3] 33.25 -19 9.5 -19 149.25 -14.5 9.5 -14.5 86");
        row("Np.matmul(v, v)", () -> Np.matmul(v, v), "float32 [] 17.5625");
        row("Np.matmul(m, NDArray.of(new double[] {1, 2, 3, 4}))", () -> Np.matmul(m, NDArray.of(new double[] {1, 2, 3, 4})), "float32 [3] -0.5 41.5 10");
        row("Np.matmul(NDArray.of(new double[] {1, 2, 3}), m)", () -> Np.matmul(NDArray.of(new double[] {1, 2, 3}), m), "float32 [4] 29 -4 14.5 12");
        row("Np.matmul(t, Np.matrixTranspose(t))", () -> Np.matmul(t, Np.matrixTranspose(t)), "float32 [2,2,2] 14 32 32 77 5 -6.5 -6.5 73.25");
        row("Np.matmul(t, Np.transpose(i))", () -> Np.matmul(t, Np.transpose(i)), "float32 [2,2,2] 13 18 31 33 5 17 -18.5 -66.5");
        row("Np.matmul(i, Np.matrixTranspose(t))", () -> Np.matmul(i, Np.matrixTranspose(t)), "float32 [2,2,2] 13 31 18 33 5 -18.5 17 -66.5");
        row("Np.matmul(Np.expandDims(t, 1), Np.matrixTranspose(t))", () -> Np.matmul(Np.expandDims(t, 1), Np.matrixTranspose(t)),
            "float32 [2,2,2,2] 14 32 32 77 5 7.5 8 24 5 8 7.5 24 5 -6.5 -6.5 73.25");
        row("Np.matmul(Np.expandDims(m, 0), Np.expandDims(Np.transpose(m), 0))", () -> Np.matmul(Np.expandDims(m, 0), Np.expandDims(Np.transpose(m), 0)),
            "float32 [1,3,3] 33.25 -19 9.5 -19 149.25 -14.5 9.5 -14.5 86");
        row("Np.matmul(i, Np.transpose(i))", () -> Np.matmul(i, Np.transpose(i)), "int32 [2,2] 26 44 44 107");
        row("Np.matmul(Np.expandDims(u, 0), Np.expandDims(u, 1))", () -> Np.matmul(Np.expandDims(u, 0), Np.expandDims(u, 1)), "uint8 [1,1] 130");
        row("Np.matmul(b, Np.transpose(b))", () -> Np.matmul(b, Np.transpose(b)), "bool [2,2] 1 1 1 1");
        row("Np.matmul(c, c)", () -> Np.matmul(c, c), "complex64 [2,2] -3 -10 4 9 6.5 0 -3 2.5");
        row("Np.matmul(h, h)", () -> Np.matmul(h, h), "float16 [] inf");
        row("Np.matmul(e, Np.transpose(e))", () -> Np.matmul(e, Np.transpose(e)), "float32 [0,0] ");
        row("Np.matmul(Np.transpose(e), e)", () -> Np.matmul(Np.transpose(e), e), "float32 [3,3] 0 0 0 0 0 0 0 0 0");
        row("Np.dot(m, NDArray.of(2.0))", () -> Np.dot(m, NDArray.of(2.0)), "float32 [3,4] 2 4 7 -8 1 -12 14 16 18 4 -2 0");
        row("Np.dot(t, Np.transpose(i))", () -> Np.dot(t, Np.transpose(i)), "float32 [2,2,2] 13 18 31 33 5 17 -18.5 -66.5");
        row("Np.dot(i, Np.matrixTranspose(t))", () -> Np.dot(i, Np.matrixTranspose(t)), "float32 [2,2,2] 13 31 5 -18.5 18 33 17 -66.5");
        row("Np.vdot(c, c)", () -> Np.vdot(c, c), "complex64 [] 20.25 0");
        row("Np.vdot(m, m)", () -> Np.vdot(m, m), "float32 [] 268.5");
        row("Np.vecdot(t, i)", () -> Np.vecdot(t, i), "float32 [2,2] 13 33 5 -66.5");
        row("Np.vecdot(c, c, 0)", () -> Np.vecdot(c, c, 0), "complex64 [2] 6.25 14 0 0");
        row("Np.matvec(t, NDArray.of(new double[] {1, 2, 3}))", () -> Np.matvec(t, NDArray.of(new double[] {1, 2, 3})), "float32 [2,2] 14 32 5 7.5");
        row("Np.vecmat(NDArray.of(new double[] {1, 2}), t)", () -> Np.vecmat(NDArray.of(new double[] {1, 2}), t), "float32 [2,3] 9 12 15 0 16 -4");
    }

    @Test
    void productsMore1() {
        row("Np.inner(t, i)", () -> Np.inner(t, i), "float32 [2,2,2] 13 18 31 33 5 17 -18.5 -66.5");
        row("Np.outer(v, k)", () -> Np.outer(v, k), "float32 [5,5] 3 0 1.5 3 7.5 -4 0 -2 -4 -10 0.5 0 0.25 0.5 1.25 6 0 3 6 15 3 0 1.5 3 7.5");
        row("Np.tensordot(t, t, 1 + 2)", () -> Np.tensordot(t, t, 1 + 2), "float32 [] 169.25");
        row("Np.tensordot(t, Np.transpose(t), new int[] {0, 2}, new int[] {2, 0})", () -> Np.tensordot(t, Np.transpose(t), new int[] {0, 2}, new int[] {2, 0}),
            "float32 [2,2] 19 25.5 25.5 150.25");
        row("Np.kron(i, m)", () -> Np.kron(i, m),
            "float32 [6,12] 3 6 10.5 -12 -1 -2 -3.5 4 4 8 14 -16 1.5 -18 21 24 -0.5 6 -7 -8 2 -24 28 32 27 6 -3 0 -9 -2 1 0 36 8 -4 0 1 2 3.5 -4 -5 -10 -17.5 20 9 18 31.5 -36 0.5 -6 7 8 -2.5 30 -35 -40 4.5 -54 63 72 9 2 -1 0 -45 -10 5 0 81 18 -9 0");
        row("Np.kron(v, m)", () -> Np.kron(v, m),
            "float32 [3,20] 1.5 3 5.25 -6 -2 -4 -7 8 0.25 0.5 0.875 -1 3 6 10.5 -12 1.5 3 5.25 -6 0.75 -9 10.5 12 -1 12 -14 -16 0.125 -1.5 1.75 2 1.5 -18 21 24 0.75 -9 10.5 12 13.5 3 -1.5 0 -18 -4 2 0 2.25 0.5 -0.25 0 27 6 -3 0 13.5 3 -1.5 0");
        row("Np.cross(t, i)", () -> Np.cross(t, i), "float32 [2,2,3] 11 5 -7 75 -30 -25 2 10 1 57 -7.5 -10.5");
        row("Np.cross(NDArray.of(new double[] {1, 2}), NDArray.of(new double[] {3, 5}))", () -> Np.cross(NDArray.of(new double[] {1, 2}), NDArray.of(new double[] {3, 5})),
            "float32 [] -1");
        row("Np.cross(NDArray.of(new double[] {1, 2}), NDArray.of(new double[] {3, 5, 7}))", () -> Np.cross(NDArray.of(new double[] {1, 2}), NDArray.of(new double[] {3, 5, 7})),
            "float32 [3] 14 -7 -1");
        row("Np.cross(m, m.plus(1), 0)", () -> Np.cross(m, m.plus(1), 0), "float32 [3,4] -8.5 -8 8 8 8 0 -4.5 4 0.5 8 -3.5 -12");
    }

    @Test
    void einsum() {
        row("Np.einsum('ij->ji', m)", () -> Np.einsum("ij->ji", m), "float32 [4,3] 1 0.5 9 2 -6 2 3.5 7 -1 -4 8 0");
        row("Np.einsum('ij', m)", () -> Np.einsum("ij", m), "float32 [3,4] 1 2 3.5 -4 0.5 -6 7 8 9 2 -1 0");
        row("Np.einsum('ji', m)", () -> Np.einsum("ji", m), "float32 [4,3] 1 0.5 9 2 -6 2 3.5 7 -1 -4 8 0");
        row("Np.einsum('ii', Np.take(m, NDArray.of(new int[] {0, 1, 2}), 1))", () -> Np.einsum("ii", Np.take(m, NDArray.of(new int[] {0, 1, 2}), 1)), "float32 [] -6");
        row("Np.einsum('ii->i', Np.take(m, NDArray.of(new int[] {0, 1, 2}), 1))", () -> Np.einsum("ii->i", Np.take(m, NDArray.of(new int[] {0, 1, 2}), 1)),
            "float32 [3] 1 -6 -1");
        row("Np.einsum('ij->', m)", () -> Np.einsum("ij->", m), "float32 [] 22");
        row("Np.einsum('ij->j', m)", () -> Np.einsum("ij->j", m), "float32 [4] 10.5 -2 9.5 4");
        row("Np.einsum('ij,kj->ik', m, m)", () -> Np.einsum("ij,kj->ik", m, m), "float32 [3,3] 33.25 -19 9.5 -19 149.25 -14.5 9.5 -14.5 86");
        row("Np.einsum('ij,kj', m, m)", () -> Np.einsum("ij,kj", m, m), "float32 [3,3] 33.25 -19 9.5 -19 149.25 -14.5 9.5 -14.5 86");
        row("Np.einsum('ij,ij->', m, m)", () -> Np.einsum("ij,ij->", m, m), "float32 [] 268.5");
        row("Np.einsum('ij,ij->ij', m, m)", () -> Np.einsum("ij,ij->ij", m, m), "float32 [3,4] 1 4 12.25 16 0.25 36 49 64 81 4 1 0");
        row("Np.einsum('i,j->ij', v, v)", () -> Np.einsum("i,j->ij", v, v),
            "float32 [5,5] 2.25 -3 0.375 4.5 2.25 -3 4 -0.5 -6 -3 0.375 -0.5 0.0625 0.75 0.375 4.5 -6 0.75 9 4.5 2.25 -3 0.375 4.5 2.25");
        row("Np.einsum('i,i', v, v)", () -> Np.einsum("i,i", v, v), "float32 [] 17.5625");
        row("Np.einsum('...ij,...j->...i', t, NDArray.of(new double[] {1, 2, 3}))", () -> Np.einsum("...ij,...j->...i", t, NDArray.of(new double[] {1, 2, 3})),
            "float32 [2,2] 14 32 5 7.5");
        row("Np.einsum('...ij->...ji', t)", () -> Np.einsum("...ij->...ji", t), "float32 [2,3,2] 1 4 2 5 3 6 -1 0.5 0 8 2 -3");
        row("Np.einsum('b...,b...->...', t, t)", () -> Np.einsum("b...,b...->...", t, t), "float32 [2,3] 2 4 13 16.25 89 45");
        row("Np.einsum('aij,akj->aik', t, t)", () -> Np.einsum("aij,akj->aik", t, t), "float32 [2,2,2] 14 32 32 77 5 -6.5 -6.5 73.25");
        row("Np.einsum('ij,kj,kl->il', m, m, Np.take(m, NDArray.of(new int[] {0, 1, 2}), 1))", () -> Np.einsum("ij,kj,kl->il", m, m, Np.take(m, NDArray.of(new int[] {0, 1, 2}), 1)),
            "float32 [3,3] 109.25 199.5 -26.125 -74.875 -962.5 992.75 776.25 278 -154.25");
        row("Np.einsum('ij,kj,kl,lm->im', m, m, Np.take(m, NDArray.of(new int[] {0, 1, 2}), 1), Np.take(m, NDArray.of(new int[] {0, 1, 2}), 1))", () -> Np.einsum("ij,kj,kl,lm->im", m, m, Np.take(m, NDArray.of(new int[] {0, 1, 2}), 1), Np.take(m, NDArray.of(new int[] {0, 1, 2}), 1)),
            "float32 [3,3] -26.125 -1030.75 1805 8378.625 7610.75 -7992.3125 -473 -424 4817.125");
        row("Np.einsum('a,b,c,d,e,f->', v, v, v, v, v, v)", () -> Np.einsum("a,b,c,d,e,f->", v, v, v, v, v, v), "float32 [] 5892.96094");
        row("Np.einsum('ij,jk->ik', c, c)", () -> Np.einsum("ij,jk->ik", c, c), "complex64 [2,2] -3 -10 4 9 6.5 0 -3 2.5");
        row("Np.einsum('ij,kj->ik', i, i)", () -> Np.einsum("ij,kj->ik", i, i), "int32 [2,2] 26 44 44 107");
        row("Np.einsum('ij,kj->ik', b, b)", () -> Np.einsum("ij,kj->ik", b, b), "bool [2,2] 1 1 1 1");
        row("Np.einsum('ijk,k->ij', t, NDArray.of(new double[] {1, 2, 3}))", () -> Np.einsum("ijk,k->ij", t, NDArray.of(new double[] {1, 2, 3})),
            "float32 [2,2] 14 32 5 7.5");
        row("Np.einsum('iij->j', Np.matmul(t, Np.matrixTranspose(t)))", () -> Np.einsum("iij->j", Np.matmul(t, Np.matrixTranspose(t))), "float32 [2] 7.5 105.25");
    }

    @Test
    void einsumMore1() {
        row("Np.einsum('i...->...', t)", () -> Np.einsum("i...->...", t), "float32 [2,3] 0 2 5 4.5 13 3");
        row("Np.einsum(' i j , k j -> i k', m, m)", () -> Np.einsum(" i j , k j -> i k", m, m), "float32 [3,3] 33.25 -19 9.5 -19 149.25 -14.5 9.5 -14.5 86");
        row("Np.einsum('ij,k->k', m, v)", () -> Np.einsum("ij,k->k", m, v), "float32 [5] 33 -44 5.5 66 33");
    }

    @Test
    void signals() {
        row("Np.convolve(v, k, 'full')", () -> Np.convolve(v, k, "full"), "float32 [9] 3 -4 2 7 6.75 -6.5 8.75 18 7.5");
        row("Np.convolve(v, k, 'same')", () -> Np.convolve(v, k, "same"), "float32 [5] 2 7 6.75 -6.5 8.75");
        row("Np.convolve(v, k, 'valid')", () -> Np.convolve(v, k, "valid"), "float32 [1] 6.75");
        row("Np.convolve(v, NDArray.of(new double[] {1, 2}), 'full')", () -> Np.convolve(v, NDArray.of(new double[] {1, 2}), "full"),
            "float32 [6] 1.5 1 -3.75 3.5 7.5 3");
        row("Np.convolve(v, NDArray.of(new double[] {1, 2}), 'same')", () -> Np.convolve(v, NDArray.of(new double[] {1, 2}), "same"), "float32 [5] 1.5 1 -3.75 3.5 7.5");
        row("Np.convolve(v, NDArray.of(new double[] {1, 2}), 'valid')", () -> Np.convolve(v, NDArray.of(new double[] {1, 2}), "valid"), "float32 [4] 1 -3.75 3.5 7.5");
        row("Np.convolve(NDArray.of(new double[] {1, 2}), v, 'full')", () -> Np.convolve(NDArray.of(new double[] {1, 2}), v, "full"),
            "float32 [6] 1.5 1 -3.75 3.5 7.5 3");
        row("Np.convolve(NDArray.of(new double[] {1, 2}), v, 'same')", () -> Np.convolve(NDArray.of(new double[] {1, 2}), v, "same"), "float32 [5] 1.5 1 -3.75 3.5 7.5");
        row("Np.convolve(NDArray.of(new double[] {1, 2}), v, 'valid')", () -> Np.convolve(NDArray.of(new double[] {1, 2}), v, "valid"), "float32 [4] 1 -3.75 3.5 7.5");
        row("Np.convolve(v, NDArray.of(new double[] {1, 2, -1, 4}), 'full')", () -> Np.convolve(v, NDArray.of(new double[] {1, 2, -1, 4}), "full"),
            "float32 [8] 1.5 1 -5.25 11.5 -0.75 1 10.5 6");
        row("Np.convolve(v, NDArray.of(new double[] {1, 2, -1, 4}), 'same')", () -> Np.convolve(v, NDArray.of(new double[] {1, 2, -1, 4}), "same"),
            "float32 [5] 1 -5.25 11.5 -0.75 1");
        row("Np.convolve(v, NDArray.of(new double[] {1, 2, -1, 4}), 'valid')", () -> Np.convolve(v, NDArray.of(new double[] {1, 2, -1, 4}), "valid"),
            "float32 [2] 11.5 -0.75");
        row("Np.convolve(NDArray.of(new double[] {1, 2, -1, 4}), v, 'full')", () -> Np.convolve(NDArray.of(new double[] {1, 2, -1, 4}), v, "full"),
            "float32 [8] 1.5 1 -5.25 11.5 -0.75 1 10.5 6");
        row("Np.convolve(NDArray.of(new double[] {1, 2, -1, 4}), v, 'same')", () -> Np.convolve(NDArray.of(new double[] {1, 2, -1, 4}), v, "same"),
            "float32 [5] 1 -5.25 11.5 -0.75 1");
        row("Np.convolve(NDArray.of(new double[] {1, 2, -1, 4}), v, 'valid')", () -> Np.convolve(NDArray.of(new double[] {1, 2, -1, 4}), v, "valid"),
            "float32 [2] 11.5 -0.75");
        row("Np.convolve(Np.ravel(c), Np.ravel(c), 'full')", () -> Np.convolve(Np.ravel(c), Np.ravel(c), "full"), "complex64 [7] -3 -8 8 6 -12.75 3 9 4 -6 -4 17 5 -6 0");
        row("Np.convolve(Np.ravel(c), Np.ravel(c), 'same')", () -> Np.convolve(Np.ravel(c), Np.ravel(c), "same"), "complex64 [4] -8 8 6 -12.75 -6 -4 17 5");
        row("Np.convolve(Np.ravel(c), Np.ravel(c), 'valid')", () -> Np.convolve(Np.ravel(c), Np.ravel(c), "valid"), "complex64 [1] 6 17");
        row("Np.correlate(v, k, 'full')", () -> Np.correlate(v, k, "full"), "float32 [9] 7.5 -7 -1.25 13.5 16.75 2 2 6 3");
        row("Np.correlate(v, k, 'same')", () -> Np.correlate(v, k, "same"), "float32 [5] -1.25 13.5 16.75 2 2");
        row("Np.correlate(v, k, 'valid')", () -> Np.correlate(v, k, "valid"), "float32 [1] 16.75");
        row("Np.correlate(v, NDArray.of(new double[] {1, 2}), 'full')", () -> Np.correlate(v, NDArray.of(new double[] {1, 2}), "full"),
            "float32 [6] 3 -2.5 -1.5 6.25 6 1.5");
        row("Np.correlate(v, NDArray.of(new double[] {1, 2}), 'same')", () -> Np.correlate(v, NDArray.of(new double[] {1, 2}), "same"), "float32 [5] 3 -2.5 -1.5 6.25 6");
        row("Np.correlate(v, NDArray.of(new double[] {1, 2}), 'valid')", () -> Np.correlate(v, NDArray.of(new double[] {1, 2}), "valid"), "float32 [4] -2.5 -1.5 6.25 6");
        row("Np.correlate(NDArray.of(new double[] {1, 2}), v, 'full')", () -> Np.correlate(NDArray.of(new double[] {1, 2}), v, "full"),
            "float32 [6] 1.5 6 6.25 -1.5 -2.5 3");
    }

    @Test
    void signalsMore1() {
        row("Np.correlate(NDArray.of(new double[] {1, 2}), v, 'same')", () -> Np.correlate(NDArray.of(new double[] {1, 2}), v, "same"), "float32 [5] 6 6.25 -1.5 -2.5 3");
        row("Np.correlate(NDArray.of(new double[] {1, 2}), v, 'valid')", () -> Np.correlate(NDArray.of(new double[] {1, 2}), v, "valid"), "float32 [4] 6 6.25 -1.5 -2.5");
        row("Np.correlate(v, NDArray.of(new double[] {1, 2, -1, 4}), 'full')", () -> Np.correlate(v, NDArray.of(new double[] {1, 2, -1, 4}), "full"),
            "float32 [8] 6 -9.5 6 9.25 1.5 4.75 6 1.5");
        row("Np.correlate(v, NDArray.of(new double[] {1, 2, -1, 4}), 'same')", () -> Np.correlate(v, NDArray.of(new double[] {1, 2, -1, 4}), "same"),
            "float32 [5] -9.5 6 9.25 1.5 4.75");
        row("Np.correlate(v, NDArray.of(new double[] {1, 2, -1, 4}), 'valid')", () -> Np.correlate(v, NDArray.of(new double[] {1, 2, -1, 4}), "valid"),
            "float32 [2] 9.25 1.5");
        row("Np.correlate(NDArray.of(new double[] {1, 2, -1, 4}), v, 'full')", () -> Np.correlate(NDArray.of(new double[] {1, 2, -1, 4}), v, "full"),
            "float32 [8] 1.5 6 4.75 1.5 9.25 6 -9.5 6");
        row("Np.correlate(NDArray.of(new double[] {1, 2, -1, 4}), v, 'same')", () -> Np.correlate(NDArray.of(new double[] {1, 2, -1, 4}), v, "same"),
            "float32 [5] 4.75 1.5 9.25 6 -9.5");
        row("Np.correlate(NDArray.of(new double[] {1, 2, -1, 4}), v, 'valid')", () -> Np.correlate(NDArray.of(new double[] {1, 2, -1, 4}), v, "valid"),
            "float32 [2] 1.5 9.25");
        row("Np.correlate(Np.ravel(c), Np.ravel(c), 'full')", () -> Np.correlate(Np.ravel(c), Np.ravel(c), "full"),
            "complex64 [7] 3 -7.5 -0.5 20.25 -0.5 -7.5 3 6 5 -9.5 0 9.5 -5 -6");
        row("Np.correlate(Np.ravel(c), Np.ravel(c), 'same')", () -> Np.correlate(Np.ravel(c), Np.ravel(c), "same"), "complex64 [4] -7.5 -0.5 20.25 -0.5 5 -9.5 0 9.5");
        row("Np.correlate(Np.ravel(c), Np.ravel(c), 'valid')", () -> Np.correlate(Np.ravel(c), Np.ravel(c), "valid"), "complex64 [1] 20.25 0");
        row("Np.bartlett(7)", () -> Np.bartlett(7), "float32 [7] 0 0.333333313 0.666666627 1 0.666666627 0.333333313 0");
        row("Np.blackman(6)", () -> Np.blackman(6), "float32 [6] -1.49011612e-08 0.200770125 0.849229932 0.849229753 0.20077008 -1.49011612e-08");
        row("Np.hamming(5)", () -> Np.hamming(5), "float32 [5] 0.0800000131 0.540000021 1 0.540000021 0.0800000131");
        row("Np.hanning(4)", () -> Np.hanning(4), "float32 [4] 0 0.75 0.74999994 0");
        row("Np.hanning(1)", () -> Np.hanning(1), "float32 [1] 1");
        row("Np.kaiser(6, 14)", () -> Np.kaiser(6, 14), "float32 [6] 7.72686781e-06 0.0681537241 0.761509061 0.761509061 0.0681537241 7.72686781e-06");
        row("Np.kaiser(5, 0)", () -> Np.kaiser(5, 0), "float32 [5] 1 1 1 1 1");
        row("Np.interp(m, NDArray.of(new double[] {-1, 0, 3, 4}), NDArray.of(new double[] {5, 6, 0, 1}))", () -> Np.interp(m, NDArray.of(new double[] {-1, 0, 3, 4}), NDArray.of(new double[] {5, 6, 0, 1})),
            "float32 [3,4] 4 1.99999988 0.5 5 5 5 1 1 1 1.99999988 5 6");
        row("Np.interp(m, NDArray.of(new double[] {-1, 0, 3, 4}), NDArray.of(new double[] {5, 6, 0, 1}), NDArray.of(-9.0), NDArray.of(99.0), null)", () -> Np.interp(m, NDArray.of(new double[] {-1, 0, 3, 4}), NDArray.of(new double[] {5, 6, 0, 1}), NDArray.of(-9.0), NDArray.of(99.0), null),
            "float32 [3,4] 4 1.99999988 0.5 -9 5 -9 99 99 99 1.99999988 5 6");
        row("Np.interp(m, NDArray.of(new double[] {-1, 0, 3, 4}), NDArray.of(new double[] {5, 6, 0, 1}), null, null, NDArray.of(5.5))", () -> Np.interp(m, NDArray.of(new double[] {-1, 0, 3, 4}), NDArray.of(new double[] {5, 6, 0, 1}), null, null, NDArray.of(5.5)),
            "float32 [3,4] 4 1.99999988 0.5 3 5 5.5 3 1.00000012 0.5 1.99999988 5 6");
    }

    @Test
    void statistics() {
        row("Np.cov(m)", () -> Np.cov(m), "float32 [3,3] 10.5625 -8.3125 1.08333337 -8.3125 42.2291679 -12.75 1.08333337 -12.75 20.333334");
        row("Np.cov(v)", () -> Np.cov(v), "float32 [] 3.48749971");
        row("Np.cov(m, null, false)", () -> Np.cov(m, null, false),
            "float32 [4,4] 22.75 12.000001 -17.625 -6.99999952 12.000001 21.333334 -15.333334 -26.6666679 -17.625 -15.333334 16.083334 14.666666 -6.99999952 -26.6666679 14.666666 37.3333321");
        row("Np.cov(m, m, true, 0, null, null)", () -> Np.cov(m, m, true, 0, null, null),
            "float32 [6,6] 7.921875 -6.234375 0.8125 7.921875 -6.234375 0.8125 -6.234375 31.671875 -9.5625 -6.234375 31.671875 -9.5625 0.8125 -9.5625 15.25 0.8125 -9.5625 15.25 7.921875 -6.234375 0.8125 7.921875 -6.234375 0.8125 -6.234375 31.671875 -9.5625 -6.234375 31.671875 -9.5625 0.8125 -9.5625 15.25 0.8125 -9.5625 15.25");
        row("Np.cov(m, null, true, 1, NDArray.of(new int[] {1, 2, 1, 3}), NDArray.of(new double[] {0.5, 1, 2, 1}))", () -> Np.cov(m, null, true, 1, NDArray.of(new int[] {1, 2, 1, 3}), NDArray.of(new double[] {0.5, 1, 2, 1})),
            "float32 [3,3] 12.9202137 -11.0106392 0.946808517 -11.0106392 43.1250038 -9.33510685 0.946808517 -9.33510685 7.15957546");
        row("Np.cov(m, null, true, 1, NDArray.of(new int[] {1, 2, 1, 3}), null)", () -> Np.cov(m, null, true, 1, NDArray.of(new int[] {1, 2, 1, 3}), null),
            "float32 [3,3] 11.25 -14.208334 3.25 -14.208334 43.1547661 -9.98809624 3.25 -9.98809624 11.5714293");
        row("Np.cov(c)", () -> Np.cov(c), "complex64 [2,2] 5 -4.25 -4.25 3.625 0 0.25 -0.25 0");
        row("Np.corrcoef(m)", () -> Np.corrcoef(m), "float32 [3,3] 1 -0.393588215 0.0739221349 -0.393588185 1 -0.435110599 0.0739221349 -0.435110569 1");
        row("Np.corrcoef(v)", () -> Np.corrcoef(v), "float32 [] 1");
        row("Np.corrcoef(i)", () -> Np.corrcoef(i), "float32 [2,2] 1 0.914807558 0.914807558 1");
        row("Np.polyval(v, 2)", () -> Np.polyval(v, 2), "float32 [] 16.5");
        row("Np.polyval(v, m)", () -> Np.polyval(v, m), "float32 [3,4] 4.25 16.5 154.40625 505.5 2.90625 2368.5 2950.25 5161.5 8432.25 16.5 2.25 1.5");
        row("Np.polyval(k, k)", () -> Np.polyval(k, k), "int32 [5] 45 5 10 45 1290");
        row("Np.polyfit(v, k, 0)", () -> Np.polyfit(v, k, 0), "float32 [1] 2");
        // as f64: with f32 the condition of the powers takes three of seven digits, and which ones are left is not the function's matter
        row("Np.polyfit(x, v, 3, w)", () -> Np.polyfit(NDArray.of(new double[] {0, 1, 2, 3, 4}, DType.F64), v, 3, NDArray.of(new double[] {1, 2, 1, 2, 1})),
            "float64 [4] -0.8333333333333345 5.32608695652174 -7.971014492753631 1.4891304347826222");
        row("Np.polyfit(NDArray.of(new double[] {0, 1, 2}), m, 1)", () -> Np.polyfit(NDArray.of(new double[] {0, 1, 2}), m, 1),
            "float32 [2,4] 4 1.52911412e-07 -2.24999952 1.99999952 -0.500000119 -0.666667044 5.41666651 -0.66666609");
        row("Np.polyadd(v, NDArray.of(new double[] {1, 2}))", () -> Np.polyadd(v, NDArray.of(new double[] {1, 2})), "float32 [5] 1.5 -2 0.25 4 3.5");
        row("Np.polysub(NDArray.of(new double[] {1, 2}), v)", () -> Np.polysub(NDArray.of(new double[] {1, 2}), v), "float32 [5] -1.5 2 -0.25 -2 0.5");
        row("Np.polymul(v, k)", () -> Np.polymul(v, k), "float32 [9] 3 -4 2 7 6.75 -6.5 8.75 18 7.5");
        row("Np.polyder(v)", () -> Np.polyder(v), "float32 [4] 6 -6 0.5 3");
        row("Np.polyder(k, 3)", () -> Np.polyder(k, 3), "float32 [2] 48 0");
        row("Np.polyint(v)", () -> Np.polyint(v), "float32 [6] 0.300000012 -0.5 0.0833333358 1.5 1.5 0");
        row("Np.polyint(v, 2, NDArray.of(new double[] {3, 4}))", () -> Np.polyint(v, 2, NDArray.of(new double[] {3, 4})),
            "float32 [7] 0.0500000007 -0.100000001 0.020833334 0.5 0.75 3 4");
    }
}
