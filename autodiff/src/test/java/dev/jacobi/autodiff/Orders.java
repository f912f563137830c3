package dev.jacobi.autodiff;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Gradients of gradients. */
public final class Orders {
    private Orders() {
    }

    /** Gradients up to the given order agree with differences of the order below. */
    public static void check(int order, Module module, String function, Tensor... args) {
        Module m = module;
        String entry = function;
        List<Tensor> in = new ArrayList<>(List.of(args));
        for (int k = 0; k < order; k++) {
            List<Tensor> outs = Interpreter.run(m, entry, in);
            Module next = Gradients.check(m, entry, in, k == 0 ? 1e-5 : 1e-4);
            in.addAll(Tensors.like(Tensors.floats(outs), new Random(k + 1)));
            m = next;
            entry = "vjp(" + entry + ")";
        }
    }
}
