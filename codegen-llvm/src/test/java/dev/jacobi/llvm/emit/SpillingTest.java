package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Long bodies whose values are used far behind their definitions, as a gradient's are. */
class SpillingTest {
    private static final double[] INPUT = {0.3, -0.7, 1.1, 0.4, -2.5, 0.0, 1e3, -0.0, 0.9, 1.7, 0.1};

    /** There and back over n values of x; every fourth use stands in a branch. */
    private static String statements(int n, String type) {
        var text = new StringBuilder("v0:f64[] = add x 0.125:f64\n");
        for (int k = 1; k <= n; k++) {
            text.append(k % 3 == 0 ? "v%d:f64[] = sub x v%d\n".formatted(k, k - 1) : "v%d:f64[] = mul v%d 0.984375:f64\n".formatted(k, k - 1));
        }
        text.append("g").append(n + 1).append(":f64[] = add v").append(n).append(" 1.0:f64\n");
        for (int k = n; k >= 0; k--) {
            text.append(k % 4 == 1 ? "c%d:bool[] = gt v%d 0.25:f64\ng%d:f64[] = cond c%d { t%d:f64[] = sub g%d v%d; yield t%d } { yield g%d }\n"
                .formatted(k, k, k, k, k, k + 1, k, k, k + 1) : "t%d:f64[] = mul v%d 0.25:f64\ng%d:f64[] = add g%d t%d\n".formatted(k, k, k, k + 1, k));
        }
        return text.toString().replace("f64", type);
    }

    private static String straight(int n) {
        return "f(x:f64[]) {\n" + statements(n, "f64") + "return g0 }";
    }

    private static String loop(int n, String type) {
        return "f(a:f64[n]) {\n n:i32[] = dim[0] a\n s:f64[] = for(n, 0.5:f64) { i:i32[], z:f64[] ->\n y:f64[] = index a i\n x:f64[] = add z y\n".replace("f64", type)
            + statements(n, type) + "yield g0 }\nreturn s }";
    }

    private static String map(int n, String type) {
        return "f(a:f64[n]) {\n n:i32[] = dim[0] a\n r:f64[n] = map[n](n) { i:i32[] ->\n x:f64[] = index a i\n".replace("f64", type) + statements(n, type)
            + "yield g0 }\nreturn r }";
    }

    /** A branch that hands out all of its n values, as what a gradient keeps of it; the other one has a value from outside, literals, and one value of its own several times. */
    private static String branch(int n, String type) {
        var text = new StringBuilder("f(a:f64[n]) {\n n:i32[] = dim[0] a\n s:f64[] = for(n, 0.5:f64) { i:i32[], z:f64[] ->\n x:f64[] = index a i\n c:bool[] = gt x 0.2:f64\n");
        var results = new StringBuilder("r0:f64[]");
        var yields = new StringBuilder("v0");
        var others = new StringBuilder("u");
        var body = new StringBuilder("v0:f64[] = add x z\n");
        for (int k = 1; k <= n; k++) {
            body.append("v%d:f64[] = mul v%d %s\n".formatted(k, k - 1, k % 2 == 0 ? "x" : "0.75:f64"));
            results.append(", r").append(k).append(":f64[]");
            yields.append(", v").append(k % 5 == 4 ? k - 1 : k);
            others.append(k % 3 == 0 ? ", x" : k % 3 == 1 ? ", " + k + ".5:f64" : ", u");
        }
        text.append(results).append(" = cond c { u:f64[] = neg z\n yield ").append(others).append(" } {\n").append(body).append("yield ").append(yields).append(" }\ng0:f64[] = add r0 1.0:f64\n");
        for (int k = 1; k <= n; k++) {
            text.append("h%d:f64[] = mul g%d 0.5:f64\ng%d:f64[] = add h%d r%d\n".formatted(k, k - 1, k, k, n - k));
        }
        return text.append("yield g").append(n).append(" }\nreturn s }").toString().replace("f64", type);
    }

