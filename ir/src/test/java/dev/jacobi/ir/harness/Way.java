package dev.jacobi.ir.harness;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.verify.Verifier;
import java.util.Arrays;
import java.util.List;

/** A way in which a module is run: each back end's tests have theirs, which are all compared with {@link #INTERPRETED} by {@link #check}. */
public record Way(String name, Maker maker) {
    /** The reference. */
    public static final Way INTERPRETED = new Way("interpreted", (m, entry) -> in -> Interpreter.run(m, entry, in));

    /** Makes code of a module. */
    public interface Maker {
        Code of(Module m, String entry);
    }

    /** What has been made; a check that fails throws {@link CheckFailed}. It may use up what it is given. */
    public interface Code extends AutoCloseable {
        List<Tensor> run(List<Tensor> in);

        /** Gives back what only this code needs. */
        @Override
        default void close() {
        }
    }

    public Code code(Module m, String entry) {
        Verifier.verify(m);
        return maker.of(m, entry);
    }

    /** Fails unless for each of the arguments it gives what the interpreter gives, or fails a check where that does. */
    public void check(Module m, String entry, Comparison comparison, List<List<Tensor>> arguments) {
        check(List.of(this), m, entry, comparison, arguments);
    }

    /** The same for several ways, for which the interpreter runs once. */
    public static void check(List<Way> ways, Module m, String entry, Comparison comparison, List<List<Tensor>> arguments) {
        Code reference = INTERPRETED.code(m, entry);
        List<List<Tensor>> wanted = arguments.stream().map(in -> outcome(reference, in)).toList();
        for (Way way : ways) {
            try (Code code = way.code(m, entry)) {
                for (int k = 0; k < wanted.size(); k++) {
                    List<Tensor> want = wanted.get(k);
                    List<Tensor> have = outcome(code, Tensors.copies(arguments.get(k)));
                    String where = "for arguments of " + arguments.get(k).stream().map(t -> Arrays.toString(t.dims())).toList();
                    if (want == null || have == null) {
                        if (want != have) {
                            throw new AssertionError(where + " a check fails " + (want == null ? "only in the interpreter" : "that the interpreter passes"));
                        }
                    } else {
                        comparison.check(where, want, have);
                    }
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(way + ": " + (e instanceof RuntimeException ? e.toString() : e.getMessage()) + "\nof\n" + m, e);
            }
        }
    }

    /** Null where a check fails. */
    private static List<Tensor> outcome(Code code, List<Tensor> in) {
        try {
            return code.run(in);
        } catch (CheckFailed e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
