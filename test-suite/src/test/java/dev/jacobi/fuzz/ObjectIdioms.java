// Small objects in generated programs: records, objects whose fields change, lambdas, and what is passed to other methods.
package dev.jacobi.fuzz;

import dev.jacobi.fuzz.Context.Variable;
import java.util.List;

/** Statements with objects of one method. */
final class ObjectIdioms {
    /** Source of the types that every generated class declares. */
    static final String TYPES = """
            record Pair(int a, double b) {
            Pair plus(int x) { return new Pair(a + x, b * 0.5); }
            int mix() { return a ^ (int) b; }
            static Pair of(double x) { return new Pair((int) x, x); }
            }
            record Cells(double[] cells, int[] keys, Pair size) {
            double at(int i) { return cells[Math.floorMod(i, cells.length)]; }
            }
            static final class Count {
            int n; double sum; long last = 3;
            Count(int n) { this.n = n; }
            void add(double x) { sum += x; n++; }
            boolean more(long x) { boolean b = x > last; last = x; return b; }
            }
            """;
    /** Methods that take objects and functions. */
    static final String METHODS = """
            static int twice(java.util.function.IntBinaryOperator f, int a, int b) { return f.applyAsInt(f.applyAsInt(a, b), b); }
            static double fold(java.util.function.DoubleBinaryOperator f, double[] a, double x) { for (double e : a) x = f.applyAsDouble(x, e); return x; }
            static Pair swap(Pair p, int x) { return p.a() > x ? new Pair((int) p.b(), p.a()) : p; }
            static void count(Count c, int[] a) { for (int i = 0; i < a.length && i < 9; i++) if (c.more(a[i])) c.add(i); }
            """;
    private final Context c;
    private final Expressions expr;

    ObjectIdioms(Context c, Expressions expr) {
        this.c = c;
        this.expr = expr;
    }

    Node any() {
        return switch (c.below(9)) {
            case 0 -> pair();
            case 1 -> lambda();
            case 2 -> capturing();
            case 3 -> count();
            case 4 -> cells();
            case 5 -> choice();
            case 6, 7 -> many();
            default -> passed();
        };
    }

    private Node pair() {
        String p = c.name("r");
        String i = c.name("i");
        c.weight *= 8;
        Node start = Node.expr(null, "new Pair(", cast(JType.INT), ", ", cast(JType.DOUBLE), ")");
        c.scope.add(new Variable(i, JType.INT, false, List.of()));
        Node step = switch (c.below(4)) {
            case 0 -> Node.expr(null, p + ".plus(", cast(JType.INT), ")");
            case 1 -> Node.expr(null, "(", expr.of(JType.BOOLEAN, 2), " ? " + p + " : new Pair(" + i + ", " + p + ".b()))");
            case 2 -> Node.expr(null, "swap(" + p + ", ", cast(JType.INT), ")");
            default -> Node.expr(null, "new Pair(" + p + ".a() + ", cast(JType.INT), ", " + p + ".b() - ", cast(JType.DOUBLE), ")");
        };
        return Node.stmt("Pair " + p + " = ", start, ";\n", Node.stmt("for (int " + i + " = 0; " + i + " < 7; " + i + "++) {\n" + p + " = ", step, ";\n}\n"),
                "out += " + p + ".mix() + " + p + ".a();\n");
    }

    /** The body sees its parameters and the constants only. */
    private Node lambda() {
        boolean ints = c.once(2);
        JType t = ints ? JType.INT : JType.DOUBLE;
        String f = c.name("f");
        Node body = function(t, List.of());
        return Node.stmt(type(ints) + " " + f + " = ", body, ";\n", "out = out * 31 + (long) " + f + (ints ? ".applyAsInt(" : ".applyAsDouble("),
                cast(t), ", ", cast(t), ");\n");
    }

    private static String type(boolean ints) {
        return "java.util.function." + (ints ? "Int" : "Double") + "BinaryOperator";
    }

