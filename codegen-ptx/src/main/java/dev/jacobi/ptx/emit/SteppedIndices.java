package dev.jacobi.ptx.emit;

import java.util.ArrayList;
import java.util.List;

/**
 * The indices of a thread's elements, which are all the same distance apart. Those of the first come by division, as do the digits of the distance; from one element to the next digits are added and
 * carried, as a division takes longer than most loops have to do beside it.
 */
final class SteppedIndices {
    private final KernelText k;
    private final List<String> dims;
    private final List<String> ahead;
    private final List<String> cells = new ArrayList<>();

    /** To be made where there is an element number {@code from}: then no extent is 0. */
    SteppedIndices(KernelText k, String from, String step, List<String> dims) {
        this.k = k;
        this.dims = dims;
        this.ahead = KernelBuilder.indices(k, step, dims);
        for (String first : KernelBuilder.indices(k, from, dims)) {
            String cell = k.alloca("i64");
            k.line("store i64 " + first + ", ptr " + cell);
            cells.add(cell);
        }
    }

    /** Of the element that the thread is at. */
    List<String> now() {
        return cells.stream().map(c -> k.def("load i64, ptr " + c)).toList();
    }

    /** Goes on from the element that has these indices. */
    void next(List<String> now) {
        String carry = "0";
        for (int d = dims.size() - 1; d >= 0; d--) {
            String sum = k.op("add", k.op("add", now.get(d), ahead.get(d)), carry);
            if (d > 0) {
                String over = k.op("icmp uge", sum, dims.get(d));
                carry = k.def("zext i1 " + over + " to i64");
                sum = k.def("select i1 " + over + ", i64 " + k.op("sub", sum, dims.get(d)) + ", i64 " + sum);
            }
            k.line("store i64 " + sum + ", ptr " + cells.get(d));
        }
    }
}
