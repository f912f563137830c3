// What the generators of one method share: the random numbers, the variables in sight, the helpers that may be called.
package dev.jacobi.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** State of generating one method. */
final class Context {
    /**
     * A variable; loop counters are not {@code writable}. {@code extents} are names for lengths: of an array the one of each
     * axis, of a counter those that it stays below. Equal names mean equal lengths, unless the arguments are odd.
     */
    record Variable(String name, JType type, boolean writable, List<String> extents) {
        String length() {
            return extents.get(0);
        }
    }

    /** The length of array arguments; the first argument, too, has this value. */
    static final String N = "p0";
    static final String ROWS = "rows";
    static final String COLS = "cols";
    static final String LAYERS = "layers";

    /** A method of the same class, with a guess of how many steps a call takes. */
    record Helper(String name, JType result, List<JType> params, int cost) {
    }

    /** An enclosing statement that break, and perhaps continue, may name. */
    record Target(String label, boolean loop) {
    }

    final SplittableRandom random;
    final List<Variable> scope = new ArrayList<>();
    final List<Helper> helpers = new ArrayList<>();
    final List<Target> targets = new ArrayList<>();
    final JType result;
    /** How often the statement being generated may run in one call. */
    long weight = 1;
    private int names;
    /** Steps taken so far by one call, roughly. */
    long cost;

    Context(SplittableRandom random, JType result) {
        this.random = random;
        this.result = result;
    }

    /** True once in n times. */
    boolean once(int n) {
        return random.nextInt(n) == 0;
    }

    int below(int n) {
        return random.nextInt(n);
    }

    @SafeVarargs
    final <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String name(String prefix) {
        return prefix + names++;
    }

    /** The extents of an argument. */
    static List<String> extents(JType t) {
        return t.rank() == 0 ? List.of() : t.rank() == 1 ? List.of(N) : t.rank() == 2 ? List.of(ROWS, COLS) : List.of(ROWS, COLS, LAYERS);
    }

    Variable declare(String prefix, JType type, List<String> extents) {
        Variable v = new Variable(name(prefix), type, true, extents);
        scope.add(v);
        return v;
    }

    List<Variable> variables(Predicate<Variable> wanted) {
        return scope.stream().filter(wanted).toList();
    }

    List<Variable> arrays(Predicate<JType> wanted) {
        return variables(v -> v.type().isArray() && wanted.test(v.type()));
    }

    /** Some primitive type; the common ones more often. */
    JType scalarType() {
        return pick(JType.INT, JType.INT, JType.INT, JType.LONG, JType.LONG, JType.DOUBLE, JType.DOUBLE, JType.FLOAT, JType.BOOLEAN,
                JType.BYTE, JType.SHORT, JType.CHAR);
    }

    JType arrayType() {
        JType t = scalarType().array();
        return once(4) ? once(5) ? t.array().array() : t.array() : t;
    }
}
