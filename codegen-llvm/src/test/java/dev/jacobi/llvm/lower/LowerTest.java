package dev.jacobi.llvm.lower;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.llvm.emit.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Array primitives, lowered to loops, give what the interpreter gives; reductions are tested on values whose sums are exact. */
class LowerTest {
    private static void check(String body, Object... args) {
        Oracle.check(text(body), List.of(), args);
    }

    private static String text(String body) {
        String[] parts = body.split("\\|");
        return "f(" + parts[0] + ") {" + parts[1] + "; return " + parts[2] + " }";
    }

    private static Tensor cube(int... dims) {
        int n = 1;
        for (int d : dims) {
            n *= d;
        }
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = (i * 37 + 11) % 64 - 20;
        }
        return new Tensor(DType.F64, dims, x);
    }

    private static int[] ints(int... x) {
        return x;
    }

    @Test
    void elementwise() {
        check("a:f64[n,3], b:f64[n,3] | c = add a b; d = mul c a; e = lt d b; g = select e a d; h = convert[i32] g; k = floor g | c, g, h, k", cube(5, 3), cube(5, 3));
        check("a:f64[n,3], p:bool[] | b = neg a; c = select p a b; d = stop_gradient c; e, g = opt_barrier a d; h = acc_get e | c, h, g", cube(5, 3), true);
        check("a:i32[n], k:i32[] | b, c = threefry2x32 k 7:i32 a a | b, c", ints(1, 2, 3, 4, 5, 6, 7, 8, 9), 42);
    }

    @Test
    void making() {
        check("n:i32[], m:i32[] | b:i32[n] = iota[i32[n]] n; c:f64[n,m] = iota[f64[n,m]] n m; d:f32[n] = full[f32[n]] 1.5:f32 n; e:f64[n,m] = acc_new[f64[n,m]] n m | b, c, d, e", 5, 3);
        check("a:f64[n], b:i32[], c:i32[] | d:f64[m,n] = broadcast[1 -> m,n] a b c | d", cube(4), 3, 4);
        check("a:f64[n], b:i32[], c:i32[] | d:f64[m,n] = broadcast[1 -> m,n] a b c | d", cube(1), 3, 4);
        check("a:f64[], b:i32[] | c:f64[m] = broadcast[-> m] a b | c", 2.5, 9);
        check("a:f64[n,3], b:i32[] | c:f64[?] = reshape[f64[?]] a b; d = copy a | c, d", cube(4, 3), 12);
        check("a:f64[n] | b:f64[?,n] = all_gather[\"i\"] a; c = psum[\"i\"] a; d = axis_index[\"i\"] | b, c, d", cube(4));
    }

    @Test
    void moving() {
        check("a:f64[n,3] | b:f64[3,n] = transpose[1,0] a; c = rev[1] a; d = rev[0,1] a | b, c, d", cube(5, 3));
        check("a:f64[n,m,k] | b = transpose[2,0,1] a | b", cube(2, 3, 4));
        for (int start : new int[] {-1, 0, 2, 100}) {
            check("a:f64[n], b:i32[], c:i32[] | d:f64[m] = slice[m; 2] a b c | d", cube(9), start, 3);
            check("a:f64[n], b:f64[m], c:i32[] | d:f64[n] = update_slice a b c | d, a", cube(9), cube(4), start);
            check("a:f64[n,m], b:f64[k,l], c:i32[] | d:f64[n,m] = update_slice a b c 1:i32 | d", cube(5, 6), cube(2, 3), start);
        }
        check("a:f64[n,m] | b:f64[?,?] = pad[-1,2; 2,0; 0,1] a 9.0:f64; c:f64[?,?] = pad[0,1; 0,0; 2,0] a 0.0:f64 | b, c", cube(4, 3));
        check("a:f64[n,2], b:f64[m,2], c:f64[n,2] | d:f64[?,2] = concat[0] a b c; e = concat[1] a c | d, e", cube(3, 2), cube(1, 2), cube(3, 2));
    }

    @Test
    void access() {
        check("a:f64[n,m], b:i32[k] | c:f64[n,k] = gather[clamp 1] a b; d = gather[clamp 0] a b | c, d", cube(4, 5), ints(0, -3, 4, 99, 2));
        check("a:f64[n], b:i32[k,l] | c = gather a b | c", cube(8), new Tensor(DType.I32, new int[] {2, 3}, ints(0, 3, 7, 1, 1, 2)));
        check("a:f64[n], b:i32[k], c:f64[k] | d = scatter[clamp add] a b c; e = scatter[clamp] a b c | d, e, a", cube(6), ints(0, 5, 0, -1, 9, 3), cube(6));
        check("a:f64[n,m], b:i32[k], c:f64[n,k] | d = scatter[clamp 1 max] a b c | d", cube(2, 6), ints(0, 5, 0, -1), cube(2, 4));
        for (int i = -2; i < 6; i++) {
            check("a:f64[n], i:i32[] | b = index[clamp] a i; c = update[clamp] a i 5.0:f64; d = acc_add[clamp] a i 2.0:f64 | b, c, d", cube(4), i);
            check("a:f64[n], i:i32[] | b = update[clamp add] a i 5.0:f64; c = update[clamp max] b 1:i32 3.0:f64; d = update[clamp mul] a i -2.0:f64 | b, c, d", cube(4), i);
            check("a:f64[n,m], i:i32[] | b = index[clamp] a i; c = acc_add[clamp] a i b; d = index[clamp] c i 7:i32 | b, c, d", cube(4, 3), i);
        }
        check("a:f64[n], i:i32[] | b = index[clamp] a i; c = update[clamp] a i 5.0:f64 | b, c", cube(0), 0);
    }

    @Test
    void reductions() {
        for (String op : new String[] {"reduce_add", "reduce_mul", "reduce_min", "reduce_max"}) {
            check("a:f64[n,m] | b = " + op + "[1] a; c = " + op + "[0] a; d = " + op + "[0,1] a | b, c, d", cube(3, 4));
            check("a:f64[n,m,k] | b = " + op + "[0,2] a | b", cube(3, 2, 2));
            check("a:f64[n] | b = " + op + "[0] a | b", cube(0));
        }
        check("a:bool[n] | b = reduce_and[0] a; c = reduce_or[0] a; d = reduce_xor[0] a | b, c, d", new boolean[] {true, false, true});
        Tensor odd = new Tensor(DType.F64, new int[] {2, 5}, new double[] {1, 3, 3, -1, 0, 2, Double.NaN, 5, Double.NaN, -9});
        check("a:f64[n,m] | b = argmin[0] a; c = argmax[1] a; d = argmin[1] a | b, c, d", odd);
        for (String op : new String[] {"cum_add", "cum_mul", "cum_min", "cum_max"}) {
            check("a:f64[n,m] | b = " + op + "[0] a; c = " + op + "[1 reverse] a | b, c, a", cube(4, 3));
        }
    }

    /** Short, middling and long arrays take different ways. */
    @Test
    void sorting() {
        var random = new Random(1);
        var calls = new LinkedHashMap<String, List<Object[]>>();
        for (int n : new int[] {0, 1, 2, 7, 8, 41, 255, 256, 400, 3000}) {
            double[] d = new double[n];
            float[] f = new float[n];
            long[] l = new long[n];
            int[] i = new int[n];
            short[] s = new short[n];
            char[] c = new char[n];
            byte[] b = new byte[n];
            for (int k = 0; k < n; k++) {
                d[k] = random.nextInt(9) == 0 ? -0.0 : random.nextInt(9) == 0 ? Double.NaN : random.nextInt(9) == 0 ? 0.0 : random.nextGaussian();
                f[k] = random.nextInt(9) == 0 ? Float.NaN : random.nextInt(9) == 0 ? Float.NEGATIVE_INFINITY : (float) d[k];
                l[k] = random.nextInt(3) == 0 ? random.nextInt(5) - 2 : random.nextLong();
                i[k] = (int) (l[k] >>> 11);
                s[k] = (short) i[k];
                c[k] = (char) i[k];
                b[k] = (byte) i[k];
            }
            for (Object a : new Object[] {d, f, l, i, s, c, b}) {
                String type = a == d ? "f64" : a == f ? "f32" : a == l ? "i64" : a == i ? "i32" : a == s ? "i16" : a == c ? "u16" : "i8";
                add(calls, "a:" + type + "[n] | c = sort[0, 1] a; d = sort[0, 1] c | a, c, d", a);
                add(calls, "a:" + type + "[n], b:i64[n], c:f32[n] | d, e, f = sort[0, 1] a b c | a, b, d, e, f", a, l, f);
            }
            add(calls, "a:i8[n], b:f64[n], c:i32[n] | d, e, f = sort[0, 2] a b c | d, e, f", b, d, i);
            double[][] lines = {d.clone(), d.clone(), d.clone()};
            Arrays.fill(lines[1], 5);
            int[][] others = {i, i, i.clone()};
            add(calls, "a:f64[m,n], b:i32[m,n] | c, d = sort[1, 1] a b; e = sort[1, 1] a; f, g = sort[0, 2] a b | a, c, d, e, f, g", lines, others);
        }
        // a plain mvn verify sorts arrays of four types alone and some together, mvn -Pfull those of all types, also with others that are moved with them
        var texts = new ArrayList<>(calls.keySet());
        texts.removeIf(text -> Integer.getInteger("tests.part", 1) > 1 && (text.contains("c:f32[n]") || text.matches("(?s)f\\(a:(f32|i16|u16)\\[n\\]\\).*")));
        texts.forEach(text -> Oracle.checkAll(text, List.of(), calls.get(text)));
    }

    /** Where an end of sorted lines is read only, few elements are sorted: the first or last ones, of equal ones those that a whole sort puts there. */
    @Test
    void endsOfSortedLines() {
        var random = new Random(11);
        var calls = new LinkedHashMap<String, List<Object[]>>();
        for (int n : new int[] {3, 399, 400, 1000, 4001}) {
            for (int kind = 0; kind < 4; kind++) {
                double[] d = new double[n];
                int[] i = new int[n];
                for (int k = 0; k < n; k++) {
                    d[k] = kind == 0 ? random.nextGaussian() : kind == 1 ? random.nextInt(5) - 2 : kind == 2 ? Double.NEGATIVE_INFINITY : k;
                    d[k] = kind == 1 && random.nextInt(7) == 0 ? Double.NaN : kind == 1 && d[k] == 0 && random.nextBoolean() ? -0.0 : d[k];
                    i[k] = kind == 2 ? Integer.MIN_VALUE : kind == 3 ? Integer.MAX_VALUE - k : random.nextInt();
                }
                add(calls, "a:f64[n], b:i32[n] | c, d = sort[0, 1] a b; e = rev[0] c; f = rev[0] d; g = slice[3; 1] e 0:i32 3:i32; h = slice[2; 1] f 1:i32 2:i32 | a, g, h", d, i);
                add(calls, "a:i32[n], b:f64[n] | c, d = sort[0, 2] a b; g = slice[3; 1] c 0:i32 3:i32; h = slice[1; 1] d 2:i32 1:i32 | a, g, h", i, d);
                add(calls, "a:i32[n] | c = sort[0, 1] a; e = rev[0] c; f = slice[1; 1] e 0:i32 1:i32; g = slice[1; 1] c 0:i32 1:i32 | a, f, g", (Object) i);
                add(calls, "a:f64[m,n], b:i32[m,n] | c, d = sort[1, 1] a b; e = rev[1] d; f = dim[0] a; g = slice[?,2; 1,1] e 0:i32 0:i32 f 2:i32 | a, g", new double[][] {d, d.clone()}, new int[][] {i, i.clone()});
            }
        }
        calls.forEach((text, all) -> Oracle.checkAll(text, List.of(), all));
    }

    private static void add(Map<String, List<Object[]>> calls, String body, Object... args) {
        calls.computeIfAbsent(text(body), x -> new ArrayList<>()).add(args);
    }

    @Test
    void library() {
        check("a:f64[n,k], b:f64[k,m] | c:f64[n,m] = dot_general[1; 0; ; ] a b | c", cube(3, 4), cube(4, 5));
        check("a:f64[b,n,k], b:f64[b,k,m] | c:f64[b,n,m] = dot_general[2; 1; 0; 0] a b | c", cube(2, 3, 4), cube(2, 4, 5));
        check("a:f64[n], b:f64[n] | c = dot_general[0; 0; ; ] a b | c", cube(9), cube(9));
        check("a:f64[n,3,h,w], b:f64[4,3,2,3] | c:f64[n,4,?,?] = conv[1,2; 1,0; 0,2; 1,1; 1] a b | c", cube(2, 3, 5, 6), cube(4, 3, 2, 3));
        check("a:f64[n,4,h], b:f64[4,2,3] | c:f64[n,4,?] = conv[1; 1; 1; 2; 2] a b | c", cube(2, 4, 7), cube(4, 2, 3));
        check("a:i32[n], b:f64[n] | c, d = sort[0, 1] a b | c, d", ints(3, 1, 2, 3, 1, 0, 9, -5, 3, 2), cube(10));
        Tensor odd = new Tensor(DType.F64, new int[] {7}, new double[] {1, -0.0, 0.0, Double.NaN, Double.NEGATIVE_INFINITY, -0.0, -3});
        check("a:f64[n] | c = sort[0, 1] a | c", odd);
        check("a:f64[n,m], b:f64[n,m] | c, d = sort[1, 2] a b | c, d", cube(3, 5), cube(3, 5));
        check("a:f64[n,n] | b:f64[n,n] = cholesky a | b", new Tensor(DType.F64, new int[] {3, 3}, new double[] {4, 0, 0, 2, 5, 0, -2, 1, 9}));
        check("a:f64[n,n], b:f64[n,m] | c = triangular_solve[0 reverse] a b; d = triangular_solve[0] a b | c, d", cube(3, 3), cube(3, 2));
        check("a:f64[n,n], b:f64[n] | c = triangular_solve[0] a b | c", cube(3, 3), cube(3));
    }
}
