// Programs of two classes, of which one is there in two versions: what compiled callers have inlined must go when it is redefined.
package dev.jacobi.fuzz;

import dev.jacobi.fuzz.Context.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A seed's program: the class {@code C<seed>} has the method {@code run}, which calls methods of {@code D<seed>} directly, through a method of its own class, through a third class
 * {@code E<seed>}, on an object, or in a recursion; the methods of {@code D<seed>} have other bodies in the second version.
 */
final class RedefinedPrograms {
    /** How the caller comes to the method that changes. */
    enum Form {
        STATIC, OWN_METHOD, THIRD_CLASS, OBJECT, RECURSION, ARRAY
    }

    private RedefinedPrograms() {
    }

    static Form form(long seed) {
        return Form.values()[(int) Math.floorMod(seed, Form.values().length)];
    }

    /** Sources by class name, in a package; all versions have equal callers. */
    static Map<String, String> sources(long seed, String inPackage, int version) {
        SplittableRandom random = new SplittableRandom(seed);
        Context c = new Context(random, null);
        JType t = c.pick(JType.INT, JType.LONG, JType.DOUBLE, JType.FLOAT, JType.INT);
        String d = "D" + seed;
        String e = "E" + seed;
        String head = "package " + inPackage + ";\n";
        String call = switch (form(seed)) {
            case STATIC -> d + ".f(i, p1[i])";
            case OWN_METHOD -> "own(i, p1[i])";
            case THIRD_CLASS -> e + ".g(i, p1[i])";
            case OBJECT -> "new " + d + "(p0).h(i, p1[i])";
            case RECURSION -> d + ".r(i & 7, p1[i])";
            case ARRAY -> d + ".f(i, " + d + ".last(p1))";
        };
        String loop = "for (int i = 0; i < p1.length; i++) {\n" + c.pick("s += " + call + ";\n", "p1[i] = (" + t + ") (" + call + ");\ns += p1[i];\n", "if (p1[i] > 2) s -= " + call + "; else s += p1[i];\n");
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put(inPackage + ".C" + seed, head + "public final class C" + seed + " {\nstatic " + t + " own(int i, " + t + " x) { return (" + t + ") (" + d + ".f(i, x) + 1); }\n"
                + "public static " + t + " run(int p0, " + t + "[] p1) {\n" + t + " s = 0;\n" + loop + "}\nreturn s;\n}\n}\n");
        sources.put(inPackage + "." + e, head + "final class " + e + " {\nstatic " + t + " g(int i, " + t + " x) { return (" + t + ") (" + d + ".f(i + 1, x) * 2); }\n}\n");
        String first = body(random.split(), t);
        String second = body(random.split(), t);
        String body = version == 1 ? first : second;
        sources.put(inPackage + "." + d, head + "final class " + d + " {\nfinal int k;\n" + d + "(int k) { this.k = k; }\n" + Library.NEAR + "static " + t + " f(int i, " + t + " x) { return " + body + "; }\n"
                + t + " h(int i, " + t + " x) { return (" + t + ") (" + body + " + k); }\nstatic " + t + " last(" + t + "[] a) { return a[a.length - " + (version == 1 ? 1 : 2) + "]; }\n"
                + "static " + t + " r(int i, " + t + " x) { return i <= 0 ? " + body + " : (" + t + ") (r(i - 1, x) + " + version + "); }\n}\n");
        return sources;
    }

    private static String body(SplittableRandom random, JType t) {
        Context c = new Context(random, t);
        c.scope.add(new Variable("i", JType.INT, false, List.of()));
        c.scope.add(new Variable("x", t, false, List.of()));
        return Expressions.cast(t, Node.expr(t, "(" + t + ") x + ", Expressions.cast(t, new Expressions(c).of(t, 2)), " + " + (1 + c.below(50)))).toString();
    }
}
