package dev.jacobi.polybench;

import dev.jacobi.harness.Arrays;
import java.util.ArrayList;
import java.util.List;

/** Runs every nth kernel of both tables, from a first one on, on small extents, odd ones and the least among them, and prints a digest of all arrays after each call. */
public final class PolyMain {
    /** What is added to all extents at once; the number of steps of stencils is among them, and one of zero would be divided by. */
    private static final int[] MORE = {0, 1, -3};

    private PolyMain() {
    }

    /** The forms that are run for a part: {@code first}, {@code first + step} and so on. */
    public static List<PolyKernel.Form> forms(int first, int step) {
        List<PolyKernel.Form> all = PolyKernel.all();
        var some = new ArrayList<PolyKernel.Form>();
        for (int k = first; k < all.size(); k += step) {
            some.add(all.get(k));
        }
        return some;
    }

    public static void main(String[] args) throws ReflectiveOperationException {
        for (PolyKernel.Form form : forms(Integer.parseInt(args[0]), Integer.parseInt(args[1]))) {
            for (int more : MORE) {
                run(form, java.util.Arrays.stream(form.kernel().mini()).map(n -> n + more).toArray());
            }
            run(form, java.util.Arrays.stream(form.kernel().mini()).map(n -> 3).toArray());
        }
    }

    private static void run(PolyKernel.Form form, int[] extents) throws ReflectiveOperationException {
        Object[] arguments = form.arguments(extents);
        form.method().invoke(null, arguments);
        System.out.println(form + " " + java.util.Arrays.toString(extents) + " " + Arrays.digest(arguments));
    }
}
