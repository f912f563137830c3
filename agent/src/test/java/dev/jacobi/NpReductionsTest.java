package dev.jacobi;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reductions, with and without NaN, are what JAX has. */
@Tag("slow")
class NpReductionsTest extends NpTable {
    @Test
    void reductions() {
        row("Np.sum(v)", () -> Np.sum(v), "float32 [] 4.25");
        row("Np.sum(m)", () -> Np.sum(m), "float32 [] 22");
        row("Np.sum(t)", () -> Np.sum(t), "float32 [] 27.5");
        row("Np.sum(n)", () -> Np.sum(n), "float32 [] nan");
        row("Np.sum(i)", () -> Np.sum(i), "int32 [] 11");
        row("Np.sum(u)", () -> Np.sum(u), "uint32 [] 562");
        row("Np.sum(h)", () -> Np.sum(h), "float16 [] 2970");
        row("Np.sum(b)", () -> Np.sum(b), "int32 [] 5");
        row("Np.sum(t, 1)", () -> Np.sum(t, 1), "float32 [2,3] 5 7 9 -0.5 8 -1");
        row("Np.sum(m, -1)", () -> Np.sum(m, -1), "float32 [3] 2.5 9.5 10");
        row("Np.sum(n, 0)", () -> Np.sum(n, 0), "float32 [3] nan nan nan");
        row("Np.sum(t, new int[] {0, -1}, true)", () -> Np.sum(t, new int[] {0, -1}, true), "float32 [1,2,1] 7 20.5");
        row("Np.prod(v)", () -> Np.prod(v), "float32 [] -3.375");
        row("Np.prod(m)", () -> Np.prod(m), "float32 [] 0");
        row("Np.prod(t)", () -> Np.prod(t), "float32 [] 0");
        row("Np.prod(n)", () -> Np.prod(n), "float32 [] nan");
        row("Np.prod(i)", () -> Np.prod(i), "int32 [] 540");
        row("Np.prod(u)", () -> Np.prod(u), "uint32 [] 35700000");
        row("Np.prod(h)", () -> Np.prod(h), "float16 [] -inf");
        row("Np.prod(b)", () -> Np.prod(b), "int32 [] 0");
        row("Np.prod(t, 1)", () -> Np.prod(t, 1), "float32 [2,3] 4 10 18 -0.5 0 -6");
        row("Np.prod(m, -1)", () -> Np.prod(m, -1), "float32 [3] -28 -168 0");
        row("Np.prod(n, 0)", () -> Np.prod(n, 0), "float32 [3] nan nan nan");
    }

    @Test
    void reductionsMore1() {
        row("Np.prod(t, new int[] {0, -1}, true)", () -> Np.prod(t, new int[] {0, -1}, true), "float32 [1,2,1] 0 -1440");
        row("Np.max(v)", () -> Np.max(v), "float32 [] 3");
        row("Np.max(m)", () -> Np.max(m), "float32 [] 9");
        row("Np.max(t)", () -> Np.max(t), "float32 [] 8");
        row("Np.max(n)", () -> Np.max(n), "float32 [] nan");
        row("Np.max(i)", () -> Np.max(i), "int32 [] 9");
        row("Np.max(u)", () -> Np.max(u), "uint8 [] 255");
        row("Np.max(h)", () -> Np.max(h), "float16 [] 2000");
        row("Np.max(b)", () -> Np.max(b), "bool [] 1");
        row("Np.max(t, 1)", () -> Np.max(t, 1), "float32 [2,3] 4 5 6 0.5 8 2");
        row("Np.max(m, -1)", () -> Np.max(m, -1), "float32 [3] 3.5 8 9");
        row("Np.max(n, 0)", () -> Np.max(n, 0), "float32 [3] nan nan nan");
        row("Np.max(t, new int[] {0, -1}, true)", () -> Np.max(t, new int[] {0, -1}, true), "float32 [1,2,1] 3 8");
        row("Np.min(v)", () -> Np.min(v), "float32 [] -2");
        row("Np.min(m)", () -> Np.min(m), "float32 [] -6");
        row("Np.min(t)", () -> Np.min(t), "float32 [] -3");
        row("Np.min(n)", () -> Np.min(n), "float32 [] nan");
        row("Np.min(i)", () -> Np.min(i), "int32 [] -5");
        row("Np.min(u)", () -> Np.min(u), "uint8 [] 7");
        row("Np.min(h)", () -> Np.min(h), "float16 [] -30");
        row("Np.min(b)", () -> Np.min(b), "bool [] 0");
        row("Np.min(t, 1)", () -> Np.min(t, 1), "float32 [2,3] 1 2 3 -1 0 -3");
        row("Np.min(m, -1)", () -> Np.min(m, -1), "float32 [3] -4 -6 -1");
    }

