package dev.jacobi.lift.jdk;

/** What is lifted when a function object is called: one method per number of arguments. */
public final class FunctionEntry {
    /** Internal name of this class. */
    public static final String NAME = FunctionEntry.class.getName().replace('.', '/');

    private FunctionEntry() {
    }

    /** A function object with so many arguments as it is called with. */
    interface Function {
        Object apply(Object a);

        Object apply(Object a, Object b);

        Object apply(Object a, Object b, Object c);

        Object apply(Object a, Object b, Object c, Object d);

        Object apply(Object a, Object b, Object c, Object d, Object e);

        Object apply(Object a, Object b, Object c, Object d, Object e, Object f);

        Object apply(Object a, Object b, Object c, Object d, Object e, Object f, Object g);

        Object apply(Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h);
    }

    static Object call(Function f, Object a) {
        return f.apply(a);
    }

    static Object call(Function f, Object a, Object b) {
        return f.apply(a, b);
    }

    static Object call(Function f, Object a, Object b, Object c) {
        return f.apply(a, b, c);
    }

    static Object call(Function f, Object a, Object b, Object c, Object d) {
        return f.apply(a, b, c, d);
    }

    static Object call(Function f, Object a, Object b, Object c, Object d, Object e) {
        return f.apply(a, b, c, d, e);
    }

    static Object call(Function f, Object a, Object b, Object c, Object d, Object e, Object g) {
        return f.apply(a, b, c, d, e, g);
    }

    static Object call(Function f, Object a, Object b, Object c, Object d, Object e, Object g, Object h) {
        return f.apply(a, b, c, d, e, g, h);
    }

    static Object call(Function f, Object a, Object b, Object c, Object d, Object e, Object g, Object h, Object i) {
        return f.apply(a, b, c, d, e, g, h, i);
    }
}
