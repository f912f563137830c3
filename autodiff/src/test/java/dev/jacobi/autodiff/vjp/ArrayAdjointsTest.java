package dev.jacobi.autodiff.vjp;

import static dev.jacobi.autodiff.Gradients.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Gradients of the primitives on whole arrays against central differences, and gradients of those gradients. */
class ArrayAdjointsTest {
    private static void check(String text, Tensor... args) {
        Module m = Gradients.module(text);
        var in = new ArrayList<Tensor>(List.of(args));
        List<Tensor> outs = Interpreter.run(m, "f", Tensors.copies(in));
        Module v = Gradients.check(m, "f", in, 1e-5);
        Tensors.floats(outs).forEach(t -> in.addAll(Tensors.like(List.of(t), new Random(9))));
        Gradients.check(v, "vjp(f)", in, 1e-4);
    }

    private static Tensor ints(int... v) {
        return Tensor.of(v);
    }

    private static Tensor a(int... dims) {
        return random(11, 0.5, 2, dims);
    }

    private static Tensor b(int... dims) {
        return random(12, -1, 1, dims);
    }

    @Test
    void elementwiseOnArrays() {
        for (String op : "neg abs sqrt cbrt exp expm1 log log1p log10 sin cos tan asin acos atan sinh cosh tanh erf erf_inv lgamma digamma copy".split(" ")) {
            check("f(a:f64[n]) { b = " + op + " a\n return b }", op.startsWith("a") || op.equals("erf_inv") ? b(4) : a(4));
        }
        for (String op : "add sub mul div rem pow atan2 hypot min max copysign".split(" ")) {
            check("f(a:f64[n], b:f64[n]) { c = " + op + " a b\n return c }", a(4), random(13, 0.6, 2.5, 4));
        }
        check("f(a:f64[], b:f64[], c:f64[]) { d = fma a b c\n return d }", a(), b(), b());
        check("f(p:bool[n], a:f64[n], b:f64[n]) { c = select p a b\n d = mul c a\n return d }", Tensor.of(new boolean[] {true, false, true}), a(3), b(3));
        check("f(a:f64[n]) { b = convert[f32] a\n c = convert[f64] b\n d = mul a a\n return d }", a(3));
    }

    @Test
    void structure() {
        check("f(x:f64[], n:i32[]) { a:f64[n] = full[f64[n]] 1.0:f64 n\n b:f64[n] = broadcast[-> n] x n\n c = mul a b\n d = mul c b\n return d }", a(),
            Gradients.scalar(3));
        check("f(a:f64[n], k:i32[]) { n = dim[0] a\n b:f64[k,n] = broadcast[1 -> k,n] a k n\n c = mul b b\n return c }", a(3), Gradients.scalar(2));
        check("f(a:f64[n,1], k:i32[]) { n = dim[0] a\n b:f64[k,n] = broadcast[1,0 -> k,n] a k n\n c = mul b b\n return c }", a(3, 1), Gradients.scalar(2));
        check("f(a:f64[n,3]) { n = dim[0] a\n m = mul n 3:i32\n b:f64[m] = reshape[f64[m]] a m\n c = mul b b\n return c }", a(2, 3));
        check("f(a:f64[n,m,3]) { b = transpose[2,0,1] a\n c = rev[0,2] b\n d = mul c c\n return d }", a(2, 4, 3));
        check("f(a:f64[n], s:i32[], k:i32[]) { b:f64[k] = slice[k; 2] a s k\n c = mul b b\n return c }", a(8), Gradients.scalar(9), Gradients.scalar(3));
        check("f(a:f64[n], s:i32[], k:i32[]) { b:f64[k] = slice[k; 1] a s k\n c = mul b b\n d:f64[k] = slice[k; 1] a 0:i32 k\n e = mul c d\n return e }", a(8),
            Gradients.scalar(2), Gradients.scalar(3));
        check("f(a:f64[n], u:f64[m], s:i32[]) { c = mul a a\n b = update_slice c u s\n d = mul b b\n return d }", a(6), b(2), Gradients.scalar(3));
        check("f(a:f64[n], v:f64[]) { b:f64[?] = pad[-1; 2; 1] a v\n c = mul b b\n return c }", a(4), b());
        check("f(a:f64[n], b:f64[3]) { c = concat[0] a b a\n d = mul c c\n return d }", a(4), b(3));
    }

    @Test
    void access() {
        check("f(a:f64[n,m], i:i32[k]) { b = gather[clamp 1] a i\n c = mul b b\n return c }", a(2, 4), ints(1, 3, 9, 1, -2));
        check("f(a:f64[n], i:i32[k], u:f64[k]) { b = scatter[clamp add] a i u\n c = mul b b\n return c }", a(4), ints(1, 3, 9, 1), b(4));
        check("f(a:f64[n,2], i:i32[k], u:f64[k,2]) { b = scatter[clamp] a i u\n c = mul b b\n return c }", a(4, 2), ints(1, 3, 9, 1), b(4, 2));
        check("f(a:f64[m,n], i:i32[k], u:f64[m,k]) { b = scatter[clamp 1 mul] a i u\n c = mul b b\n return c }", a(2, 4), ints(1, 3, 9, 1), b(2, 4));
        check("f(a:f64[n], i:i32[2,2], u:f64[2,2]) { b = scatter[clamp max] a i u\n c = mul b b\n return c }", a(4),
            new Tensor(DType.I32, new int[] {2, 2}, new int[] {1, 3, 9, 1}), b(2, 2));
        check("f(a:f64[n,m], i:i32[]) { b = index[clamp] a i\n c = mul b b\n return c }", a(3, 2), Gradients.scalar(7));
        check("f(a:f64[n], i:i32[], v:f64[]) { d = mul a a\n b = update[clamp] d i v\n c = mul b b\n return c }", a(3), Gradients.scalar(7), b());
        check("f(a:f64[n,m], i:i32[], v:f64[m]) { d = mul a a\n b = update d i v\n c = mul b b\n return c }", a(3, 2), Gradients.scalar(1), b(2));
        check("f(a:f64[n], i:i32[], v:f64[]) { d = mul a a\n b = acc_add d i v\n g = acc_get b\n c = mul g g\n return c }", a(3), Gradients.scalar(1), b());
    }

