package dev.jacobi.vectorize.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/** A few numbers put in order by exchanges that are the same for all data (Batcher's odd-even merges), so that lanes do them side by side, and those that nobody looks at can be left out. */
final class SortingNetwork {
    private final Builder b;
    /** Integers in the order of the values. */
    private final List<Atom> keys;
    /** What is exchanged with them; null for nothing. */
    private final List<Atom> values;

    private SortingNetwork(Builder b, List<Atom> keys, List<Atom> values) {
        this.b = b;
        this.keys = new ArrayList<>(keys);
        this.values = values == null ? null : new ArrayList<>(values);
    }

    /** The values in Java's order: -0.0 below 0.0, NaN last; {@code differentiable}: by operations through which derivatives go, which are more. */
    static List<Atom> sorted(Builder b, List<Atom> values, boolean differentiable) {
        DType type = values.get(0).dtype();
        boolean byKeys = SortKeys.areReversible(type) && !(differentiable && type.isFloat());
        var network = new SortingNetwork(b, values.stream().map(v -> SortKeys.of(b, v)).toList(), byKeys ? null : values);
        network.run();
        return byKeys ? network.keys.stream().map(k -> SortKeys.value(b, k, type)).toList() : network.values;
    }

    private void run() {
        int n = keys.size();
        for (int p = 1; p < n; p *= 2) {
            for (int k = p; k >= 1; k /= 2) {
                for (int j = k % p; j + k < n; j += 2 * k) {
                    for (int i = 0; i < Math.min(k, n - j - k); i++) {
                        if ((i + j) / (2 * p) == (i + j + k) / (2 * p)) {
                            exchange(i + j, i + j + k);
                        }
                    }
                }
            }
        }
    }

    private void exchange(int low, int high) {
        Atom k = keys.get(low);
        Atom m = keys.get(high);
        keys.set(low, b.emit(Prim.MIN, k, m));
        keys.set(high, b.emit(Prim.MAX, k, m));
        if (values != null) {
            Atom x = values.get(low);
            Atom y = values.get(high);
            Atom wrong = b.emit(Prim.GT, k, m);
            values.set(low, b.emit(Prim.SELECT, wrong, y, x));
            values.set(high, b.emit(Prim.SELECT, wrong, x, y));
        }
    }
}
