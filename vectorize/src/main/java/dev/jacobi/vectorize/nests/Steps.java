package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.analysis.Poly;
import java.util.List;

/** How far an access goes over memory from one trip of a loop to the next. */
public final class Steps {
    /** An access of its own line of the cache, beside one that shares it with its neighbours. */
    private static final int FAR = 16;

    private Steps() {
    }

    /** 0 where the loop's trips access the same element, 1 where they access neighbours, and more else. */
    public static long of(List<Poly> index, int trip) {
        Poly last = index.get(index.size() - 1);
        if (index.stream().noneMatch(p -> p.mentions(trip))) {
            return 0;
        }
        Poly c = last.linear(trip);
        return c != null && c.isConst() && Math.abs(c.constant()) == 1 && index.stream().allMatch(p -> p == last || !p.mentions(trip)) ? 1 : FAR;
    }
}
