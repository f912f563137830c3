// The example with arrays of the README runs, and is the one that stands there.
package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A network of two layers learns a sine. */
class ReadmeArraysTest {
    /** The code of the README, to the letter. */
    static final class Model {
        record Layer(NDArray w, NDArray b) { }

        static NDArray loss(List<Layer> net, NDArray x, NDArray y) {
            NDArray h = Np.tanh(Nn.dense(x, net.get(0).w(), net.get(0).b()));
            return Np.mean(Np.square(Nn.dense(h, net.get(1).w(), net.get(1).b()).minus(y)));
        }

        static List<Layer> step(List<Layer> net, NDArray x, NDArray y) {
            List<Layer> g = Jacobi.<List<Layer>, NDArray, NDArray, NDArray>grad(Model::loss).apply(net, x, y);
            return Tree.map((p, d) -> p.minus(d.times(0.1)), net, g);
        }

        static Layer layer(long seed, int in, int out) {
            return new Layer(Nn.glorotNormal(Prng.key(seed), new int[] {in, out}, DType.F32), Np.zeros(out));
        }

        static double train(int steps) {
            NDArray x = Prng.normal(Prng.key(0), 256, 2), y = Np.sin(x.sum(1, true));
            List<Layer> net = List.of(layer(1, 2, 32), layer(2, 32, 1));
            Fn3<List<Layer>, NDArray, NDArray, List<Layer>> update = Jacobi.jit(Model::step);
            for (int k = 0; k < steps; k++) {
                net = update.apply(net, x, y);
            }
            return loss(net, x, y).item();    // outside of jit each operation runs at once
        }
    }

    @Test
    void exampleLearns() {
        double before = Model.train(0);
        double after = Model.train(300);
        assertTrue(before > 0.3 && after < 0.03, before + " to " + after);
    }

    @Test
    void exampleIsThatOfTheReadme() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path root = Files.exists(here.resolve("agent/pom.xml")) ? here : here.getParent();
        String readme = Files.readString(root.resolve("README.md")).replaceAll("\\s+", " ");
        String test = Files.readString(root.resolve("agent/src/test/java/dev/jacobi/ReadmeArraysTest.java"));
        String model = test.substring(test.indexOf("record Layer"), test.indexOf("    @Test")).replaceAll("\\s+", " ");
        assertTrue(readme.contains(model.substring(0, model.lastIndexOf('}') - 1)), model);
    }
}
