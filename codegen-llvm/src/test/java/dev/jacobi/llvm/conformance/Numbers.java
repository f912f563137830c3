package dev.jacobi.llvm.conformance;

import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.harness.Way;
import dev.jacobi.ir.interp.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Tensors as vectors of reals: added, multiplied, and derivatives by finite differences. */
final class Numbers {
    private Numbers() {
    }

    /** x + h v for the floats among them; {@code v} has one for each of those. */
    private static List<Tensor> moved(List<Tensor> x, double h, List<Tensor> v) {
        var out = new ArrayList<Tensor>();
        int k = 0;
        for (Tensor t : x) {
            if (!t.dtype().isFloat()) {
                out.add(t);
                continue;
            }
            double[] a = Tensors.reals(t);
            double[] d = Tensors.reals(v.get(k++));
            for (int i = 0; i < a.length; i++) {
                a[i] += h * d[i];
            }
            out.add(Tensors.of(t.dtype(), t.dims(), a));
        }
        return out;
    }

    /** The sum of all elements' products, and the sum of these products' sizes, which says how exact the first can be. */
    record Product(double sum, double size) {
        static Product of(List<Tensor> x, List<Tensor> y) {
            double s = 0;
            double size = 0;
            for (int k = 0; k < x.size(); k++) {
                double[] a = Tensors.reals(x.get(k));
                double[] b = Tensors.reals(y.get(k));
                if (a.length != b.length) {
                    throw new AssertionError("number " + k + ": " + a.length + " elements against " + b.length);
                }
                for (int i = 0; i < a.length; i++) {
                    s += a[i] * b[i];
                    size += Math.abs(a[i] * b[i]);
                }
            }
            return new Product(s, size);
        }
    }

    /** The derivative along {@code v} of the results' floats, weighed by {@code u}: four points, with an error of the fourth order in h. */
    static double slope(Way.Code f, List<Tensor> in, double h, List<Tensor> v, List<Tensor> u) {
        double d1 = at(f, in, h, v, u) - at(f, in, -h, v, u);
        double d2 = at(f, in, 2 * h, v, u) - at(f, in, -2 * h, v, u);
        return (8 * d1 - d2) / (12 * h);
    }

    private static double at(Way.Code f, List<Tensor> in, double h, List<Tensor> v, List<Tensor> u) {
        return Product.of(Tensors.floats(f.run(moved(in, h, v))), u).sum();
    }

    /** Elements may differ by this part of the largest one, or of 1. */
    static void same(String what, List<Tensor> want, List<Tensor> have, double part) {
        new Comparison(part, 1, 1, Set.of()).check(what, want, have);
    }

    /** Arguments, and for each float among these a random direction or cotangent. */
    static List<Tensor> and(List<Tensor> in, List<Tensor> floats, Random random) {
        var all = new ArrayList<>(in);
        all.addAll(Tensors.like(floats, random));
        return all;
    }

    /** The k-th of each list as one tensor with a new first axis, for each k; they are {@code like} these. */
    static List<Tensor> stacked(List<List<Tensor>> examples, List<Tensor> like) {
        return IntStream.range(0, like.size()).mapToObj(k -> Tensors.stack(like.get(k).dtype(), like.get(k).dims(), examples.stream().map(e -> e.get(k)).toList())).toList();
    }
}
