package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.jit.NativeRun;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops in lanes whose carries run through the lanes: sums, extremes, and the last value that a trip had. */
class RunningLanesTest {
    /** {@code f(a, b)} of whole numbers, few enough that no sum of them is rounded. */
    private static void same(boolean lanes, boolean fast, String template, String... types) {
        for (String type : types) {
            String text = template.replace("TYPE", type);
            var m = Parser.parseModule(text);
            List<Integer> none = m.get("f").out().stream().map(o -> -1).toList();
            for (int bytes : new int[] {16, 32, 64}) {
                LlvmModule code = Emitter.emit(new CompileRequest(m, "f", none, fast, 1), new Tuning(bytes, true, false, false), new PassManager(true, null));
                assertEquals(lanes, code.text().contains("\nwide"), text);
                var run = new NativeRun(code, false);
                for (int n : new int[] {0, 1, 2, 7, 16, 17, 33, 70}) {
                    List<Tensor> in = Tensors.all(values(type, n, 1), values(type, n + 2, 2));
                    List<Tensor> want = Interpreter.run(m, "f", in);
                    List<Tensor> got = run.run(in).results();
                    for (int k = 0; k < want.size(); k++) {
                        Comparison.EXACT.check(type + ", " + n + " trips, result " + k, want.get(k), got.get(k));
                    }
                }
            }
        }
    }

    /** Few trips of a sum in order, of a row that a loop around has just written to, go one by one. */
    @Test
    void sumsOfFewTrips() {
        var m = Parser.parseModule("""
            f(a:f64[n], b:f64[m]) { n = dim[0] a; n1 = dim[0] b
              b2 = for(n1, b) { j, b ->
                s = for(n, 0.5:f64) { i, s0 -> k = sub j i; k1 = sub k 1:i32; c = lt k1 0:i32; x = index[promised] a i
                  y = cond(c) false { p = index[promised] b k1; yield p } true { yield x }
                  z = mul x y; z1 = add z x; z2 = mul z1 y; z3 = sub z2 x; z4 = mul z3 0.01:f64; z5 = add z4 y; s1 = add s0 z5; yield s1 }
                h = mul s 0.01:f64; b1 = update[promised] b j h; yield b1 }
              return b2 }""");
        for (int bytes : new int[] {16, 32, 64}) {
            LlvmModule code = Emitter.emit(new CompileRequest(m, "f", List.of(-1), false, 1), new Tuning(bytes, true, false, false), new PassManager(true, null));
            assertEquals(true, code.text().contains("\nfew") && code.text().contains("\nwide"), code.text());
            var run = new NativeRun(code, false);
            for (int n : new int[] {0, 1, 3, 4, 5, 8, 9, 20}) {
                List<Tensor> in = Tensors.all(values("f64", n, 1), values("f64", 23, 2));
                Comparison.EXACT.check(n + " trips", Interpreter.run(m, "f", in).get(0), run.run(in).results().get(0));
            }
        }
    }

    private static Object values(String type, int n, int seed) {
        var d = new double[n];
        var f = new float[n];
        var i = new int[n];
        var l = new long[n];
        for (int k = 0; k < n; k++) {
            i[k] = (int) (Math.sin(k * 1.7 + seed) * 10);
            d[k] = i[k];
            f[k] = i[k];
            l[k] = i[k];
        }
        return switch (type) {
            case "f64" -> d;
            case "f32" -> f;
            case "i32" -> i;
            default -> l;
        };
    }

    private static final String SUM = """
        f(a:TYPE[n], b:TYPE[m]) { n = dim[0] a
          b2, s2 = for(n, b, 3:TYPE) { i, b, s -> x = index[promised] a i; t = add s x; y = mul s 2:TYPE; u = add t y; w = update[promised] b i u; yield w, t }
          return b2, s2 }""";

    @Test
    void sums() {
        same(true, false, SUM, "i32", "i64");
        same(false, false, SUM, "f32", "f64");
        same(true, true, SUM, "f32", "f64");
    }

    /** LLVM has no sum of lanes in order for numbers that are kept as their bits. */
    @Test
    void sumsOfShortFloats() {
        var m = Parser.parseModule("""
            f(a:bf16[n]) { n = dim[0] a
              s2 = for(n, 3:bf16) { i, s -> x = index[promised] a i; y = mul x x; z = add y x; u = mul z y; v = sub u x; w = mul v z; q = add w y; t = add s q; yield t }
              return s2 }""");
        LlvmModule code = Emitter.emit(new CompileRequest(m, "f", List.of(-1), false, 1), new Tuning(32, true, false, false), new PassManager(true, null));
        assertFalse(code.text().contains("reduce.fadd"), code.text());
    }

