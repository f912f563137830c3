package dev.jacobi.ir.interp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.PrimTable;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Array primitives of the interpreter against values written out or plain Java. */
class InterpreterTest {
    /** Runs {@code inputs | equations | results}; arguments are tensors, arrays, or boxed scalars. */
    static List<Tensor> run(String program, Object... args) {
        String[] part = program.split("\\|");
        Func f = Parser.parseFunc("f(" + part[0].trim() + ") {\n" + part[1] + "\n return " + part[2].trim() + "\n}\n");
        Verifier.verify(f);
        return Interpreter.run(f, Tensors.all(args));
    }

    static double[] doubles(Tensor t) {
        return (double[]) t.data();
    }

    private static void gives(double[] want, String program, Object... args) {
        assertArrayEquals(want, doubles(run(program, args).get(0)), program);
    }

    private static void gives(int[] want, String program, Object... args) {
        assertArrayEquals(want, (int[]) run(program, args).get(0).data(), program);
    }

    private static Tensor matrix(int rows, double... data) {
        return Tensor.of(data, rows, data.length / rows);
    }

    private static final double[] ABC = {1, 2, 3};
    private static final Tensor M = matrix(2, 1, 2, 3, 4, 5, 6);

    @Test
    void elementwiseOnArrays() {
        gives(new double[] {11, 22, 33}, "a:f64[n], b:f64[n] | c:f64[n] = add a b | c", ABC, new double[] {10, 20, 30});
        gives(new double[] {1, 20, 3}, "s:bool[n], a:f64[n], b:f64[n] | c:f64[n] = select s a b | c", new boolean[] {true, false, true}, ABC,
            new double[] {10, 20, 30});
        gives(new double[] {10, 20, 30}, "s:bool[], a:f64[n], b:f64[n] | c:f64[n] = select s a b | c", false, ABC, new double[] {10, 20, 30});
        gives(new int[] {65, -1}, "a:u16[n] | b:i16[n] = bitcast[i16] a\n c:i32[n] = convert[i32] b | c", "A\uffff".toCharArray());
    }

    @Test
    void makingAndMovingArrays() {
        gives(new double[] {7, 7, 7}, "n:i32[] | b:f64[n] = full[f64[n]] 7.0:f64 n | b", 3);
        gives(new double[0], "n:i32[] | b:f64[n] = full[f64[n]] 7.0:f64 n | b", -3);
        gives(new int[] {0, 1, 2}, "n:i32[] | b:i32[n] = iota[i32[n]] n | b", 3);
        gives(new double[] {0, 1, 0, 1}, "n:i32[] | b:f64[n,n] = iota[f64[n,n]] n n | b", 2);
        gives(new int[] {3}, "a:f64[n,m] | b:i32[] = dim[1] a | b", M);
        gives(new double[] {1, 2, 3, 1, 2, 3}, "a:f64[n], m:i32[], n:i32[] | d:f64[m,n] = broadcast[1 -> m,n] a m n | d", ABC, 2, 3);
        gives(new double[] {1, 1, 2, 2, 3, 3}, "a:f64[n], n:i32[], m:i32[] | d:f64[n,m] = broadcast[0 -> n,m] a n m | d", ABC, 3, 2);
        gives(new double[] {5, 5}, "a:f64[], m:i32[] | c:f64[m] = broadcast[-> m] a m | c", 5.0, 2);
        gives(new double[] {1, 4, 2, 5, 3, 6}, "a:f64[n,m] | b:f64[m,n] = transpose[1,0] a | b", M);
        gives(new double[] {3, 2, 1, 6, 5, 4}, "a:f64[n,m] | b:f64[n,m] = rev[1] a | b", M);
        gives(new double[] {6, 5, 4, 3, 2, 1}, "a:f64[n,m] | b:f64[n,m] = rev[0,1] a | b", M);
        gives(new double[] {1, 3}, "a:f64[n], s:i32[], z:i32[] | d:f64[m] = slice[m; 2] a s z | d", ABC, 9, 2);
        gives(new double[] {1, 2}, "a:f64[n], s:i32[], z:i32[] | d:f64[m] = slice[m; 1] a s z | d", ABC, -9, 2);
        gives(new double[] {1, 8, 9}, "a:f64[n], u:f64[m], s:i32[] | d:f64[n] = update_slice a u s | d", ABC, new double[] {8, 9}, 5);
        gives(new double[] {2, 0, 3, 0, 0}, "a:f64[3] | b:f64[?] = pad[-2; 2; 1] a 0.0:f64 | b", ABC);
        gives(new double[] {9, 9, 9, 1, 2, 3, 4, 5, 6}, "a:f64[n,m] | b:f64[n+1,m] = pad[1,0; 0,0; 0,0] a 9.0:f64 | b", M);
        gives(new double[] {1, 2, 3, 7, 4, 5, 6, 8}, "a:f64[2,3], b:f64[2,1] | c:f64[2,4] = concat[1] a b | c", M, matrix(2, 7, 8));
        Tensor r = run("a:f64[n,m] | d:i32[] = dim[0] a\n b:f64[3,?] = reshape[f64[3,?]] a 3:i32 d | b", M).get(0);
        assertArrayEquals(new int[] {3, 2}, r.dims());
        assertArrayEquals(doubles(M), doubles(r));
    }