    @Test
    void reductionsMore2() {
        row("Np.min(n, 0)", () -> Np.min(n, 0), "float32 [3] nan nan nan");
        row("Np.min(t, new int[] {0, -1}, true)", () -> Np.min(t, new int[] {0, -1}, true), "float32 [1,2,1] -1 -3");
        row("Np.mean(v)", () -> Np.mean(v), "float32 [] 0.850000024");
        row("Np.mean(m)", () -> Np.mean(m), "float32 [] 1.83333337");
        row("Np.mean(t)", () -> Np.mean(t), "float32 [] 2.29166675");
        row("Np.mean(n)", () -> Np.mean(n), "float32 [] nan");
        row("Np.mean(i)", () -> Np.mean(i), "float32 [] 1.83333337");
        row("Np.mean(u)", () -> Np.mean(u), "float32 [] 140.5");
        row("Np.mean(h)", () -> Np.mean(h), "float16 [] 742.5");
        row("Np.mean(b)", () -> Np.mean(b), "float32 [] 0.833333373");
        row("Np.mean(t, 1)", () -> Np.mean(t, 1), "float32 [2,3] 2.5 3.5 4.5 -0.25 4 -0.5");
        row("Np.mean(m, -1)", () -> Np.mean(m, -1), "float32 [3] 0.625 2.375 2.5");
        row("Np.mean(n, 0)", () -> Np.mean(n, 0), "float32 [3] nan nan nan");
        row("Np.mean(t, new int[] {0, -1}, true)", () -> Np.mean(t, new int[] {0, -1}, true), "float32 [1,2,1] 1.16666675 3.41666675");
        row("Np.var(v)", () -> Np.var(v), "float32 [] 2.78999972");
        row("Np.var(m)", () -> Np.var(m), "float32 [] 19.0138893");
        row("Np.var(t)", () -> Np.var(t), "float32 [] 8.85243034");
        row("Np.var(n)", () -> Np.var(n), "float32 [] nan");
        row("Np.var(i)", () -> Np.var(i), "float32 [] 18.8055553");
        row("Np.var(u)", () -> Np.var(u), "float32 [] 9028.25");
        row("Np.var(h)", () -> Np.var(h), "float16 [] inf");
        row("Np.var(b)", () -> Np.var(b), "float32 [] 0.13888891");
        row("Np.var(t, 1)", () -> Np.var(t, 1), "float32 [2,3] 2.25 2.25 2.25 0.5625 16 6.25");
    }

    @Test
    void reductionsMore3() {
        row("Np.var(m, -1)", () -> Np.var(m, -1), "float32 [3] 7.921875 31.671875 15.25");
        row("Np.var(n, 0)", () -> Np.var(n, 0), "float32 [3] nan nan nan");
        row("Np.var(t, new int[] {0, -1}, 0.0, true)", () -> Np.var(t, new int[] {0, -1}, 0.0, true), "float32 [1,2,1] 1.80555546 13.3680563");
        row("Np.std(v)", () -> Np.std(v), "float32 [] 1.67032921");
        row("Np.std(m)", () -> Np.std(m), "float32 [] 4.36049175");
        row("Np.std(t)", () -> Np.std(t), "float32 [] 2.97530341");
        row("Np.std(n)", () -> Np.std(n), "float32 [] nan");
        row("Np.std(i)", () -> Np.std(i), "float32 [] 4.33653736");
        row("Np.std(u)", () -> Np.std(u), "float32 [] 95.0171051");
        row("Np.std(h)", () -> Np.std(h), "float16 [] inf");
        row("Np.std(b)", () -> Np.std(b), "float32 [] 0.372678012");
        row("Np.std(t, 1)", () -> Np.std(t, 1), "float32 [2,3] 1.5 1.5 1.5 0.75 4 2.5");
        row("Np.std(m, -1)", () -> Np.std(m, -1), "float32 [3] 2.81458259 5.6277771 3.9051249");
        row("Np.std(n, 0)", () -> Np.std(n, 0), "float32 [3] nan nan nan");
        row("Np.std(t, new int[] {0, -1}, 0.0, true)", () -> Np.std(t, new int[] {0, -1}, 0.0, true), "float32 [1,2,1] 1.34370959 3.65623522");
        row("Np.any(v)", () -> Np.any(v), "bool [] 1");
        row("Np.any(m)", () -> Np.any(m), "bool [] 1");
        row("Np.any(t)", () -> Np.any(t), "bool [] 1");
        row("Np.any(n)", () -> Np.any(n), "bool [] 1");
        row("Np.any(i)", () -> Np.any(i), "bool [] 1");
        row("Np.any(u)", () -> Np.any(u), "bool [] 1");
        row("Np.any(h)", () -> Np.any(h), "bool [] 1");
        row("Np.any(b)", () -> Np.any(b), "bool [] 1");
    }

