// Redefines and retransforms a class to which Jacobi has added members.
package dev.jacobi.redefine;

import dev.jacobi.redefine.Programs.Refused;

/** Prints what a method gives before and after. */
public final class RefusedMain {
    private RefusedMain() {
    }

    /** Loads the class without initialising it, which would fail. */
    public static void main(String[] args) throws Exception {
        Class<?> c = Class.forName(Programs.class.getName() + "$Refused", false, RefusedMain.class.getClassLoader());
        LaterAgent.redefine(c, 15, 25);
        LaterAgent.retransform(c, 25, 35);
        LaterAgent.restore(c);
        try {
            System.out.println(Refused.shift());
        } catch (ExceptionInInitializerError e) {
            System.out.println(e.getCause().getMessage());
        } catch (LinkageError e) {
            System.out.println(e.getMessage());
        }
    }
}
