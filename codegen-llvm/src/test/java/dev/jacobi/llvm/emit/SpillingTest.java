package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import java.util.List;
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
        return Compilation.run(new CompileRequest(m, "f", List.of(-1), false, 1), 0).text().split("store volatile", -1).length - 1;
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
}
