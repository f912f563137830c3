package dev.jacobi.llvm.conformance;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.harness.ProgramTable;
import dev.jacobi.ir.harness.TestProgram;
import dev.jacobi.ir.interp.Tensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The programs of the table for derivatives and batches, with n = 4, m = 3, k = 2. */
final class Rows {
    /** A plain {@code mvn verify} takes what is costly for one row in so many, {@code mvn -Pfull} for all. */
    private static final int PART = Integer.getInteger("tests.part", 1);

    private Rows() {
    }

    /** A program; {@code compiled} when it has a primitive that no program before it has. */
    record Row(TestProgram program, boolean compiled) {
        String name() {
            return program.name();
        }

        String text() {
            return program.text();
        }

        Module module() {
            return program.module();
        }

        /** Whether finite differences tell its derivative. */
        boolean smooth() {
            return !program.is('D');
        }

        boolean inFull() {
            return Math.floorMod(text().hashCode(), PART) == 0;
        }

        /** Compiled where the primitive is not elementwise: those share the code of their derivatives in both modes. */
        boolean compiledByAll() {
            return compiled && (Ways.everything() || program.primitives().stream().anyMatch(p -> switch (p.group()) {
                case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> false;
                case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> true;
            }));
        }

        List<Tensor> inputs(Random random) {
            return program.inputs(random, 4, 3, 2);
        }
    }

    /** All programs, with their reals of this type. */
    static List<Row> all(String real) {
        var seen = EnumSet.noneOf(Prim.class);
        return ProgramTable.of("dD", real, "i64").stream().map(p -> {
            boolean news = seen.addAll(p.primitives());
            return new Row(p, Ways.everything() || Ways.some() && news && real.equals("f64") && !p.primitives().contains(Prim.DIGAMMA));
        }).toList();
    }

    /** A test for each. */
    static Stream<DynamicTest> tests(String real, Consumer<Row> check) {
        return all(real).stream().map(r -> r.program.test(() -> check.accept(r)));
    }

    /** Equations, those in regions included. */
    static int size(List<Eqn> body) {
        return body.stream().mapToInt(e -> 1 + Regions.of(e).stream().mapToInt(r -> size(r.body())).sum()).sum();
    }
}
