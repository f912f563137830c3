package dev.jacobi.transform.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.vectorize.vmap.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Partitioned programs compute what whole ones do, and exchange what is expected. */
class PartitionedTest {
    private static final MeshAxes MESH = new MeshAxes(List.of("data", "model"), List.of(2, 2), List.of());
    private static final List<String> DATA = List.of("data");
    private static final List<String> MODEL = List.of("model");
    private static final List<String> NO = List.of();

    private static List<List<String>> at(List<String> first, List<String> second) {
        return List.of(first, second);
    }

    private static Partitioned of(String text, List<int[]> shapes, List<List<List<String>>> in, List<List<List<String>>> out) {
        return checked(MESH, Parser.parseFunc(text), shapes, in, out, 1);
    }

    /** The partitioned program, whose results are compared with those of the whole one. */
    private static Partitioned checked(MeshAxes mesh, Func f, List<int[]> shapes, List<List<List<String>>> in, List<List<List<String>>> out, long seed) {
        Partitioned p = Partitioned.of(f, mesh, shapes, in, out);
        Verifier.verify(new Module(Map.of("f", p.device())));
        var random = new Random(seed);
        List<Tensor> args = shapes.stream().map(s -> Tensor.of(random.doubles(Arrays.stream(s).reduce(1, (x, y) -> x * y), -1, 1).toArray(), s)).toList();
        List<Tensor> want = Interpreter.run(f, args);
        List<Tensor> got = new Devices(mesh).run(p, args);
        for (int k = 0; k < want.size(); k++) {
            assertEquals(want.get(k).size(), got.get(k).size());
            for (int i = 0; i < want.get(k).size(); i++) {
                double x = Devices.number(want.get(k).get(i));
                assertEquals(x, Devices.number(got.get(k).get(i)), 1e-12 * Math.max(1, Math.abs(x)), () -> f + "\n" + p.text("f"));
            }
        }
        return p;
    }

    private static final String MLP = "f(x:f64[8,4], w:f64[4,6], v:f64[6,4]) { h = dot_general[1; 0; ; ] x w; t = tanh h; y = dot_general[1; 0; ; ] t v; return y }";
    private static final List<int[]> MLP_SHAPES = List.of(new int[] {8, 4}, new int[] {4, 6}, new int[] {6, 4});

    @Test
    void tensorParallelHasOneSum() {
        Partitioned p = of(MLP, MLP_SHAPES, List.of(at(NO, NO), at(NO, MODEL), at(MODEL, NO)), Collections.singletonList(null));
        assertEquals(List.of("psum model f64[8,4]"), p.collectives());
        assertEquals(List.of(at(NO, NO)), p.out());
    }

    @Test
    void layoutsArePropagatedBackToWeights() {
        Partitioned p = of(MLP, MLP_SHAPES, Arrays.asList(at(DATA, NO), at(NO, MODEL), null), Collections.singletonList(null));
        assertEquals(at(MODEL, NO), p.in().get(2));
        assertEquals(List.of("psum model f64[4,4]"), p.collectives());
        assertEquals(List.of(at(DATA, NO)), p.out());
    }

    /** The gradient of the sum of squares of the network's result, by its weights. */
    private static Func gradient() {
        Func f = Parser.parseFunc("f(x:f64[8,4], w:f64[4,6], v:f64[6,4]) { h = dot_general[1; 0; ; ] x w; t = tanh h; y = dot_general[1; 0; ; ] t v; q = mul y y; s = reduce_add[0,1] q; return s }");
        return gradient(f, List.of(false, true, true));
    }

    /** The gradient of a number by some of a function's inputs. */
    private static Func gradient(Func f, List<Boolean> active) {
        Func g = Vjp.of(new Module(Map.of("f", f)), "f", active).get("vjp(f)");
        var b = new Builder();
        List<Var> in = f.in().stream().map(v -> b.fresh(v.type())).toList();
        var all = new ArrayList<Atom>(in);
        all.add(Lit.real(DType.F64, 1));
        List<Atom> out = Rewrite.inline(b, g, all);
        return b.build(in, out.subList(1, out.size()));
    }

    @Test
    void dataParallelHasOneSumForEachGradient() {
        Partitioned p = checked(MESH, gradient(), MLP_SHAPES, List.of(at(DATA, NO), at(NO, NO), at(NO, NO)), List.of(at(NO, NO), at(NO, NO)), 1);
        assertEquals(List.of("psum data f64[4,6]", "psum data f64[6,4]"), p.collectives().stream().sorted().toList());
    }

    @Test
    void fullyShardedGathersWeightsAndScattersGradients() {
        Partitioned p = checked(MESH, gradient(), MLP_SHAPES, List.of(at(DATA, NO), at(DATA, NO), at(DATA, NO)), List.of(at(DATA, NO), at(DATA, NO)), 1);
        assertEquals(List.of("all_gather data f64[2,6]", "all_gather data f64[3,4]", "psum_scatter data f64[4,6]", "psum_scatter data f64[6,4]"), p.collectives().stream().sorted().toList());
    }