    @Test
    void reductionsMore4() {
        row("Np.any(t, 1)", () -> Np.any(t, 1), "bool [2,3] 1 1 1 1 1 1");
        row("Np.any(m, -1)", () -> Np.any(m, -1), "bool [3] 1 1 1");
        row("Np.any(n, 0)", () -> Np.any(n, 0), "bool [3] 1 1 1");
        row("Np.any(t, new int[] {0, -1}, true)", () -> Np.any(t, new int[] {0, -1}, true), "bool [1,2,1] 1 1");
        row("Np.all(v)", () -> Np.all(v), "bool [] 1");
        row("Np.all(m)", () -> Np.all(m), "bool [] 0");
        row("Np.all(t)", () -> Np.all(t), "bool [] 0");
        row("Np.all(n)", () -> Np.all(n), "bool [] 0");
        row("Np.all(i)", () -> Np.all(i), "bool [] 1");
        row("Np.all(u)", () -> Np.all(u), "bool [] 1");
        row("Np.all(h)", () -> Np.all(h), "bool [] 1");
        row("Np.all(b)", () -> Np.all(b), "bool [] 0");
        row("Np.all(t, 1)", () -> Np.all(t, 1), "bool [2,3] 1 1 1 1 0 1");
        row("Np.all(m, -1)", () -> Np.all(m, -1), "bool [3] 1 1 0");
        row("Np.all(n, 0)", () -> Np.all(n, 0), "bool [3] 1 1 0");
        row("Np.all(t, new int[] {0, -1}, true)", () -> Np.all(t, new int[] {0, -1}, true), "bool [1,2,1] 0 1");
        row("Np.median(v)", () -> Np.median(v), "float32 [] 1.5");
        row("Np.median(m)", () -> Np.median(m), "float32 [] 1.5");
        row("Np.median(t)", () -> Np.median(t), "float32 [] 2");
        row("Np.median(n)", () -> Np.median(n), "float32 [] nan");
        row("Np.median(i)", () -> Np.median(i), "float32 [] 2");
        row("Np.median(u)", () -> Np.median(u), "float32 [] 150");
        row("Np.median(h)", () -> Np.median(h), "float16 [] 500.25");
    }

    @Test
    void reductionsMore5() {
        row("Np.median(t, 1)", () -> Np.median(t, 1), "float32 [2,3] 2.5 3.5 4.5 -0.25 4 -0.5");
        row("Np.median(m, -1)", () -> Np.median(m, -1), "float32 [3] 1.5 3.75 1");
        row("Np.median(n, 0)", () -> Np.median(n, 0), "float32 [3] nan nan nan");
        row("Np.median(t, new int[] {0, -1}, true)", () -> Np.median(t, new int[] {0, -1}, true), "float32 [1,2,1] 1.5 4.5");
        row("Np.ptp(v)", () -> Np.ptp(v), "float32 [] 5");
        row("Np.ptp(m)", () -> Np.ptp(m), "float32 [] 15");
        row("Np.ptp(t)", () -> Np.ptp(t), "float32 [] 11");
        row("Np.ptp(n)", () -> Np.ptp(n), "float32 [] nan");
        row("Np.ptp(i)", () -> Np.ptp(i), "int32 [] 14");
        row("Np.ptp(u)", () -> Np.ptp(u), "uint8 [] 248");
        row("Np.ptp(h)", () -> Np.ptp(h), "float16 [] 2030");
        row("Np.ptp(t, 1)", () -> Np.ptp(t, 1), "float32 [2,3] 3 3 3 1.5 8 5");
        row("Np.ptp(m, -1)", () -> Np.ptp(m, -1), "float32 [3] 7.5 14 10");
        row("Np.ptp(n, 0)", () -> Np.ptp(n, 0), "float32 [3] nan nan nan");
        row("Np.ptp(t, new int[] {0, -1}, true)", () -> Np.ptp(t, new int[] {0, -1}, true), "float32 [1,2,1] 4 11");
        row("Np.countNonzero(v)", () -> Np.countNonzero(v), "int32 [] 5");
        row("Np.countNonzero(m)", () -> Np.countNonzero(m), "int32 [] 11");
        row("Np.countNonzero(t)", () -> Np.countNonzero(t), "int32 [] 11");
        row("Np.countNonzero(n)", () -> Np.countNonzero(n), "int32 [] 8");
        row("Np.countNonzero(i)", () -> Np.countNonzero(i), "int32 [] 6");
        row("Np.countNonzero(u)", () -> Np.countNonzero(u), "int32 [] 4");
        row("Np.countNonzero(h)", () -> Np.countNonzero(h), "int32 [] 4");
        row("Np.countNonzero(b)", () -> Np.countNonzero(b), "int32 [] 5");
    }