    @Test
    void reductions() {
        for (String op : "reduce_add reduce_mul reduce_min reduce_max".split(" ")) {
            check("f(a:f64[n,m,2]) { b = " + op + "[1] a\n c = mul b b\n return c }", b(3, 4, 2));
            check("f(a:f64[n,m]) { b = " + op + "[0,1] a\n c = mul b b\n return c }", b(3, 2));
        }
        check("f(a:f64[n]) { b = reduce_mul[0] a\n return b }", Tensor.of(new double[] {2, 0, 3}));
        for (String op : "cum_add cum_mul cum_min cum_max".split(" ")) {
            check("f(a:f64[n,m]) { b = " + op + "[0] a\n c = mul b b\n return c }", b(4, 2));
            check("f(a:f64[n,m]) { b = " + op + "[1 reverse] a\n c = mul b b\n return c }", b(2, 4));
        }
    }

    @Test
    void contractions() {
        check("f(a:f64[n,k], b:f64[k,m]) { c = dot_general[1; 0; ; ] a b\n d = mul c c\n return d }", a(2, 3), b(3, 4));
        check("f(a:f64[k,b,n], c:f64[b,m,k]) { d = dot_general[0; 2; 1; 0] a c\n e = mul d d\n return e }", a(3, 2, 4), b(2, 2, 3));
        check("f(a:f64[2,3,4], c:f64[4,3,5]) { d = dot_general[1,2; 1,0; ; ] a c\n e = mul d d\n return e }", a(2, 3, 4), b(4, 3, 5));
        check("f(a:f64[n], b:f64[m]) { c = dot_general[; ; ; ] a b\n d = mul c c\n return d }", a(2), b(3));
    }

    @Test
    void convolutions() {
        check("f(a:f64[n,2,h], b:f64[3,2,3]) { c:f64[n,3,?] = conv[1; 1; 2; 1; 1] a b\n d = mul c c\n return d }", a(2, 2, 5), b(3, 2, 3));
        check("f(a:f64[n,2,h], b:f64[3,2,3]) { c:f64[n,3,?] = conv[2; 1; 0; 2; 1] a b\n d = mul c c\n return d }", a(1, 2, 8), b(3, 2, 3));
        check("f(a:f64[n,4,h,w], b:f64[6,2,3,2]) { c:f64[n,6,?,?] = conv[1,2; 1,0; 1,1; 1,1; 2] a b\n d = mul c c\n return d }", a(1, 4, 3, 4), b(6, 2, 3, 2));
    }

    @Test
    void library() {
        check("f(a:f64[n,m], b:f64[n,m]) { c, d = sort[0, 1] a b\n e = mul c d\n return e }", b(5, 2), a(5, 2));
        check("f(a:f64[n], b:f64[n]) { c, d = fft[0] a b\n e = mul c d\n return e }", b(5), a(5));
        check("f(a:f64[n,m], b:f64[n,m]) { c, d = fft[0 reverse] a b\n e = mul c d\n return e, c }", b(4, 2), a(4, 2));
        check("f(a:f64[n,n]) { c = cholesky a\n e = mul c c\n return e }", new Tensor(DType.F64, new int[] {2, 2}, new double[] {4, 9, 1, 3}));
        check("f(a:f64[n,n], b:f64[n,m]) { c = triangular_solve[0] a b\n e = mul c c\n return e }", a(3, 3), b(3, 2));
        check("f(a:f64[2,n,n], b:f64[2,n]) { c = triangular_solve[0 reverse] a b\n e = mul c c\n return e }", a(2, 3, 3), b(2, 3));
    }

    /** The first element of a running extreme is the extreme itself, also where it equals what extremes start from. */
    @Test
    void runningExtremesOfInfinity() {
        for (int sign : new int[] {1, -1}) {
            Module m = Gradients.module("f(a:f64[n]) { b = " + (sign > 0 ? "cum_min" : "cum_max") + "[0] a\n return b }");
            Tensor a = Tensor.of(new double[] {sign * Double.POSITIVE_INFINITY, 2, 3});
            Tensor ones = Tensor.of(new double[] {1, 1, 1});
            Tensor expected = Tensor.of(sign > 0 ? new double[] {1, 2, 0} : new double[] {1, 1, 1});
            Tensor reverse = Interpreter.run(Vjp.of(m, "f", List.of(true)), "vjp(f)", Tensors.copies(List.of(a, ones))).get(1);
            assertArrayEquals(expected.bits(), reverse.bits());
            Tensor forward = Interpreter.run(Jvp.of(m, "f", List.of(true)), "jvp(f)", Tensors.copies(List.of(a, ones))).get(1);
            assertArrayEquals(ones.bits(), forward.bits());
        }
    }
}