    @Test
    void elementAccess() {
        String index = "a:f64[n,m], i:i32[], j:i32[] | c:f64[] = index[clamp] a i j | c";
        gives(new double[] {6}, index, M, 1, 2);
        gives(new double[] {4}, index, M, 7, -1);
        gives(new double[] {0}, index, matrix(1), 0, 0);
        gives(new double[] {4, 5, 6}, "a:f64[n,m], i:i32[] | c:f64[m] = index a i | c", M, 1);
        String update = "a:f64[n], i:i32[] | c:f64[n] = update[clamp] a i 9.0:f64 | c";
        gives(new double[] {1, 9, 3}, update, ABC, 1);
        gives(new double[] {1, 2, 3}, update, ABC, 3);
        gives(new double[] {1, 2, 12}, "a:f64[n], i:i32[] | c:f64[n] = update[clamp add] a i 9.0:f64 | c", ABC, 2);
        gives(new double[] {7, 8, 9, 4, 5, 6}, "a:f64[n,m], r:f64[m] | c:f64[n,m] = update a 0:i32 r | c", M, new double[] {7, 8, 9});
        gives(new double[] {3, 1, 3}, "a:f64[n], b:i32[k] | c:f64[k] = gather[clamp 0] a b | c", ABC, new int[] {5, -2, 2});
        gives(new double[] {3, 1, 6, 4}, "a:f64[n,m], b:i32[k] | c:f64[n,k] = gather[clamp 1] a b | c", M, new int[] {2, 0});
        gives(new double[] {1, 62, 3}, "a:f64[n], b:i32[k], c:f64[k] | d:f64[n] = scatter[clamp add] a b c | d", ABC, new int[] {1, 1, 7},
            new double[] {20, 40, 80});
        gives(new double[] {1, 40, 3}, "a:f64[n], b:i32[k], c:f64[k] | d:f64[n] = scatter a b c | d", ABC, new int[] {1, 1},
            new double[] {20, 40});
        gives(new double[] {1, 2, 8, 4, 5, 9}, "a:f64[n,m], b:i32[k], c:f64[n,k] | d:f64[n,m] = scatter[clamp 1] a b c | d", M, new int[] {2},
            matrix(2, 8, 9));
        gives(new double[] {0, 1.5, 0}, "n:i32[] | a:f64[n] = acc_new[f64[n]] n\n b:f64[n] = acc_add[clamp] a 1:i32 1.0:f64\n"
            + " c:f64[n] = acc_add[clamp] b 1:i32 0.5:f64\n d:f64[n] = acc_get c | d", 3);
    }