    @Test
    void reductionsMore6() {
        row("Np.countNonzero(t, 1)", () -> Np.countNonzero(t, 1), "int32 [2,3] 2 2 2 2 1 2");
        row("Np.countNonzero(m, -1)", () -> Np.countNonzero(m, -1), "int32 [3] 4 4 3");
        row("Np.countNonzero(n, 0)", () -> Np.countNonzero(n, 0), "int32 [3] 3 3 2");
        row("Np.countNonzero(t, new int[] {0, -1}, true)", () -> Np.countNonzero(t, new int[] {0, -1}, true), "int32 [1,2,1] 5 6");
        row("Np.sum(c)", () -> Np.sum(c), "complex64 [] 2.5 2");
        row("Np.sum(e, 0)", () -> Np.sum(e, 0), "float32 [3] 0 0 0");
        row("Np.prod(c)", () -> Np.prod(c), "complex64 [] -15 7.5");
        row("Np.prod(e, 0)", () -> Np.prod(e, 0), "float32 [3] 1 1 1");
        row("Np.mean(c)", () -> Np.mean(c), "complex64 [] 0.625 0.5");
        row("Np.mean(e, 0)", () -> Np.mean(e, 0), "float32 [3] nan nan nan");
        row("Np.var(c)", () -> Np.var(c), "float32 [] 4.421875");
        row("Np.var(e, 0)", () -> Np.var(e, 0), "float32 [3] nan nan nan");
        row("Np.any(c)", () -> Np.any(c), "bool [] 1");
        row("Np.any(e, 0)", () -> Np.any(e, 0), "bool [3] 0 0 0");
        row("Np.all(c)", () -> Np.all(c), "bool [] 1");
        row("Np.all(e, 0)", () -> Np.all(e, 0), "bool [3] 1 1 1");
        row("Np.sum(e, 1)", () -> Np.sum(e, 1), "float32 [0] ");
        row("Np.sum(m, null, false, NDArray.of(new boolean[] {true, false, true, true}))", () -> Np.sum(m, null, false, NDArray.of(new boolean[] {true, false, true, true})),
            "float32 [] 24");
        row("Np.sum(i, new int[] {0}, DType.F32, true, NDArray.scalar(10.0), null)", () -> Np.sum(i, new int[] {0}, DType.F32, true, NDArray.scalar(10.0), null),
            "float32 [1,3] 14 4 23");
        row("Np.prod(c, 0)", () -> Np.prod(c, 0), "complex64 [2] 2.5 -6 0 3");
        row("Np.max(m, new int[] {1}, false, NDArray.scalar(3.0), NDArray.of(new boolean[] {true, false, true, true}))", () -> Np.max(m, new int[] {1}, false, NDArray.scalar(3.0), NDArray.of(new boolean[] {true, false, true, true})),
            "float32 [3] 3.5 8 9");
        row("Np.min(u, null, true)", () -> Np.min(u, null, true), "uint8 [1] 7");
        row("Np.amax(m, 0)", () -> Np.amax(m, 0), "float32 [4] 9 2 7 8");
        row("Np.amin(m)", () -> Np.amin(m), "float32 [] -6");
        row("Np.max(e, new int[] {0}, false, NDArray.scalar(2.0), null)", () -> Np.max(e, new int[] {0}, false, NDArray.scalar(2.0), null), "float32 [3] 2 2 2");
    }

