package dev.jacobi.ir.harness;

import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.TestAbortedException;

/** A program of {@link ProgramTable}: its function {@code f}, what that calls, and the range that each input is drawn from (the last one for all further inputs). */
public record TestProgram(String name, String text, String uses, String section, double[][] ranges) {
    public Module module() {
        return Parser.parseModule(text);
    }

    /** Whether the table gives it this letter. */
    public boolean is(char use) {
        return uses.indexOf(use) >= 0;
    }

    /** Arguments whose symbolic extents are these. */
    public List<Tensor> inputs(Random random, int n, int m, int k) {
        var in = new ArrayList<Tensor>();
        for (Var v : module().get("f").in()) {
            double[] range = ranges[Math.min(in.size(), ranges.length - 1)];
            in.add(Tensors.draw(v.dtype(), v.type().dims().stream().mapToInt(d -> extent(d, n, m, k)).toArray(), range[0], range[1], random));
        }
        return in;
    }

    private static int extent(Dim d, int n, int m, int k) {
        return d.isConst() ? (int) d.add() : d.sym().equals("n") ? n : d.sym().equals("m") ? m : k;
    }

    /** The primitives that it consists of, those in regions included. */
    public Set<Prim> primitives() {
        return primitives(module());
    }

    public static Set<Prim> primitives(Module m) {
        var found = EnumSet.noneOf(Prim.class);
        m.funcs().values().forEach(f -> collect(f.body(), found));
        return found;
    }

    private static void collect(List<Eqn> body, Set<Prim> found) {
        for (Eqn e : body) {
            found.add(e.prim());
            Regions.of(e).forEach(r -> collect(r.body(), found));
        }
    }

    /** A test whose failure says how it is run again. */
    public DynamicTest test(Executable check) {
        return DynamicTest.dynamicTest(name, () -> {
            try {
                check.execute();
            } catch (TestAbortedException skipped) {
                throw skipped;
            } catch (Exception | StackOverflowError | AssertionError e) {
                throw new AssertionError(e + "\n" + Seeds.again(e, "-Dtests.program='" + name + "'"), e);
            }
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
