// Methods that call themselves or one another, in generated programs; few steps each.
package dev.jacobi.fuzz;

import dev.jacobi.fuzz.Context.Helper;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Makes a recursion and the helpers that enter it. */
final class Recursions {
    private Recursions() {
    }

    static Node any(SplittableRandom random, List<Helper> helpers) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> values(random, helpers);
            case 2 -> mutual(random, helpers);
            case 3 -> halves(random, helpers);
            case 4, 5 -> returning(random, helpers);
            default -> changing(random, helpers);
        };
    }

    private static Context context(SplittableRandom random, JType t) {
        Context c = new Context(random, JType.INT);
        c.scope.add(new Context.Variable("n", JType.INT, false, List.of()));
        c.scope.add(new Context.Variable("x", t, false, List.of()));
        return c;
    }

    /** At most 2^6 calls. */
    private static Node values(SplittableRandom random, List<Helper> helpers) {
        JType t = new Context(random, null).pick(JType.INT, JType.LONG, JType.DOUBLE);
        Context c = context(random, t);
        Expressions expr = new Expressions(c);
        Node base = Expressions.cast(t, expr.of(t, 2));
        Node left = Node.expr(t, "rec(n - 1, ", Expressions.cast(t, expr.of(t, 2)), ")");
        Node right = random.nextBoolean() ? Node.expr(t, "rec(n - 2, ", Expressions.cast(t, expr.of(t, 1)), ")") : Expressions.cast(t, expr.of(t, 2));
        helpers.add(new Helper("rec0", t, List.of(JType.INT, t), 600));
        return Node.other(List.of("static " + t + " rec0(int n, " + t + " x) { return rec(n & 7, x); }\nstatic " + t + " rec(int n, " + t
                + " x) {\nif (n <= 0) return ", base, ";\nreturn ", left, c.pick(" + ", " - ", " * "), right, ";\n}\n"));
    }

    private static Node mutual(SplittableRandom random, List<Helper> helpers) {
        JType t = new Context(random, null).pick(JType.INT, JType.LONG, JType.FLOAT);
        Context c = context(random, t);
        Expressions expr = new Expressions(c);
        helpers.add(new Helper("ping0", t, List.of(JType.INT, t), 200));
        return Node.other(List.of("static " + t + " ping0(int n, " + t + " x) { return ping(n & 15, x); }\nstatic " + t + " ping(int n, " + t + " x) {\nif (n <= 0) return ",
                Expressions.cast(t, expr.of(t, 2)), ";\nreturn (" + t + ") (pong(n - 1, ", Expressions.cast(t, expr.of(t, 2)), ") + 1);\n}\nprivate static " + t + " pong(int n, " + t
                + " x) {\nreturn ", expr.of(JType.BOOLEAN, 2), " ? ", Expressions.cast(t, expr.of(t, 2)), " : ping(n - 2, ", Expressions.cast(t, expr.of(t, 1)), ");\n}\n"));
    }

    private static String array(SplittableRandom random) {
        return new Context(random, null).pick("int", "long", "double", "float", "short", "byte", "char");
    }

    private static JType type(String name) {
        return Stream.of(JType.Prim.values()).filter(p -> p.type.getName().equals(name)).map(JType::of).findFirst().orElseThrow();
    }

    /** Divides an array, reads it only. */
    private static Node halves(SplittableRandom random, List<Helper> helpers) {
        String t = array(random);
        String op = new Context(random, null).pick(" + ", " * ", " - ");
        helpers.add(new Helper("hhalves", type(t), List.of(JType.INT, type(t).array()), 400));
        return Node.stmt("static " + t + " hhalves(int n, " + t + "[] a) { return halves(a, 0, a.length); }\nstatic " + t + " halves(" + t
                + "[] a, int lo, int hi) {\nif (hi - lo < 2) return lo < hi ? a[lo] : (" + t + ") 1;\nint m = (lo + hi) >>> 1;\nreturn (" + t + ") (halves(a, lo, m)" + op
                + "halves(a, m, hi));\n}\n");
    }

    /** Returns an array: its own, one that it was given, or one of two. */
    private static Node returning(SplittableRandom random, List<Helper> helpers) {
        String t = array(random);
        Context c = new Context(random, null);
        helpers.add(new Helper("hmake", type(t).array(), List.of(JType.INT, type(t).array(), type(t).array(), JType.INT), 300));
        String body = c.pick("if (k <= 0) return a.clone();\n" + t + "[] r = make(a, b, k - 1);\nif (r.length > 0) r[k % r.length] += a.length + k;\nreturn r;\n",
                "return k <= 0 ? a : make(b, a, k - 1);\n",
                "if (k <= 0) return a;\nif (a.length > 0) a[k % a.length] += k;\nreturn make(a, b, k - 2);\n",
                "if (k <= 0 || k >= b.length || b[k] > 3) return b;\nreturn b[k] < 0 ? a : make(a, b, k - 1);\n",
                "if (k <= 0) return new " + t + "[3];\n" + t + "[] r = make(a, a, k - 1);\nr[k % 3]++;\nreturn k % 2 == 0 ? r : make(b, a, k - 3);\n");
        return Node.stmt("static " + t + "[] hmake(int n, " + t + "[] a, " + t + "[] b, int k) { return make(a, b, k & 7); }\nprivate static " + t + "[] make(" + t + "[] a, " + t
                + "[] b, int k) {\n" + body + "}\n");
    }

    /** Changes the array: quicksort, or a walk over a heap. */
    private static Node changing(SplittableRandom random, List<Helper> helpers) {
        String t = array(random);
        helpers.add(new Helper("hchange", JType.INT, List.of(JType.INT, type(t).array()), 1000));
        String enter = "static int hchange(int n, " + t + "[] a) { change(a, 0, " + (random.nextBoolean() ? "a.length - 1" : "n - 1") + "); return a.length; }\n";
        return Node.stmt(enter + (random.nextBoolean()
                ? "private static void change(" + t + "[] a, int lo, int hi) {\nif (lo >= hi) return;\n" + t + " p = a[(lo + hi) / 2];\nint i = lo;\nint j = hi;\nwhile (i <= j) {\n"
                        + "while (a[i] < p) i++;\nwhile (a[j] > p) j--;\nif (i <= j) {\n" + t + " x = a[i];\na[i++] = a[j];\na[j--] = x;\n}\n}\nchange(a, lo, j);\nchange(a, i, hi);\n}\n"
                : "static void change(" + t + "[] a, int lo, int hi) {\nif (lo > hi || lo > 12) return;\na[lo] += lo + 1;\nchange(a, 2 * lo + 1, hi);\nif (a[lo] > 3) change(a, 2 * lo + 2, hi);\n}\n"));
    }
}