    @Test
    void reductionsMore7() {
        row("Np.mean(m, new int[] {0}, false, NDArray.of(new boolean[][] {{true}, {false}, {true}}))", () -> Np.mean(m, new int[] {0}, false, NDArray.of(new boolean[][] {{true}, {false}, {true}})),
            "float32 [4] 5 2 1.25 -2");
        row("Np.mean(i, new int[] {0}, DType.F16, false, null)", () -> Np.mean(i, new int[] {0}, DType.F16, false, null), "float16 [3] 2 -3 6.5");
        row("Np.var(m, 1, 1.0)", () -> Np.var(m, 1, 1.0), "float32 [3] 10.5625 42.2291679 20.333334");
        row("Np.std(m, 0, true)", () -> Np.std(m, 0, true), "float32 [1,4] 3.89444041 3.77123618 3.27448058 4.98887634");
        row("Np.var(m, new int[] {0}, null, 5.0, false, null)", () -> Np.var(m, new int[] {0}, null, 5.0, false, null), "float32 [4] nan nan nan nan");
        row("Np.any(n, new int[] {1}, false, NDArray.of(new boolean[] {false, false, true}))", () -> Np.any(n, new int[] {1}, false, NDArray.of(new boolean[] {false, false, true})),
            "bool [3] 1 1 0");
        row("Np.average(m)", () -> Np.average(m), "float32 [] 1.83333337");
        row("Np.average(m, 1, NDArray.of(new int[] {1, 2, 3, 4}))", () -> Np.average(m, 1, NDArray.of(new int[] {1, 2, 3, 4})), "float32 [3] -0.0500000007 4.1500001 1");
        row("Np.average(m, null, m, true)", () -> Np.average(m, null, m, true), "float32 [1,1] 12.204545");
        row("Np.argmax(m)", () -> Np.argmax(m), "int32 [] 8");
        row("Np.argmin(m, 0)", () -> Np.argmin(m, 0), "int32 [4] 1 1 2 0");
        row("Np.argmax(m, 1, true)", () -> Np.argmax(m, 1, true), "int32 [3,1] 2 3 0");
        row("Np.argmax(n, 1)", () -> Np.argmax(n, 1), "int32 [3] 1 0 0");
        row("Np.argmin(u)", () -> Np.argmin(u), "int32 [] 2");
        row("Np.argmax(b, 1)", () -> Np.argmax(b, 1), "int32 [2] 0 0");
        row("Np.trace(m)", () -> Np.trace(m), "float32 [] -6");
        row("Np.trace(i, 1, 0, 1)", () -> Np.trace(i, 1, 0, 1), "int32 [] 8");
        row("Np.trace(c)", () -> Np.trace(c), "complex64 [] 4 2");
        row("Np.quantile(v, 0.3)", () -> Np.quantile(v, 0.3), "float32 [] 0.50000006");
        row("Np.quantile(m, NDArray.of(new double[] {0, 0.4, 1}))", () -> Np.quantile(m, NDArray.of(new double[] {0, 0.4, 1})), "float32 [3] -6 0.700000048 9");
        row("Np.quantile(m, NDArray.of(new double[] {0, 0.4, 1}), 0)", () -> Np.quantile(m, NDArray.of(new double[] {0, 0.4, 1}), 0),
            "float32 [3,4] 0.5 -6 -1 -4 0.899999976 0.400000095 2.5999999 -0.799999952 9 2 7 8");
        row("Np.quantile(m, NDArray.of(0.6), new int[] {1}, 'lower', true)", () -> Np.quantile(m, NDArray.of(0.6), new int[] {1}, "lower", true),
            "float32 [3,1] 1 0.5 0");
        row("Np.quantile(m, NDArray.of(0.6), new int[] {1}, 'higher', true)", () -> Np.quantile(m, NDArray.of(0.6), new int[] {1}, "higher", true),
            "float32 [3,1] 2 7 2");
        row("Np.quantile(m, NDArray.of(0.6), new int[] {1}, 'nearest', true)", () -> Np.quantile(m, NDArray.of(0.6), new int[] {1}, "nearest", true),
            "float32 [3,1] 2 7 2");
        row("Np.quantile(m, NDArray.of(0.6), new int[] {1}, 'midpoint', true)", () -> Np.quantile(m, NDArray.of(0.6), new int[] {1}, "midpoint", true),
            "float32 [3,1] 1.5 3.75 1");
    }

