// Threads that call compiled code while a class that it has inlined is redefined again and again.
package dev.jacobi.redefine;

import static dev.jacobi.Jacobi.jit;

import dev.jacobi.Fn1;
import dev.jacobi.redefine.Programs.Callers;
import dev.jacobi.redefine.Programs.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The argument is the number of redefinitions. A call that begins after one has returned must give what the new code gives. */
public final class RacingMain {
    private static volatile int now = 11;
    private static volatile boolean changing;
    private static volatile boolean over;

    private RacingMain() {
    }

    public static void main(String[] args) throws Exception {
        int[] a = new int[1000];
        Arrays.fill(a, 1);
        Fn1<int[], Long> compiled = jit(Callers::weights);
        var wrong = new AtomicReference<String>();
        List<Thread> threads = new ArrayList<>();
        long[] calls = new long[3];
        for (int t = 0; t < 3; t++) {
            int id = t;
            Thread thread = new Thread(() -> {
                while (!over && wrong.get() == null) {
                    int before = now;
                    boolean quiet = !changing;
                    long got = id == 0 ? compiled.apply(a) : Callers.weights(a);
                    if (quiet && !changing && now == before && got != 1000L * before) {
                        wrong.compareAndSet(null, "expected " + 1000L * before + ", got " + got);
                    }
                    calls[id]++;
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (int k = 0; k < Integer.parseInt(args[0]) && wrong.get() == null; k++) {
            changing = true;
            int next = now == 11 ? 21 : 11;
            LaterAgent.redefine(Weight.class, 11, next);
            now = next;
            changing = false;
            if (Callers.weights(a) != 1000L * next || compiled.apply(a) != 1000L * next) {
                wrong.set("old code after redefinition " + k);
            }
            Thread.sleep(k % 5);
        }
        over = true;
        for (Thread t : threads) {
            t.join();
        }
        if (wrong.get() != null) {
            throw new AssertionError(wrong.get());
        }
        System.out.println("good " + calls[0] + " " + calls[1] + " " + calls[2]);
    }
}