    /** The gradient of an embedding: each device adds what its examples say, and the sum of all goes where the table lies. */
    @Test
    void scattersOfExamplesHaveOneSum() {
        String text = "f(t:f64[6,4], x:f64[8,4]) { p = iota[i32[8]] 8:i32; l = full[i32[8]] 6:i32 8:i32; q = rem p l; g = scatter[clamp add] t q x; return g }";
        Partitioned p = of(text, List.of(new int[] {6, 4}, new int[] {8, 4}), List.of(at(NO, NO), at(DATA, NO)), List.of(at(NO, NO)));
        assertEquals(List.of("psum data f64[6,4]"), p.collectives());
        assertEquals(List.of(), p.reasons());
        Partitioned columns = of(text, List.of(new int[] {6, 4}, new int[] {8, 4}), List.of(at(NO, MODEL), at(DATA, MODEL)), List.of(at(NO, MODEL)));
        assertEquals(List.of("psum data f64[6,2]"), columns.collectives());
    }

    @Test
    void whatHasNoRuleIsGatheredAndSaid() {
        Partitioned p = of("f(x:f64[8,4]) { y = sort[0,1] x; return y }", List.of(new int[] {8, 4}), List.of(at(DATA, NO)), Collections.singletonList(null));
        assertEquals(List.of("all_gather data f64[4,4]"), p.collectives());
        assertTrue(p.reasons().get(0).startsWith("sort needs the whole of axis 0 of f64[8,4], which is divided by data"), p.reasons().toString());
    }

    @Test
    void loopsAreComputedOnEachDevice() {
        Partitioned p = of("f(x:f64[8,4]) { y = for[3](3:i32, x) { i:i32[], c:f64[8,4] -> d = sin c; yield d }; z = exp y; return z }", List.of(new int[] {8, 4}), List.of(at(DATA, NO)), List.of(at(NO, MODEL)));
        assertEquals(List.of("all_gather data f64[4,4]"), p.collectives());
        assertTrue(p.reasons().get(0).startsWith("for is computed on each device of the whole of"), p.reasons().toString());
    }

    @Test
    void whatCannotBeDividedEvenlyIsWholeAndSaid() {
        Partitioned p = of("f(x:f64[7,4]) { y = exp x; return y }", List.of(new int[] {7, 4}), List.of(at(DATA, NO)), Collections.singletonList(null));
        assertEquals(List.of(), p.collectives());
        assertEquals(List.of("f64[7,4] cannot be divided evenly as (data, -)"), p.reasons());
    }

    @Test
    void axesThatMoveAreExchanged() {
        Partitioned p = of("f(x:f64[8,4]) { y = exp x; return y }", List.of(new int[] {8, 4}), List.of(at(DATA, NO)), List.of(at(NO, DATA)));
        assertEquals(List.of("all_to_all data f64[4,4]"), p.collectives());
    }

    @Test
    void randomProgramsAreTheSame() {
        Set<String> kinds = new TreeSet<>();
        for (int seed = 0; seed < 300; seed++) {
            random(new RandomProgram(new Random(seed)).made(), seed).collectives().forEach(c -> kinds.add(c.substring(0, c.indexOf(' '))));
        }
        assertEquals(Set.of("all_gather", "all_to_all", "pmax", "pmin", "psum", "psum_scatter"), kinds);
    }

    @Test
    void gradientsOfRandomProgramsAreTheSame() {
        for (int seed = 0; seed < 100; seed++) {
            Func f = new RandomProgram(new Random(seed)).made();
            random(gradient(RandomProgram.number(f), f.in().stream().map(v -> true).toList()), seed);
        }
    }

    @Test
    void batchesOfRandomProgramsAreTheSame() {
        for (int seed = 0; seed < 30; seed++) {
            Func f = new RandomProgram(new Random(seed)).made();
            Module m = Batch.of(new Module(Map.of("f", f)), "f", f.in().stream().map(v -> 0).toList(), f.out().stream().map(a -> 0).toList(), null);
            random(KnownExtents.of(m.get(Batch.name("f")), f.in().stream().map(v -> shape(v.type().stacked(Dim.of(8)))).toList()), seed);
        }
    }

    private static int[] shape(Type t) {
        return t.dims().stream().mapToInt(d -> (int) d.add()).toArray();
    }

    /** Checks a function on one of three meshes with its arguments and results anyhow. */
    private static Partitioned random(Func f, int seed) {
        var random = new Random(seed);
        int[][] meshes = {{1, 2}, {2, 2}, {2, 4}};
        int[] sizes = meshes[random.nextInt(3)];
        var mesh = new MeshAxes(List.of("data", "model"), List.of(sizes[0], sizes[1]), List.of());
        var in = new ArrayList<List<List<String>>>();
        f.in().forEach(v -> in.add(RandomProgram.layout(random, v.type().rank())));
        var out = new ArrayList<List<List<String>>>();
        f.out().forEach(a -> out.add(RandomProgram.layout(random, a.type().rank())));
        return checked(mesh, f, f.in().stream().map(v -> shape(v.type())).toList(), in, out, seed);
    }
}