    @Test
    void reductionsMore8() {
        row("Np.quantile(n, 0.5, 1)", () -> Np.quantile(n, 0.5, 1), "float32 [3] nan nan 0");
        row("Np.percentile(i, 30)", () -> Np.percentile(i, 30), "float32 [] -2.38418579e-07");
        row("Np.median(h)", () -> Np.median(h), "float16 [] 500.25");
    }

    @Test
    void withoutNaN() {
        row("Np.nansum(n)", () -> Np.nansum(n), "float32 [] 6");
        row("Np.nansum(n, 1)", () -> Np.nansum(n, 1), "float32 [3] 4 0 2");
        row("Np.nansum(m)", () -> Np.nansum(m), "float32 [] 22");
        row("Np.nansum(m, 1)", () -> Np.nansum(m, 1), "float32 [3] 2.5 9.5 10");
        row("Np.nansum(i)", () -> Np.nansum(i), "int32 [] 11");
        row("Np.nansum(i, 1)", () -> Np.nansum(i, 1), "int32 [2] 6 5");
        row("Np.nanprod(n)", () -> Np.nanprod(n), "float32 [] 0");
        row("Np.nanprod(n, 1)", () -> Np.nanprod(n, 1), "float32 [3] 3 1 0");
        row("Np.nanprod(m)", () -> Np.nanprod(m), "float32 [] 0");
        row("Np.nanprod(m, 1)", () -> Np.nanprod(m, 1), "float32 [3] -28 -168 0");
        row("Np.nanprod(i)", () -> Np.nanprod(i), "int32 [] 540");
        row("Np.nanprod(i, 1)", () -> Np.nanprod(i, 1), "int32 [2] -12 -45");
        row("Np.nanmax(n)", () -> Np.nanmax(n), "float32 [] 4");
        row("Np.nanmax(n, 1)", () -> Np.nanmax(n, 1), "float32 [3] 3 nan 4");
        row("Np.nanmax(m)", () -> Np.nanmax(m), "float32 [] 9");
        row("Np.nanmax(m, 1)", () -> Np.nanmax(m, 1), "float32 [3] 3.5 8 9");
        row("Np.nanmax(i)", () -> Np.nanmax(i), "int32 [] 9");
        row("Np.nanmax(i, 1)", () -> Np.nanmax(i, 1), "int32 [2] 4 9");
        row("Np.nanmin(n)", () -> Np.nanmin(n), "float32 [] -2");
        row("Np.nanmin(n, 1)", () -> Np.nanmin(n, 1), "float32 [3] 1 nan -2");
        row("Np.nanmin(m)", () -> Np.nanmin(m), "float32 [] -6");
        row("Np.nanmin(m, 1)", () -> Np.nanmin(m, 1), "float32 [3] -4 -6 -1");
        row("Np.nanmin(i)", () -> Np.nanmin(i), "int32 [] -5");
        row("Np.nanmin(i, 1)", () -> Np.nanmin(i, 1), "int32 [2] -1 -5");
        row("Np.nanmean(n)", () -> Np.nanmean(n), "float32 [] 1.20000005");
    }

