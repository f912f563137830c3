package dev.jacobi.lift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Printer;
import dev.jacobi.lift.request.LiftRequest;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Receiver;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Methods that are given objects, lifted for what these are said to be. */
class ReceiverTest {
    private static final String OWNER = ReceiverTest.class.getName().replace('.', '/');
    private static final String FN = "java/util/function/DoubleUnaryOperator";

    interface Base {
        default int which() {
            return 1;
        }
    }

    interface Refined extends Base {
        @Override
        default int which() {
            return 2;
        }
    }

    static class Parent implements Base {
    }

    static class Child extends Parent implements Refined {
    }

    static double line(double slope, double x) {
        return slope * x;
    }

    static double sum(DoubleUnaryOperator f, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += f.applyAsDouble(i);
        }
        return s;
    }

    static int which(Base b) {
        return b.which();
    }

    private static Lifted lift(String name, String desc, Map<Lifted.Source, Receiver> known) {
        return Lifter.lift(new LiftRequest(Differential.CLASSES, OWNER, name, desc, List.of(0, 1), known::get));
    }

    private static Lifted.Source argument(String desc) {
        return new Lifted.Source.Arg(0, List.of(), desc);
    }

    @Test
    void aCapturedValueIsAnInput() {
        var slope = new Lifted.Field("Hidden", "arg$1", "D");
        var lambda = new Receiver.Lambda(FN, "applyAsDouble", OWNER, "line", "(DD)D", List.of(slope));
        Lifted l = lift("sum", "(L" + FN + ";I)D", Map.of(argument("L" + FN + ";"), lambda));
        assertEquals(List.of(new Lifted.Source.Arg(1, List.of(), "I"), new Lifted.Source.Arg(0, List.of(slope), "D")), l.inputs());
        String text = Printer.print(l.module());
        assertTrue(text.contains("mul") && text.contains("while") && !text.contains("check"), text);
    }

    @Test
    void theMostSpecificDefaultMethodIsCalled() {
        String base = OWNER + "$Base";
        Lifted l = lift("which", "(L" + base + ";)I", Map.of(argument("L" + base + ";"), new Receiver.Plain(OWNER + "$Child")));
        assertEquals(new Lifted.Result.Scalar(0, "I"), l.result());
        assertEquals(List.of(Lit.i32(2)), l.module().get(l.entry()).out());
    }

    @Test
    void whatIsNotKnownIsRefused() {
        String desc = "(L" + FN + ";I)D";
        assertEquals(ReasonCode.VIRTUAL_CALL, assertThrows(Refusal.class, () -> lift("sum", desc, Map.of())).code());
        Refusal r = assertThrows(Refusal.class, () -> lift("sum", desc, Map.of(argument("L" + FN + ";"), new Receiver.Unknown("nobody knows it"))));
        assertTrue(r.sentence().startsWith("left to the JVM because nobody knows it (VIRTUAL-CALL at "), r.sentence());
    }
}
