// What the programs with objects print of a call: its result, or its exception.
package dev.jacobi.objects;

final class Calls {
    private Calls() {
    }

    /** A call with a number as result. */
    interface Call {
        double run();
    }

    static void print(String name, Call c) {
        String r;
        try {
            r = String.valueOf(c.run());
        } catch (NullPointerException | ClassCastException e) {
            r = e.toString();
        }
        System.out.println(name + " " + r);
    }
}