    @Test
    void withoutNaNMore1() {
        row("Np.nanmean(n, 1)", () -> Np.nanmean(n, 1), "float32 [3] 2 nan 0.666666687");
        row("Np.nanmean(m)", () -> Np.nanmean(m), "float32 [] 1.83333337");
        row("Np.nanmean(m, 1)", () -> Np.nanmean(m, 1), "float32 [3] 0.625 2.375 2.5");
        row("Np.nanmean(i)", () -> Np.nanmean(i), "float32 [] 1.83333337");
        row("Np.nanmean(i, 1)", () -> Np.nanmean(i, 1), "float32 [2] 2 1.66666675");
        row("Np.nanvar(n)", () -> Np.nanvar(n), "float32 [] 4.56000042");
        row("Np.nanvar(n, 1)", () -> Np.nanvar(n, 1), "float32 [3] 1 nan 6.22222185");
        row("Np.nanvar(m)", () -> Np.nanvar(m), "float32 [] 19.0138893");
        row("Np.nanvar(m, 1)", () -> Np.nanvar(m, 1), "float32 [3] 7.921875 31.671875 15.25");
        row("Np.nanvar(i)", () -> Np.nanvar(i), "float32 [] 18.8055553");
        row("Np.nanvar(i, 1)", () -> Np.nanvar(i, 1), "float32 [2] 4.66666651 32.8888893");
        row("Np.nanstd(n)", () -> Np.nanstd(n), "float32 [] 2.13541579");
        row("Np.nanstd(n, 1)", () -> Np.nanstd(n, 1), "float32 [3] 1 nan 2.49443817");
        row("Np.nanstd(m)", () -> Np.nanstd(m), "float32 [] 4.36049175");
        row("Np.nanstd(m, 1)", () -> Np.nanstd(m, 1), "float32 [3] 2.81458259 5.6277771 3.9051249");
        row("Np.nanstd(i)", () -> Np.nanstd(i), "float32 [] 4.33653736");
        row("Np.nanstd(i, 1)", () -> Np.nanstd(i, 1), "float32 [2] 2.16024685 5.73488379");
        row("Np.nanmedian(n)", () -> Np.nanmedian(n), "float32 [] 1");
        row("Np.nanmedian(n, 1)", () -> Np.nanmedian(n, 1), "float32 [3] 2 nan 0");
        row("Np.nanmedian(m)", () -> Np.nanmedian(m), "float32 [] 1.5");
        row("Np.nanmedian(m, 1)", () -> Np.nanmedian(m, 1), "float32 [3] 1.5 3.75 1");
        row("Np.nanmedian(i)", () -> Np.nanmedian(i), "float32 [] 2");
        row("Np.nanmedian(i, 1)", () -> Np.nanmedian(i, 1), "float32 [2] 3 1");
        row("Np.nanargmax(n, 0)", () -> Np.nanargmax(n, 0), "int32 [3] 2 2 0");
        row("Np.nanargmin(n, 1)", () -> Np.nanargmin(n, 1), "int32 [3] 0 -1 1");
    }

    @Test
    void withoutNaNMore2() {
        row("Np.nanargmax(n)", () -> Np.nanargmax(n), "int32 [] 6");
        row("Np.nanargmin(i, 1, true)", () -> Np.nanargmin(i, 1, true), "int32 [2,1] 1 1");
        row("Np.nanquantile(n, 0.3)", () -> Np.nanquantile(n, 0.3), "float32 [] 0.200000048");
        row("Np.nanquantile(n, NDArray.of(new double[] {0.3, 0.9}), 1)", () -> Np.nanquantile(n, NDArray.of(new double[] {0.3, 0.9}), 1),
            "float32 [2,3] 1.60000002 nan -0.799999952 2.79999995 nan 3.19999981");
        row("Np.nanpercentile(n, 70, 0)", () -> Np.nanpercentile(n, 70, 0), "float32 [3] 3.0999999 -2 2.0999999");
        row("Np.cumsum(m)", () -> Np.cumsum(m), "float32 [12] 1 3 6.5 2.5 3 -3 4 12 21 23 22 22");
        row("Np.cumsum(m, 0)", () -> Np.cumsum(m, 0), "float32 [3,4] 1 2 3.5 -4 1.5 -4 10.5 4 10.5 -2 9.5 4");
        row("Np.cumsum(i, 1)", () -> Np.cumsum(i, 1), "int32 [2,3] 3 2 6 1 -4 5");
        row("Np.cumsum(b, 1)", () -> Np.cumsum(b, 1), "int32 [2,3] 1 1 2 1 2 3");
        row("Np.cumsum(u)", () -> Np.cumsum(u), "uint8 [4] 200 44 51 50");
        row("Np.cumsum(h)", () -> Np.cumsum(h), "float16 [4] 1000.5 3000 2970 2970");
        row("Np.cumsum(c, 0)", () -> Np.cumsum(c, 0), "complex64 [2,2] 1 -2 1.5 1 2 1 1 1");
        row("Np.cumsum(u, 0, DType.F32)", () -> Np.cumsum(u, 0, DType.F32), "float32 [4] 200 300 307 562");
        row("Np.cumprod(v)", () -> Np.cumprod(v), "float32 [5] 1.5 -3 -0.75 -2.25 -3.375");
        row("Np.cumprod(c, 1)", () -> Np.cumprod(c, 1), "complex64 [2,2] 1 -4 0.5 1.5 2 -3 -1 -3");
        row("Np.cumprod(m, -1)", () -> Np.cumprod(m, -1), "float32 [3,4] 1 2 7 -28 0.5 -3 -21 -168 9 18 -18 0");
        row("Np.nancumsum(n, 1)", () -> Np.nancumsum(n, 1), "float32 [3,3] 1 1 4 0 0 0 4 2 2");
        row("Np.nancumprod(n)", () -> Np.nancumprod(n), "float32 [9] 1 1 3 3 3 3 12 -24 0");
        row("Np.cumulativeSum(u, 0, null, true)", () -> Np.cumulativeSum(u, 0, null, true), "uint32 [5] 0 200 300 307 562");
        row("Np.cumulativeProd(m, 1, null, true)", () -> Np.cumulativeProd(m, 1, null, true), "float32 [3,5] 1 1 2 7 -28 1 0.5 -3 -21 -168 1 9 18 -18 0");
        row("Np.diff(m)", () -> Np.diff(m), "float32 [3,3] 1 1.5 -7.5 -6.5 13 1 -7 -3 1");
        row("Np.diff(m, 2, 0)", () -> Np.diff(m, 2, 0), "float32 [1,4] 9 16 -11.5 -20");
        row("Np.diff(b)", () -> Np.diff(b), "bool [2,2] 1 1 0 0");
        row("Np.diff(v, 1, 0, NDArray.of(7.0), NDArray.of(new double[] {1, 2}))", () -> Np.diff(v, 1, 0, NDArray.of(7.0), NDArray.of(new double[] {1, 2})),
            "float32 [7] -5.5 -3.5 2.25 2.75 -1.5 -0.5 1");
        row("Np.ediff1d(m)", () -> Np.ediff1d(m), "float32 [11] 1 1.5 -7.5 4.5 -6.5 13 1 1 -7 -3 1");
    }