    @Test
    void aBrokenPromiseIsABug() {
        assertThrows(IllegalStateException.class, () -> run("a:f64[n], i:i32[] | c:f64[] = index a i | c", ABC, 3));
        assertThrows(IllegalStateException.class, () -> run("a:f64[n], i:i32[] | c:f64[n] = update a i 1.0:f64 | c", ABC, -1));
        assertThrows(IllegalStateException.class, () -> run("a:f64[n], b:i32[k] | c:f64[k] = gather[promised 0] a b | c", ABC, new int[] {3}));
        assertThrows(IllegalStateException.class,
            () -> run("a:f64[n], b:i32[k], c:f64[k] | d:f64[n] = scatter a b c | d", ABC, new int[] {-1}, new double[1]));
    }

    @Test
    void reductions() {
        gives(new double[] {6, 15}, "a:f64[n,m] | b:f64[n] = reduce_add[1] a | b", M);
        gives(new double[] {4, 10, 18}, "a:f64[n,m] | b:f64[m] = reduce_mul[0] a | b", M);
        gives(new double[] {21}, "a:f64[n,m] | b:f64[] = reduce_add[0,1] a | b", M);
        gives(new double[] {-0.0}, "a:f64[n] | b:f64[] = reduce_min[0] a | b", new double[] {0.0, -0.0, 1});
        gives(new double[] {Double.NaN}, "a:f64[n] | b:f64[] = reduce_max[0] a | b", new double[] {0.0, Double.NaN, 1});
        gives(new double[] {Double.NEGATIVE_INFINITY}, "a:f64[n] | b:f64[] = reduce_max[0] a | b", new double[0]);
        gives(new int[] {Integer.MAX_VALUE}, "a:i32[n] | b:i32[] = reduce_min[0] a | b", new int[0]);
        gives(new int[] {5 & 6}, "a:i32[n] | b:i32[] = reduce_and[0] a | b", new int[] {5, 6});
        gives(new int[] {5 | 6}, "a:i32[n] | b:i32[] = reduce_or[0] a | b", new int[] {5, 6});
        gives(new int[] {5 ^ 6}, "a:i32[n] | b:i32[] = reduce_xor[0] a | b", new int[] {5, 6});
        gives(new int[] {1}, "a:f64[n] | b:i32[] = argmax[0] a | b", new double[] {1, 3, 3, 2});
        gives(new int[] {2}, "a:f64[n] | b:i32[] = argmin[0] a | b", new double[] {1, 3, Double.NaN, Double.NaN, 0});
        gives(new int[] {1, 0, 1}, "a:i32[n,m] | b:i32[m] = argmin[0] a | b", Tensor.of(new int[] {3, 1, 2, 2, 1, 0}, 2, 3));
        gives(new double[] {1, 3, 6, 4, 9, 15}, "a:f64[n,m] | b:f64[n,m] = cum_add[1] a | b", M);
        gives(new double[] {4, 10, 18, 4, 5, 6}, "a:f64[n,m] | b:f64[n,m] = cum_mul[0 reverse] a | b", M);
        gives(new double[] {3, 1, 1}, "a:f64[n] | b:f64[n] = cum_min[0] a | b", new double[] {3, 1, 2});
        gives(new double[] {3, 2, 2}, "a:f64[n] | b:f64[n] = cum_max[0 reverse] a | b", new double[] {3, 1, 2});
    }

