// A program that runs until compiled code has been put into it from outside, or until its time is over.
package dev.jacobi.robust;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Argument: seconds. Prints {@code ready} once it works; ends when a file named by the second argument exists. */
public final class Attached {
    private Attached() {
    }

    public static void main(String[] args) throws InterruptedException {
        long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000L;
        Path stop = Path.of(args[1]);
        int[] a = new int[1000];
        Arrays.fill(a, 3);
        System.out.println("ready");
        while (System.nanoTime() < end && !Files.exists(stop)) {
            for (int i = 0; i < 100; i++) {
                if (Victim.sum(a) != 3000) {
                    throw new AssertionError("wrong sum");
                }
            }
            Thread.sleep(1);
        }
    }
}
