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
    private final List<String> distance = new ArrayList<>();

    /** Of elements below {@code n}; to be made where there is an element number {@code from}: then no extent is 0. */
    SteppedIndices(KernelText k, String from, String n, String step, List<String> dims) {
        this.k = k;
        this.dims = dims;
        cells(KernelBuilder.indices(k, from, dims), cells);
        cells(dims.stream().map(d -> "0").toList(), distance);
        // where each thread has one element at most, the distance is not needed
        k.when(k.op("icmp slt", step, n), () -> store(KernelBuilder.indices(k, step, dims), distance));
        this.ahead = distance.stream().map(c -> k.def("load i64, ptr " + c)).toList();
    }

    private void cells(List<String> values, List<String> to) {
        values.forEach(v -> to.add(k.alloca("i64")));
        store(values, to);
    }

    private void store(List<String> values, List<String> to) {
        for (int d = 0; d < to.size(); d++) {
            k.line("store i64 " + values.get(d) + ", ptr " + to.get(d));
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
