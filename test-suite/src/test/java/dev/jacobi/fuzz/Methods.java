// Puts methods together into a program: constants, helpers, a recursion, and the method under test.
package dev.jacobi.fuzz;

import dev.jacobi.fuzz.Context.Helper;
import dev.jacobi.fuzz.Context.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Generates one program from a seed. */
final class Methods {
    /** Steps that one call may take, roughly; the reference interpreter has to walk them too. */
    static final long BUDGET = 40_000;
    private static final List<Variable> CONSTANTS = List.of(
            new Variable("K", JType.INT, false, List.of()), new Variable("C", JType.DOUBLE, false, List.of()),
            new Variable("g", JType.INT, false, List.of()));
    /** With static arrays that a program may change. */
    private static final List<Variable> FIELDS = List.of(
            new Variable("K", JType.INT, false, List.of()), new Variable("g", JType.INT, false, List.of()), new Variable("gd", JType.DOUBLE, false, List.of()),
            new Variable("W", JType.INT.array(), false, List.of("8")), new Variable("V", JType.DOUBLE.array(), false, List.of("3")));
    private static final String STATE = "static double gd = 0.75;\nstatic int[] W = {5, 3, -1, 0, 2, 7, 7, 1};\nstatic double[] V = {0.5, -2, 1e300};\n"
            + "public static Object[] state() { return new Object[] {g, gd, W, V}; }\n";

    private Methods() {
    }

    /** A class with a static method {@code run}; {@code forms} says what a small program is about. */
    record Program(long seed, String name, Node source, JType result, List<JType> params, Kind kind, Set<String> forms) {
    }

    static Program generate(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String name = "F" + Long.toUnsignedString(seed, 36);
        return switch (Kind.of(seed)) {
            case GENERAL -> general(seed, name, random);
            case SWAP -> SwapPrograms.generate(seed, name, random);
            case INDEX -> IndexPrograms.generate(seed, name, random);
            case LOOP -> LoopPrograms.generate(seed, name, random);
        };
    }

    private static Program general(long seed, String name, SplittableRandom random) {
        List<Object> parts = new ArrayList<>();
        parts.add("public final class " + name + " {\n");
        parts.add(Node.stmt("static final int K = " + random.nextInt(100) + ";\n"));
        parts.add(Node.stmt("static final double C = " + random.nextInt(1000) / 16.0 + ";\n"));
        parts.add(Node.stmt("private static final int[] TABLE = {3, 1, 4, 1, 5, 9, 2, 6};\n"));
        parts.add(Node.stmt("static int table(int i) { return TABLE[i & 7]; }\n"));
        int g = random.nextInt(10);
        boolean fields = random.nextInt(5) == 0;
        parts.add("static int g = " + g + ";\n");
        if (fields) {
            parts.add(STATE + "public static void reset() { g = " + g + "; gd = 0.75; W = new int[] {5, 3, -1, 0, 2, 7, 7, 1}; V = new double[] {0.5, -2, 1e300}; }\n");
        }
        parts.add(Node.stmt(Library.NEAR));
        parts.add(Node.stmt(ObjectIdioms.METHODS));
        parts.add(Node.stmt(ObjectIdioms.TYPES));
        List<Helper> helpers = new ArrayList<>(List.of(new Helper("table", JType.INT, List.of(JType.INT), 4)));
        for (int i = random.nextInt(3); i > 0; i--) {
            parts.add(Node.stmt(helper(random, "h" + i, helpers, fields)));
        }
        if (random.nextInt(4) == 0) {
            parts.add(Node.stmt(Recursions.any(random, helpers)));
        }
        JType result = random.nextInt(6) == 0 ? new Context(random, null).arrayType()
                : random.nextInt(12) == 0 ? JType.PAIR : new Context(random, null).scalarType();
        List<JType> params = new ArrayList<>(List.of(JType.INT));
        Context types = new Context(random, null);
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            params.add(random.nextInt(5) < 3 ? types.arrayType() : random.nextInt(8) == 0 ? JType.PAIR : types.scalarType());
        }
        parts.add(method(random, "public static ", "run", result, params, helpers, fields, 2 + random.nextInt(5)).node());
        parts.add("}\n");
        return new Program(seed, name, Node.other(parts), result, params, Kind.GENERAL, Set.of());
    }

    private record Made(Node node, long cost) {
    }

    private static Made method(SplittableRandom random, String modifiers, String name, JType result, List<JType> params,
                               List<Helper> helpers, boolean fields, int statements) {
        Context c = new Context(random, result);
        c.helpers.addAll(helpers);
        StringBuilder head = new StringBuilder(modifiers + result + " " + name + "(");
        for (int i = 0; i < params.size(); i++) {
            Variable v = c.declare("p", params.get(i), Context.extents(params.get(i)));
            head.append(i == 0 ? "" : ", ").append(v.type()).append(' ').append(v.name());
            if (v.type().equals(JType.PAIR)) {
                c.scope.remove(v);
                c.scope.add(new Variable(v.name() + ".a()", JType.INT, false, List.of()));
                c.scope.add(new Variable(v.name() + ".b()", JType.DOUBLE, false, List.of()));
            }
        }
        // The length is an index of nothing and keeps its value.
        c.scope.set(0, new Variable(Context.N, JType.INT, false, List.of()));
        c.scope.addAll(fields ? FIELDS : CONSTANTS);
        head.append(") {\nint fuel = 60;\nlong out = 0;\n");
        Statements make = new Statements(c);
        List<Object> parts = new ArrayList<>(List.of(head.toString()));
        parts.add(make.top(statements));
        Expressions expr = new Expressions(c);
        Node value = expr.result();
        parts.add(mix(c));
        parts.add(Node.other(result.isNumeric() ? List.of("return (" + result + ") ((out & 1) + ", value, ");\n}\n") : List.of("return ", value, ";\n}\n")));
        return new Made(Node.other(parts), c.cost);
    }

    /** Folds every scalar variable into {@code out}, so that none is dead. */
    private static Node mix(Context c) {
        List<Object> parts = new ArrayList<>();
        for (Variable v : c.scope) {
            if (v.type().isNumeric() && v.writable()) {
                String bits = v.type().prim().isFloat() ? "Double.doubleToLongBits(" + v.name() + ")" : v.name();
                parts.add(Node.stmt("out = out * 31 + " + bits + ";\n"));
            }
        }
        return Node.other(parts);
    }

    private static Node helper(SplittableRandom random, String name, List<Helper> helpers, boolean fields) {
        Context types = new Context(random, null);
        List<JType> params = new ArrayList<>(List.of(JType.INT));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            params.add(random.nextInt(3) == 0 ? types.arrayType() : types.scalarType());
        }
        JType result = random.nextInt(8) == 0 ? types.arrayType() : types.scalarType();
        Made made = method(random, types.pick("static ", "private static ", "public static "), name, result, params, List.copyOf(helpers), fields, 1 + random.nextInt(3));
        helpers.add(new Helper(name, result, params, (int) Math.min(made.cost() + 4, BUDGET)));
        return made.node();
    }
}
