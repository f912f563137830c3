// Small objects in generated programs: a record that is made anew at each step, and lambdas that are called where they are made.
package dev.jacobi.fuzz;

import dev.jacobi.fuzz.Context.Variable;
import java.util.List;

/** Statements with records and lambdas of one method. */
final class ObjectIdioms {
    /** Source of the record that every generated class declares. */
    static final String RECORD = """
            record Pair(int a, double b) {
            Pair plus(int x) { return new Pair(a + x, b * 0.5); }
            int mix() { return a ^ (int) b; }
            }
            """;
    private final Context c;
    private final Expressions expr;

    ObjectIdioms(Context c, Expressions expr) {
        this.c = c;
        this.expr = expr;
    }

    Node any() {
        return c.once(2) ? pair() : lambda();
    }

    private Node pair() {
        String p = c.name("r");
        String i = c.name("i");
        c.weight *= 8;
        Node start = Node.expr(null, "new Pair(", cast(JType.INT), ", ", cast(JType.DOUBLE), ")");
        c.scope.add(new Variable(i, JType.INT, false, List.of()));
        Node step = switch (c.below(3)) {
            case 0 -> Node.expr(null, p + ".plus(", cast(JType.INT), ")");
            case 1 -> Node.expr(null, "(", expr.of(JType.BOOLEAN, 2), " ? " + p + " : new Pair(" + i + ", " + p + ".b()))");
            default -> Node.expr(null, "new Pair(" + p + ".a() + ", cast(JType.INT), ", " + p + ".b() - ", cast(JType.DOUBLE), ")");
        };
        return Node.stmt("Pair " + p + " = ", start, ";\n", Node.stmt("for (int " + i + " = 0; " + i + " < 7; " + i + "++) {\n" + p + " = ", step, ";\n}\n"),
                "out += " + p + ".mix() + " + p + ".a();\n");
    }

    /** The body sees its parameters and the constants only: other variables need not be effectively final. */
    private Node lambda() {
        boolean ints = c.once(2);
        JType t = ints ? JType.INT : JType.DOUBLE;
        String f = c.name("f");
        String x = c.name("x");
        String y = c.name("y");
        Context inner = new Context(c.random, t);
        inner.scope.addAll(List.of(new Variable(x, t, false, List.of()), new Variable(y, t, false, List.of()), new Variable("K", JType.INT, false, List.of())));
        Node body = Expressions.cast(t, new Expressions(inner).of(t, 3));
        String type = "java.util.function." + (ints ? "Int" : "Double") + "BinaryOperator";
        return Node.stmt(type + " " + f + " = (" + x + ", " + y + ") -> ", body, ";\n", "out = out * 31 + (long) " + f + (ints ? ".applyAsInt(" : ".applyAsDouble("),
                cast(t), ", ", cast(t), ");\n");
    }

    private Node cast(JType t) {
        return Expressions.cast(t, expr.of(t, 2));
    }
}
