package dev.jacobi.ir;

/** Prints IR as text. */
public final class Printer {
    private Printer() {
    }

    public static String print(String name, Func f) {
        return name + "(" + f.in() + ") {" + f.body() + " return " + f.out() + "}";
    }

    public static String print(Module m) {
        return m.funcs().toString();
    }
}