    @Test
    void resultsOfABranchAreStoredWhereTheyAreComputed() {
        assertEquals(0, stores(branch(40, "f64")));
        int n = 300;
        int stores = stores(branch(n, "f64"));
        assertTrue(stores >= 2 * n && stores <= 2 * n + 20, stores + " stores");
        for (int k : new int[] {63, 64, 100, 700}) {
            Oracle.check(branch(k, "f64"), List.of(-1), (Object) INPUT);
        }
        Oracle.check(branch(100, "f32"), List.of(-1), (Object) new float[] {0.3f, -0.7f, 1.1f, 0.4f, -2.5f, 0, 7});
    }

    private static int stores(String text) {
        var m = Parser.parseModule(text);
        return Emitter.emit(new CompileRequest(m, "f", List.of(-1), false, 1), 0).text().split("store volatile", -1).length - 1;
    }

    @Test
    void onlyLongBodiesStoreTheirValues() {
        assertEquals(0, stores(straight(100)));
        int some = stores(straight(500));
        int many = stores(straight(1500));
        assertTrue(some > 350 && some < 600, some + " stores");
        assertTrue(many < 3.5 * some, some + " and " + many + " stores");
    }

    /** A long row of which each statement needs the one before has nothing to store. */
    @Test
    void valuesThatFitIntoRegistersStayThere() {
        var text = new StringBuilder("f(x:f64[]) {\nv0:f64[] = add x 0.125:f64\n");
        for (int k = 1; k <= 3000; k++) {
            text.append("v%d:f64[] = mul v%d x\n".formatted(k, k - 1));
        }
        assertEquals(0, stores(text.append("return v3000 }").toString()));
    }

    @Test
    void resultsAreTheSame() {
        Oracle.check(straight(700), List.of(-1), 0.7);
        Oracle.check(loop(600, "f64"), List.of(-1), (Object) INPUT);
        Oracle.check(map(600, "f64"), List.of(-1), (Object) INPUT);
        Oracle.check(map(600, "f32"), List.of(-1), (Object) new float[] {0.3f, -0.7f, 1.1f, 0.4f, -2.5f, 0, 7});
    }

    /**
     * A loop that keeps n sines of a trip side by side in a row, and one that goes back over the rows and needs each twice, far apart, as a gradient does; the loops are of the kinds given.
     */
    private static String rows(int n, String type, boolean parallel) {
        var there = new StringBuilder("x:f64[] = index a i\nv0:f64[] = add x 0.125:f64\ns0:f64[?,%d] = update s i 0:i32 v0\n".formatted(n));
        var back = new StringBuilder("b0:f64[] = index a i\n");
        for (int k = 1; k < n; k++) {
            there.append(k % 5 == 0 ? "m%d:f64[] = mul v%d 0.0:f64\nn%d:f64[] = sin m%d\nv%d:f64[] = sub v%d n%d\n".formatted(k, k - 1, k, k, k, k - 1, k)
                : k % 5 == 1 ? "v%d:f64[] = add v%d x\n".formatted(k, k - 1) : "v%d:f64[] = mul v%d 0.75:f64\n".formatted(k, k - 1));
            there.append("s%d:f64[?,%d] = update s%d i %d:i32 v%d\n".formatted(k, n, k - 1, k, k));
            back.append("t%d:f64[] = index q i %d:i32\nb%d:f64[] = %s b%d t%d\n".formatted(k, k, k, k % 2 == 0 ? "add" : "sub", k - 1, k));
        }
        back.append("c").append(n).append(":f64[] = mul b").append(n - 1).append(" 0.5:f64\n");
        for (int k = n - 1; k > 0; k--) {
            // of a zero, as the interpreter has other sines and cosines
            back.append(k % 5 == 0 ? "e%d:f64[] = mul t%d 0.0:f64\nd%d:f64[] = cos e%d\nc%d:f64[] = add c%d d%d\n".formatted(k, k, k, k, k, k + 1, k)
                : "d%d:f64[] = mul t%d 0.5:f64\nc%d:f64[] = add c%d d%d\n".formatted(k, k, k, k + 1, k));
        }
        String q = " q:f64[?,%d] = full[f64[?,%d]] 0.0:f64 n %d:i32\n".formatted(n, n, n).replace(" q:", " p:");
        String text = "f(a:f64[n]) {\n n:i32[] = dim[0] a\n" + q + (parallel
            ? " q:f64[?,%d] = map(n, p) { i:i32[], s:f64[?,%d] ->\n".formatted(n, n) + there + "yield s" + (n - 1) + " }\n r:f64[n] = map[n](n) { i:i32[] ->\n" + back + "yield c1 }\nreturn r }"
            : " q:f64[?,%d] = for(n, p) { i:i32[], s:f64[?,%d] ->\n".formatted(n, n) + there + "yield s" + (n - 1) + " }\n r:f64[] = for(n, 0.0:f64) { i:i32[], z:f64[] ->\n" + back
                + "w:f64[] = add z c1\nyield w }\nreturn r }");
        return text.replace("f64", type);
    }

