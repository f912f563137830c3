package dev.jacobi.lift.jdk;

/** What is lifted when a function object is called: one method per number of arguments. */
public final class FunctionEntry {
    /** Internal name of this class. */
    public static final String NAME = FunctionEntry.class.getName().replace('.', '/');

    private FunctionEntry() {
    }

    interface F1 {
        Object apply(Object a);
    }

    interface F2 {
        Object apply(Object a, Object b);
    }

    interface F3 {
        Object apply(Object a, Object b, Object c);
    }

    interface F4 {
        Object apply(Object a, Object b, Object c, Object d);
    }

    interface F5 {
        Object apply(Object a, Object b, Object c, Object d, Object e);
    }

    interface F6 {
        Object apply(Object a, Object b, Object c, Object d, Object e, Object f);
    }

    interface F7 {
        Object apply(Object a, Object b, Object c, Object d, Object e, Object f, Object g);
    }

    interface F8 {
        Object apply(Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h);
    }

    static Object call(F1 f, Object a) {
        return f.apply(a);
    }

    static Object call(F2 f, Object a, Object b) {
        return f.apply(a, b);
    }

    static Object call(F3 f, Object a, Object b, Object c) {
        return f.apply(a, b, c);
    }

    static Object call(F4 f, Object a, Object b, Object c, Object d) {
        return f.apply(a, b, c, d);
    }

    static Object call(F5 f, Object a, Object b, Object c, Object d, Object e) {
        return f.apply(a, b, c, d, e);
    }

    static Object call(F6 f, Object a, Object b, Object c, Object d, Object e, Object g) {
        return f.apply(a, b, c, d, e, g);
    }

    static Object call(F7 f, Object a, Object b, Object c, Object d, Object e, Object g, Object h) {
        return f.apply(a, b, c, d, e, g, h);
    }

    static Object call(F8 f, Object a, Object b, Object c, Object d, Object e, Object g, Object h, Object i) {
        return f.apply(a, b, c, d, e, g, h, i);
    }
}