    @Test
    void severalTermsOfATrip() {
        same(true, true, """
            f(a:TYPE[n], b:TYPE[m]) { n = dim[0] a
              b2, s2 = for(n, b, 3:TYPE) { i, b, s -> x = index[promised] a i; y = index[promised] b i; t = sub s x; u = add y t; v = sub u 5:TYPE
                w = update[promised] b i v; yield w, v }
              return b2, s2 }""", "i32", "i64", "f32", "f64");
    }

    @Test
    void aTermThatIsUsedInBetween() {
        same(false, true, """
            f(a:TYPE[n], b:TYPE[m]) { n = dim[0] a
              b2, s2 = for(n, b, 3:TYPE) { i, b, s -> x = index[promised] a i; t = sub s x; v = sub t 5:TYPE; w = update[promised] b i t; yield w, v }
              return b2, s2 }""", "i32", "f64");
        same(false, true, """
            f(a:TYPE[n], b:TYPE[m]) { n = dim[0] a
              b2, s2 = for(n, b, 3:TYPE) { i, b, s -> x = index[promised] a i; t = sub x s; w = update[promised] b i t; yield w, t }
              return b2, s2 }""", "i32", "f64");
    }

    @Test
    void extremes() {
        same(true, false, """
            f(a:TYPE[n], b:TYPE[m]) { n = dim[0] a
              b2, s2, u2 = for(n, b, 3:TYPE, 4:TYPE) { i, b, s, u -> x = index[promised] a i; y = index[promised] b i; t = max s x; v = min y u; z = sub t v; w = update[promised] b i z; yield w, t, v }
              return b2, s2, u2 }""", "i32", "i64", "f32", "f64");
    }

    /** A trip stores nothing: what is asked for is how far the elements at most fall below the greatest one before. */
    @Test
    void extremesOfWhichOnlyTheLastCounts() {
        same(true, false, """
            f(a:TYPE[n], b:TYPE[m]) { n = dim[0] a
              s2, u2 = for(n, 3:TYPE, 4:TYPE) { i, s, u -> x = index[promised] a i; y = index[promised] b i; t = max x s; d = sub t y; p = mul d x; q = sub p y; v = max q u; yield t, v }
              return s2, u2 }""", "i32", "i64", "f32", "f64");
    }

    /** A sum in order of the extreme so far, before and behind the trip's own. */
    @Test
    void extremesThatAreAddedUp() {
        String loop = """
            f(a:TYPE[n], b:TYPE[m]) { n = dim[0] a
              s2, u2 = for(n, -9:TYPE, 4:TYPE) { i, s, u -> x = index[promised] a i; y = index[promised] b i; p = mul x y; q = sub p x; r = add q y; z = mul r 3:TYPE; w = sub z p; t = max s w; v = add u ADDED; yield t, v }
              return s2, u2 }""";
        same(true, false, loop.replace("ADDED", "t"), "f32", "f64");
        same(true, false, loop.replace("ADDED", "s"), "f32", "f64");
    }

    /** What nothing asks for between the trips starts from what changes no result, and meets what the loop starts from in the end. */
    @Test
    void whatIsJoinedAndWhatIsTakenAway() {
        same(true, false, """
            f(a:TYPE[n], b:TYPE[m]) { n = dim[0] a
              b2, s2, u2 = for(n, b, 3:TYPE, 4:TYPE) { i, b, s, u -> x = index[promised] a i; y = index[promised] b i; t = sub s x; c = mul u y; w = update[promised] b i x; yield w, t, c }
              return b2, s2, u2 }""", "i32", "i64");
    }

    @Test
    void whatTheLastTripHadThatHadAnything() {
        same(true, false, """
            f(a:TYPE[n], b:TYPE[m]) { n = dim[0] a
              b2, s2 = for(n, b, 3:TYPE) { i, b, s -> x = index[promised] a i; y = index[promised] b i; c = gt x 4:TYPE; t = select c y s; z = add t s; w = update[promised] b i z; yield w, t }
              return b2, s2 }""", "i32", "i64", "f32", "f64");
        same(true, false, """
            f(a:TYPE[n], b:TYPE[m]) { n = dim[0] a
              b2, s2 = for(n, b, 3:TYPE) { i, b, s -> x = index[promised] a i; c = gt x 4:TYPE
                t = cond(c) false { y = index[promised] b i; q = mul y x; yield q } true { yield s }
                z = add t x; w = update[promised] b i z; yield w, t }
              return b2, s2 }""", "i32", "i64", "f32", "f64");
    }

    @Test
    void aChoiceThatDependsOnWhatItIs() {
        same(false, false, """
            f(a:TYPE[n], b:TYPE[m]) { n = dim[0] a
              b2, s2 = for(n, b, 3:TYPE) { i, b, s -> x = index[promised] a i; c = gt x s; t = select c x s; w = update[promised] b i t; yield w, t }
              return b2, s2 }""", "i32", "f64");
    }
}