    @Test
    void withoutNaNMore3() {
        row("Np.ediff1d(v, NDArray.of(1.0), NDArray.of(new double[] {1, 2}))", () -> Np.ediff1d(v, NDArray.of(1.0), NDArray.of(new double[] {1, 2})),
            "float32 [7] 1 2 -3.5 2.25 2.75 -1.5 1");
        row("Np.gradient(v, 0)", () -> Np.gradient(v, 0), "float32 [5] -3.5 -0.625 2.5 0.625 -1.5");
        row("Np.gradient(m, 2.0, 1)", () -> Np.gradient(m, 2.0, 1), "float32 [3,4] 0.5 0.625 -1.5 -3.75 -3.25 1.625 3.5 0.5 -3.5 -2.5 -0.5 0.5");
        row("Np.gradient(m).get(0)", () -> Np.gradient(m).get(0), "float32 [3,4] -0.5 -8 3.5 12 4 0 -2.25 2 8.5 8 -8 -8");
        row("Np.gradient(m, NDArray.of(0.5), NDArray.of(3.0)).get(1)", () -> Np.gradient(m, NDArray.of(0.5), NDArray.of(3.0)).get(1),
            "float32 [3,4] 0.333333343 0.416666657 -1 -2.5 -2.16666675 1.08333337 2.33333325 0.333333343 -2.33333325 -1.66666663 -0.333333343 0.333333343");
        row("Np.gradient(v, NDArray.of(new double[] {0, 1, 3, 4, 8}), 0)", () -> Np.gradient(v, NDArray.of(new double[] {0, 1, 3, 4, 8}), 0),
            "float32 [5] -3.5 -1.95833337 2.20833325 2.125 -0.375");
        row("Np.trapezoid(v)", () -> Np.trapezoid(v), "float32 [] 2.75");
        row("Np.trapezoid(m, 0.5, 0)", () -> Np.trapezoid(m, 0.5, 0), "float32 [4] 2.75 -2 4.125 3");
        row("Np.trapezoid(m, NDArray.of(new double[] {0, 1, 3, 4}))", () -> Np.trapezoid(m, NDArray.of(new double[] {0, 1, 3, 4})), "float32 [3] 6.75 5.75 6");
        row("Np.trapezoid(i)", () -> Np.trapezoid(i), "float32 [2] 2.5 0");
        row("Np.unwrap(NDArray.of(new double[] {0, 3, 6.2, 9, -3, 1}))", () -> Np.unwrap(NDArray.of(new double[] {0, 3, 6.2, 9, -3, 1})),
            "float32 [6] 0 3 -0.0831851959 2.71681499 3.28318596 1.00000095");
        row("Np.unwrap(m, null, 1, NDArray.of(4.0))", () -> Np.unwrap(m, null, 1, NDArray.of(4.0)), "float32 [3,4] 1 2 3.5 4 0.5 2 3 4 9 10 11 12");
    }
}
