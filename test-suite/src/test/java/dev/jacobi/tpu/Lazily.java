// What the dynamic tests of a factory share. The first that needs it makes it: where it cannot be had, each test is reported as skipped.
package dev.jacobi.tpu;

import dev.jacobi.pjrt.client.Plugin;
import dev.jacobi.pjrt.client.Topology;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** An assumption that fails in the factory itself would leave no trace in the counts. */
public final class Lazily<T> {
    /** Makes it, or skips the test. */
    interface Make<T> {
        T make() throws IOException;
    }

    private final Make<T> make;
    private final Consumer<T> end;
    private T made;

    private Lazily(Make<T> make, Consumer<T> end) {
        this.make = make;
        this.end = end;
    }

    /** A process that runs programs. */
    public static Lazily<Oracle> oracle() {
        return new Lazily<>(Oracle::start, Oracle::stop);
    }

    /** The same, where XLA may rearrange programs as it likes. */
    public static Lazily<Oracle> plainOracle() {
        return new Lazily<>(Oracle::plain, Oracle::stop);
    }

    /** TPUs that libtpu compiles for. */
    public static Lazily<List<Topology>> tpus() {
        return new Lazily<>(() -> {
            Plugin libtpu = LiftedPrograms.libtpu();
            return Stream.of("v5e:2x2", "v6e:2x2").map(t -> libtpu.topology(t, Map.of())).toList();
        }, all -> all.forEach(Topology::close));
    }

    public synchronized T get() throws IOException {
        if (made == null) {
            made = make.make();
        }
        return made;
    }

    /** Ends what has been made. */
    public synchronized void stop() {
        if (made != null) {
            end.accept(made);
        }
    }
}
