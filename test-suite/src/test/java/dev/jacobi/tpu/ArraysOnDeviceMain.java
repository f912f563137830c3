// Five steps of training on a device of a plugin: prints the losses, what was copied, and where the parameters are.
package dev.jacobi.tpu;

import dev.jacobi.Fn3;
import dev.jacobi.Jacobi;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Options;
import dev.jacobi.Prng;
import dev.jacobi.Tree;
import dev.jacobi.ValueAndGrad;
import java.util.ArrayList;
import java.util.List;

/** Argument: the back end. */
final class ArraysOnDeviceMain {
    private ArraysOnDeviceMain() {
    }

    record Layer(NDArray w, NDArray b) {
    }

    record Step(List<Layer> params, NDArray loss) {
    }

    static NDArray loss(List<Layer> params, NDArray x, NDArray y) {
        NDArray h = x;
        for (int k = 0; k < params.size(); k++) {
            h = Np.matmul(h, params.get(k).w()).plus(params.get(k).b());
            h = k + 1 < params.size() ? Nn.relu(h) : h;
        }
        return h.minus(y).pow(2).mean();
    }

    static Step step(List<Layer> params, NDArray x, NDArray y) {
        ValueAndGrad<NDArray, List<Layer>> g = Jacobi.valueAndGrad(ArraysOnDeviceMain::loss).apply(params, x, y);
        return new Step(Tree.map((p, d) -> p.minus(d.times(0.1)), params, g.grad()), g.value());
    }

    private static List<Layer> params() {
        NDArray key = Prng.key(1);
        var out = new ArrayList<Layer>();
        int[] sizes = {6, 16, 3};
        for (int k = 0; k < 2; k++) {
            out.add(new Layer(Prng.normal(Prng.foldIn(key, k), sizes[k], sizes[k + 1]).times(0.3), Np.zeros(sizes[k + 1])));
        }
        return out;
    }

    public static void main(String[] args) {
        Fn3<List<Layer>, NDArray, NDArray, Step> f = Jacobi.jit(ArraysOnDeviceMain::step, Options.DEFAULT.backend(args[0]));
        List<Layer> p = params();
        NDArray x = Prng.normal(Prng.key(2), 8, 6);
        NDArray y = Prng.normal(Prng.key(3), 8, 3);
        var losses = new ArrayList<NDArray>();
        for (int k = 0; k < 5; k++) {
            Step s = f.apply(p, x, y);
            losses.add(s.loss());
            p = s.params();
        }
        var info = Jacobi.cacheInfo(f);
        System.out.println(info.backends() + " " + p.get(0).w().device() + " uploads " + info.uploads() + " downloads " + info.downloads());
        losses.forEach(l -> System.out.println("loss ~" + l.item()));
        System.out.println("bias ~" + p.get(1).b().at(0).get().item());
        System.out.println("read " + Jacobi.cacheInfo(f).downloads());
        Object z = Jacobi.jit((NDArray a) -> List.of(a.times(a), Np.logicalNot(a.real().gt(0))), Options.DEFAULT.backend(args[0])).apply(NDArray.complex(NDArray.of(1, -2), NDArray.of(1, 0.5)));
        System.out.println(z);
    }
}