    /** A lambda of two parameters that also sees the given variables. */
    private Node function(JType t, List<Variable> seen) {
        String x = c.name("x");
        String y = c.name("y");
        Context inner = new Context(c.random, t);
        inner.scope.addAll(List.of(new Variable(x, t, false, List.of()), new Variable(y, t, false, List.of()), new Variable("K", JType.INT, false, List.of())));
        inner.scope.addAll(seen);
        return Node.expr(null, "(" + x + ", " + y + ") -> ", Expressions.cast(t, new Expressions(inner).of(t, 3)));
    }

    /** A lambda that captures a value and is called in a loop, by itself or by another method. */
    private Node capturing() {
        boolean ints = c.once(2);
        JType t = ints ? JType.INT : JType.DOUBLE;
        String f = c.name("f");
        String seen = c.name("c");
        String i = c.name("i");
        Variable captured = new Variable(seen, t, false, List.of());
        c.weight *= 8;
        Node value = cast(t);
        Node body = c.once(4) ? Node.expr(null, ints ? c.pick("Math::max", "Integer::sum", "Math::floorMod") : c.pick("Math::min", "Double::sum", "StrictMath::copySign"))
                : function(t, List.of(captured));
        List<Variable> arrays = c.arrays(a -> a.equals(JType.DOUBLE.array()));
        String call = ints ? c.pick("twice(" + f + ", ", f + ".applyAsInt(") : f + ".applyAsDouble(";
        boolean folds = !ints && !arrays.isEmpty() && c.once(2);
        if (!folds) {
            c.scope.add(new Variable(i, JType.INT, false, List.of()));
        }
        Node use = folds ? Node.stmt("out += (long) fold(" + f + ", " + c.pick(arrays).name() + ", ", cast(t), ");\n")
                : Node.stmt("for (int " + i + " = 0; " + i + " < 6; " + i + "++) out = out * 31 + (long) " + call, cast(t), ", ", cast(t), ");\n");
        return Node.stmt("{\nfinal " + t + " " + seen + " = ", value, ";\n" + type(ints) + " " + f + " = ", body, ";\n", use, "}\n");
    }

    /** An object whose fields change, also in methods of its own. */
    private Node count() {
        String o = c.name("o");
        String i = c.name("i");
        c.weight *= 8;
        List<Variable> arrays = c.arrays(a -> a.equals(JType.INT.array()));
        c.scope.add(new Variable(i, JType.INT, false, List.of()));
        c.scope.add(new Variable(o + ".n", JType.INT, true, List.of()));
        c.scope.add(new Variable(o + ".sum", JType.DOUBLE, true, List.of()));
        Node step = switch (c.below(4)) {
            case 0 -> Node.stmt(o + ".add(", cast(JType.DOUBLE), ");\n");
            case 1 -> Node.stmt("if (" + o + ".more(", cast(JType.LONG), ")) " + o + ".sum -= ", cast(JType.DOUBLE), ";\n");
            case 2 -> Node.stmt(o + ".n " + c.pick("+= ", "^= "), cast(JType.INT), ";\n" + o + ".last++;\n");
            default -> arrays.isEmpty() ? Node.stmt(o + ".n--;\n") : Node.stmt("count(" + o + ", " + c.pick(arrays).name() + ");\n");
        };
        return Node.stmt("Count " + o + " = new Count(", Node.expr(JType.INT, "K"), ");\n", Node.stmt("for (int " + i + " = 0; " + i + " < 5; " + i + "++) {\n", step, "}\n"),
                "out += " + o + ".n + (long) " + o + ".sum + " + o + ".last;\n");
    }

