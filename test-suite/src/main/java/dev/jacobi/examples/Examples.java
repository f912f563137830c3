package dev.jacobi.examples;

import dev.jacobi.examples.cnn.Cnn;
import dev.jacobi.examples.contact.Contact;
import dev.jacobi.examples.diffusion.Diffusion;
import dev.jacobi.examples.dpsgd.DpSgd;
import dev.jacobi.examples.gp.GaussianProcess;
import dev.jacobi.examples.hmc.Hmc;
import dev.jacobi.examples.logistic.Logistic;
import dev.jacobi.examples.mesh.ManyDevices;
import dev.jacobi.examples.mlp.Mlp;
import dev.jacobi.examples.neuralode.NeuralOde;
import dev.jacobi.examples.policy.Policy;
import dev.jacobi.examples.transformer.Transformer;
import dev.jacobi.examples.vae.Vae;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code java [-Dsteps=small|NUMBER] [-Dpython=FILE] [-Dexamples.folder=FOLDER] [-Dexamples.devices=cpu|tpu] dev.jacobi.examples.Examples NAME...|list|all}: runs programs, and exits with 1 when a figure is missed.
 *
 * <p>{@code -Dsteps=small} asks for a run of seconds, a number for so many steps. {@code -Dpython} names a Python that has JAX, whose losses and times are then printed beside ours.
 */
public final class Examples {
    private Examples() {
    }

    /** All programs, in the order in which they are best read. */
    public static List<Example> all() {
        return List.of(new Mlp(), new Cnn(), new Transformer(), new DpSgd(), new NeuralOde(), new GaussianProcess(), new Vae(), new Logistic(), new Hmc(), new Policy(), new Contact(), new Diffusion(),
            new ManyDevices());
    }

    public static void main(String[] args) throws IOException {
        List<String> names = args.length == 0 ? List.of("list") : List.of(args);
        if (names.equals(List.of("list"))) {
            list(System.out);
            return;
        }
        List<Example> chosen = names.equals(List.of("all")) ? all() : all().stream().filter(e -> names.contains(e.name())).toList();
        if (!names.equals(List.of("all")) && chosen.size() < names.size()) {
            System.err.println("There is no program of this name among " + String.join(" ", names) + ". There are:");
            list(System.err);
            System.exit(2);
        }
        var missed = new ArrayList<String>();
        for (Example e : chosen) {
            Session session = Session.of(e, Files.createDirectories(folder()), Length.named(System.getProperty("steps", "")), System.getProperty("python", ""), System.out);
            if (!session.run()) {
                missed.add(e.name());
            }
        }
        if (!missed.isEmpty()) {
            System.err.println("Figures were missed in: " + String.join(", ", missed) + ".");
            System.exit(1);
        }
    }

    private static void list(PrintStream out) {
        all().forEach(e -> out.printf("  %-12s %s%n", e.name(), e.purpose()));
    }

    private static Path folder() {
        String given = System.getProperty("examples.folder", "");
        return given.isEmpty() ? module().resolve("target/examples") : Path.of(given);
    }

    /** The folder of this module, seen from itself or from that of the project. */
    static Path module() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("test-suite")) ? here.resolve("test-suite") : here;
    }
}
