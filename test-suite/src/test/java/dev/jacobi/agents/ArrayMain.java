package dev.jacobi.agents;

import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.Jit;
import dev.jacobi.NDArray;
import dev.jacobi.Np;

/** A program whose annotated methods take and give NDArrays, beside Java's numbers and arrays. */
public final class ArrayMain {
    record Layer(NDArray w, double b) {
    }

    private static NDArray factor = NDArray.of(2.0);

    private ArrayMain() {
    }

    @Jit
    static NDArray loss(NDArray x, NDArray w) {
        return x.matmul(w).times(factor).sum();
    }

    @Jit
    static double mixed(Layer p, double[] v, int n) {
        NDArray y = p.w().times(p.b());
        for (int i = 0; i < n; i++) {
            y = y.plus(v[i]);
            v[i] = i;
        }
        return y.sum().item();
    }

    @Jit
    static Layer next(Layer p) {
        return new Layer(p.w().times(2), p.b() + 1);
    }

    @Jit
    static NDArray printing(NDArray x) {
        System.out.println("printed");
        return x.plus(1);
    }

    @Jit
    static NDArray outOfRange(NDArray x, int[] k) {
        return x.times(k[3]);
    }

    /** Prints what the methods give. */
    public static void main(String[] args) {
        NDArray x = NDArray.of(1.0, 2.0);
        NDArray w = NDArray.of(0.25, -0.5);
        System.out.println(loss(x, w));
        factor = NDArray.of(4.0);
        System.out.println(loss(x, w));
        double[] v = {1, 2, 3};
        System.out.println(mixed(new Layer(x, 3), v, 3) + " " + v[2]);
        System.out.println(next(new Layer(x, 3)));
        System.out.println(printing(x) + " " + printing(x));
        try {
            outOfRange(x, new int[2]);
        } catch (ArrayIndexOutOfBoundsException e) {
            System.out.println(e.getMessage());
        }
        Fn2<NDArray, NDArray, NDArray> slope = Jacobi.grad(ArrayMain::loss);
        System.out.println(slope.apply(Np.zeros(2), w));
    }
}
