// The program of the bad-input tests: calls every method of Victim, with good and bad arguments, and prints what happened.
package dev.jacobi.robust;

import dev.jacobi.harness.Outcome;

/** Prints the same lines with and without the agent. */
public final class BadInput {
    private BadInput() {
    }

    public static void main(String[] args) {
        for (int round = 0; round < 3; round++) {
            say("sum", a -> Victim.sum((int[]) a[0]), new int[] {1, 2, 3});
            say("sum of null", a -> Victim.sum((int[]) a[0]), (Object) null);
            say("scale", a -> {
                Victim.scale((double[]) a[0], 2);
                return null;
            }, new double[] {1, 2, Double.NaN});
            say("total", a -> Victim.total((double[][]) a[0]), (Object) new double[][] {{1, 2}, {3, 4}});
            say("total of jagged rows", a -> Victim.total((double[][]) a[0]), (Object) new double[][] {{1}, {2, 3}, {}});
            say("total with a null row", a -> Victim.total((double[][]) a[0]), (Object) new double[][] {{1}, null});
            double[] row = {5, 6};
            say("total of one row twice", a -> Victim.total((double[][]) a[0]), (Object) new double[][] {row, row});
            say("total of nothing", a -> Victim.total((double[][]) a[0]), (Object) new double[0][]);
            say("squares", a -> Victim.squares((int) a[0]), 5);
            say("squares of a negative number", a -> Victim.squares((int) a[0]), -5);
            say("index out of bounds", a -> Victim.at((int[]) a[0], 7, 1), new int[3]);
            say("division by zero", a -> Victim.at((int[]) a[0], 1, 0), new int[3]);
            say("steps", a -> Victim.steps((int[]) a[0]), new int[] {1, 2, 3, 4, 5, 6, 27, 97});
            say("steps without end behind an exception", a -> Victim.steps((int[]) a[0]), new int[] {1, 2, 3, 7, 5, 6, 0, 4, 9});
            say("synchronized", a -> Victim.locked((int[]) a[0]), new int[] {4});
            say("native", a -> Victim.missing((int[]) a[0]), new int[] {4});
            say("prints", a -> Victim.prints((int[]) a[0]), new int[] {4});
            say("catches", a -> Victim.catches((int[]) a[0]), new int[] {4});
        }
    }

    private static void say(String what, Outcome.Call call, Object... args) {
        System.out.println(what + ": " + Outcome.of(call, args).text());
    }
}