    @Test
    void rowsOfTapesAreReadAgain() {
        for (boolean parallel : new boolean[] {false, true}) {
            Oracle.check(rows(50, "f64", parallel), List.of(-1), (Object) INPUT);
            Oracle.check(rows(150, "f32", parallel), List.of(-1), (Object) new float[] {0.3f, -0.7f, 1.1f, 0.4f, -2.5f, 0, 7, 0.1f, 0.2f, 0.3f});
        }
        // read where they are needed, not stored a second time
        assertTrue(stores(rows(1500, "f64", false)) < 150, stores(rows(1500, "f64", false)) + " stores");
    }

    @Test
    @Tag("slow")
    void longRowsOfTapesAreReadAgain() {
        for (boolean parallel : new boolean[] {false, true}) {
            Oracle.check(rows(1500, "f64", parallel), List.of(-1), (Object) INPUT);
            Oracle.check(rows(900, "f32", parallel), List.of(-1), (Object) new float[] {0.3f, -0.7f, 1.1f, 0.4f, -2.5f, 0, 7, 0.1f, 0.2f, 0.3f});
        }
    }

    /** The JVM warrants 80 kB of stack to a method that it calls: what is more lies in the heap. */
    @Test
    void framesAreSmall() {
        framesAreSmall(List.of(straight(6000), map(2000, "f64")));
    }

    @Test
    @Tag("slow")
    void framesOfFloatsBranchesAndRowsAreSmall() {
        framesAreSmall(List.of(map(2000, "f32"), branch(9000, "f64"), rows(3000, "f32", true)));
    }

    private static void framesAreSmall(List<String> texts) {
        for (String text : texts) {
            var m = Parser.parseModule(text);
            String llvm = Emitter.emit(new CompileRequest(m, "f", List.of(-1), false, 1), 64, true).text();
            long bytes = llvm.lines().filter(l -> l.contains(" = alloca ")).mapToLong(SpillingTest::size).sum();
            assertTrue(bytes > 10_000 && bytes < 40_000, bytes + " bytes");
            assertTrue(llvm.contains("@jacobi_allocate("), "nothing in the heap");
        }
    }

    /** Bytes of {@code %v = alloca <8 x float>, i64 1, align 4} and its like. */
    private static long size(String alloca) {
        var parts = Pattern.compile("alloca (?:\\[(\\d+) x )?(?:<(\\d+) x )?(i8|i1|i32|i64|float|double|ptr)[>\\]]*(?:, i64 (\\d+))?").matcher(alloca);
        assertTrue(parts.find(), alloca);
        long n = 1;
        for (int k : new int[] {1, 2, 4}) {
            n *= parts.group(k) == null ? 1 : Long.parseLong(parts.group(k));
        }
        return n * switch (parts.group(3)) {
            case "i8", "i1" -> 1;
            case "i32", "float" -> 4;
            default -> 8;
        };
    }
}