    /** A record that holds arrays. */
    private Node cells() {
        List<Variable> doubles = c.arrays(a -> a.equals(JType.DOUBLE.array()));
        List<Variable> ints = c.arrays(a -> a.equals(JType.INT.array()));
        String o = c.name("o");
        String i = c.name("i");
        c.weight *= 8;
        String a = doubles.isEmpty() ? "new double[5]" : c.pick(doubles).name();
        String b = ints.isEmpty() ? "new int[5]" : c.pick(ints).name();
        Node make = Node.expr(null, "new Cells(" + a + ", " + b + ", new Pair(", cast(JType.INT), ", ", cast(JType.DOUBLE), "))");
        c.scope.add(new Variable(i, JType.INT, false, List.of("5")));
        Node step = c.once(2) ? Node.stmt("out += (long) " + o + ".at(" + i + " + " + o + ".size().a());\n")
                : Node.stmt(o + ".keys()[" + i + " % " + o + ".keys().length] += ", cast(JType.INT), ";\n" + o + ".cells()[0] = ", cast(JType.DOUBLE), ";\n");
        return Node.stmt("Cells " + o + " = ", make, ";\n", Node.stmt("for (int " + i + " = 0; " + i + " < 5; " + i + "++) {\n", step, "}\n"));
    }

    /** One of two objects, changed through either name. */
    private Node choice() {
        String o = c.name("o");
        Node test = expr.of(JType.BOOLEAN, 2);
        return Node.stmt("Count " + o + " = new Count(1);\nCount " + o + "b = new Count(", cast(JType.INT), ");\nCount " + o + "c = ", test, " ? " + o + " : " + o + "b;\n",
                Node.stmt(o + "c.add(", cast(JType.DOUBLE), ");\n"), Node.stmt("if (" + o + ".more(", cast(JType.LONG), ")) " + o + "c.n++;\n"),
                "out = out * 31 + " + o + ".n + " + o + "b.n * 7 + " + o + "c.n + (long) (" + o + ".sum + " + o + "b.sum) + " + o + ".last;\n");
    }

    /** An array of records. */
    private Node many() {
        String o = c.name("o");
        String i = c.name("i");
        String n = c.pick("3", "5", "8");
        c.weight *= 8;
        c.scope.add(new Variable(i, JType.INT, false, List.of(n)));
        Node fill = Node.stmt(o + "[" + i + "] = new Pair(", cast(JType.INT), ", ", cast(JType.DOUBLE), ");\n");
        Node step = switch (c.below(4)) {
            case 0 -> Node.stmt(o + "[" + i + "] = " + o + "[" + i + "].plus(", cast(JType.INT), ");\n");
            case 1 -> Node.stmt("if (" + i + " > 0) " + o + "[" + i + "] = new Pair(" + o + "[" + i + " - 1].a() + ", cast(JType.INT), ", " + o + "[" + i + "].b());\n");
            case 2 -> Node.stmt("if (" + o + "[" + i + "].a() < " + o + "[0].a()) { Pair " + i + "t = " + o + "[0]; " + o + "[0] = " + o + "[" + i + "]; " + o + "[" + i + "] = " + i + "t; }\n");
            default -> Node.stmt("out ^= (long) (" + o + "[" + o + "[" + i + "].a() & 1].b() * 3);\n");
        };
        String loop = "for (int " + i + " = 0; " + i + " < " + n + "; " + i + "++) {\n";
        return Node.stmt("Pair[] " + o + " = new Pair[" + n + "];\n" + loop, fill, "}\n" + loop, step, "}\n" + loop + "out = out * 31 + " + o + "[" + i + "].mix();\n}\n");
    }

    /** An object made in one of two ways, then passed on. */
    private Node passed() {
        String p = c.name("r");
        return Node.stmt("Pair " + p + " = ", expr.of(JType.BOOLEAN, 2), " ? swap(new Pair(", cast(JType.INT), ", 2.5), 7) : Pair.of(", cast(JType.DOUBLE), ");\n",
                Node.stmt("if (", expr.of(JType.BOOLEAN, 2), ") " + p + " = " + p + ".plus(3);\n"), "out ^= " + p + ".mix();\nif (" + p + ".a() == 1) out++;\n");
    }

    private Node cast(JType t) {
        return Expressions.cast(t, expr.of(t, 2));
    }
}