    @Test
    void contraction() {
        gives(new double[] {58, 64, 139, 154}, "a:f64[n,k], b:f64[k,m] | c:f64[n,m] = dot_general[1; 0; ; ] a b | c", M,
            Tensor.of(new double[] {7, 8, 9, 10, 11, 12}, 3, 2));
        gives(new double[] {14, 77}, "a:f64[n,k], b:f64[n,k] | c:f64[n] = dot_general[1; 1; 0; 0] a b | c", M, M);
        gives(new double[] {91}, "a:f64[n,k], b:f64[n,k] | c:f64[] = dot_general[0,1; 0,1; ; ] a b | c", M, M);
        // One channel 1 2 3 padded by one at both ends, kernel 1 10: each output is x[i-1] + 10 x[i].
        gives(new double[] {10, 21, 32, 3}, "a:f64[1,1,3], w:f64[1,1,2] | c:f64[1,1,4] = conv[1; 1; 1; 1; 1] a w | c", Tensor.of(ABC, 1, 1, 3),
            Tensor.of(new double[] {1, 10}, 1, 1, 2));
        // Two groups of one channel each, stride 2, dilation 2.
        gives(new double[] {31, 40 + 60}, "a:f64[1,2,3], w:f64[2,1,2] | c:f64[1,2,1] = conv[2; 0; 0; 2; 2] a w | c",
            Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 1, 2, 3), Tensor.of(new double[] {1, 10, 10, 10}, 2, 1, 2));
    }

    @Test
    void sortIsStableAndTotal() {
        double[] x = {2, Double.NaN, 0.0, -0.0, Double.NEGATIVE_INFINITY, 2};
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        List<Tensor> r = run("a:f64[n], b:i32[n] | c:f64[n], d:i32[n] = sort[0, 1] a b | c, d", x, new int[] {0, 1, 2, 3, 4, 5});
        assertArrayEquals(sorted, doubles(r.get(0)));
        assertArrayEquals(new int[] {4, 3, 2, 0, 5, 1}, (int[]) r.get(1).data());
        r = run("a:i32[n], b:f64[n] | c:i32[n], d:f64[n] = sort[0, 2] a b | c, d", new int[] {1, 0, 1, 0}, new double[] {4, 3, 2, 1});
        assertArrayEquals(new double[] {1, 3, 2, 4}, doubles(r.get(1)));
        gives(new double[] {1, 2, 3, 4}, "a:f64[n,m] | c:f64[n,m] = sort[0, 1] a | c", matrix(2, 3, 2, 1, 4));
    }

    @Test
    void fourierTransformAndItsInverse() {
        String forward = "a:f64[n], b:f64[n] | c:f64[n], d:f64[n] = fft[0] a b | c, d";
        List<Tensor> r = run(forward, new double[] {1, 2, 3, 4}, new double[4]);
        assertArrayEquals(new double[] {10, -2, -2, -2}, doubles(r.get(0)), 1e-14);
        assertArrayEquals(new double[] {0, 2, 0, -2}, doubles(r.get(1)), 1e-14);
        double[] re = new Random(1).doubles(15).toArray();
        double[] im = new Random(2).doubles(15).toArray();
        r = run(forward, re, im);
        r = run("a:f64[n], b:f64[n] | c:f64[n], d:f64[n] = fft[0 reverse] a b | c, d", r.get(0), r.get(1));
        assertArrayEquals(re, doubles(r.get(0)), 1e-14);
        assertArrayEquals(im, doubles(r.get(1)), 1e-14);
    }

    /** What JAX 0.10.2 gives for a dilated input is a convolution of what pad makes of it; for groups of images, one of images with as many more channels. */
    @Test
    void convolutionsThatOthersMake() {
        Tensor a = Tensor.of(new double[] {1, -2, 3, 4, 0.5, -1}, 2, 1, 3);
        Tensor w = Tensor.of(new double[] {2, 1, -1, 3}, 2, 1, 2);
        gives(new double[] {0, 0, 0, -1, 0, 6, 0, -7, 0, 11, 0, -3, 0, 8.5, 0, 0, 0, -2, 0, -2.5, 0, -3.5, 0, 1},
            "a:f64[2,1,3], w:f64[2,1,2] | b = pad[0,0,0; 0,0,0; 0,0,1] a 0.0:f64\n c = conv[1; 1; 2; 2; 1] b w | c", a, w);
        gives(new double[] {0, -1, -2.5, -3.5}, "a:f64[2,1,3], w:f64[2,1,2] | b = reshape[f64[2,1,1,3]] a 2:i32 1:i32 1:i32 3:i32\n t = transpose[1,0,2,3] b\n"
            + " x = reshape[f64[1,2,3]] t 1:i32 2:i32 3:i32\n c = conv[1; 0; 0; 1; 2] x w | c", a, w);
    }

    @Test
    void triangularMatrices() {
        gives(new double[] {2, 0, 1, 3}, "a:f64[n,n] | b:f64[n,n] = cholesky a | b", matrix(2, 4, 99, 2, 10));
        gives(new double[] {1, 2}, "a:f64[n,n], b:f64[n] | c:f64[n] = triangular_solve[0] a b | c", matrix(2, 2, 99, 1, 3), new double[] {2, 7});
        gives(new double[] {0, 2, 1, 3}, "a:f64[n,n], b:f64[n,m] | c:f64[n,m] = triangular_solve[0 reverse] a b | c", matrix(2, 2, 1, 99, 4),
            matrix(2, 1, 7, 4, 12));
    }

    /** Known answers of the Random123 distribution. */
    @Test
    void threefry() {
        int[][] rows = {{0, 0, 0, 0, 0x6B200159, 0x99BA4EFE}, {-1, -1, -1, -1, 0x1CB996FC, 0xBB002BE7},
            {0x13198A2E, 0x03707344, 0x243F6A88, 0x85A308D3, 0xC4923A9C, 0x483DF7A0}};
        for (int[] row : rows) {
            List<Tensor> r = run("a:i32[], b:i32[], c:i32[], d:i32[] | e:i32[], f:i32[] = threefry2x32 a b c d | e, f", row[0], row[1], row[2], row[3]);
            assertEquals(Lit.i32(row[4]), r.get(0).get(0));
            assertEquals(Lit.i32(row[5]), r.get(1).get(0));
        }
    }

    @Test
    void oneParticipant() {
        for (String p : List.of("psum", "pmax", "pmin")) {
            gives(ABC, "a:f64[n] | b:f64[n] = " + p + "[\"i\"] a | b", ABC);
        }
        assertArrayEquals(new int[] {1, 3}, run("a:f64[n] | b:f64[?,n] = all_gather[\"i\"] a | b", ABC).get(0).dims());
        gives(new int[] {0}, "a:i32[] | b:i32[] = axis_index[\"i\"] | b", 7);
        gives(ABC, "a:f64[n] | b:f64[n] = stop_gradient a\n c:f64[n] = opt_barrier b | c", ABC);
    }

    /** Every row of the table of all primitives runs, or refuses its made-up arguments by a documented exception. */
    @Test
    void everyPrimitiveIsImplemented() {
        Map<String, Integer> sizes = Map.of("n", 3, "m", 3, "k", 3, "b", 3, "h", 3, "w", 3, "?", 3);
        int ran = 0;
        for (PrimTable.Row row : PrimTable.rows()) {
            Func f = Parser.parseFunc(row.text());
            if (row.text().contains("call[")) {
                continue;
            }
            List<Tensor> args = f.in().stream().map(v -> {
                int[] dims = v.type().dims().stream().mapToInt(d -> (int) (d.isConst() ? d.add() : d.mul() * sizes.get(d.sym()) + d.add())).toArray();
                Value x = Value.alloc(v.dtype(), dims);
                for (int k = 0; k < x.size(); k++) {
                    x.set(k, Lit.of(v.dtype(), 1 + k % 2).bits());
                }
                return new Tensor(x.dtype, x.dims, x.data);
            }).toList();
            try {
                List<Tensor> out = Interpreter.run(f, args);
                assertEquals(f.out().stream().map(Atom::dtype).toList(), out.stream().map(Tensor::dtype).toList(), row.text());
                assertEquals(f.out().stream().map(a -> a.type().rank()).toList(), out.stream().map(t -> t.dims().length).toList(), row.text());
                ran++;
            } catch (CheckFailed | IllegalStateException e) {
                assertNotNull(e.getMessage());
            }
        }
        assertTrue(ran > 120, "only " + ran + " ran");
    }
}
