package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.backend.Gate;
import dev.jacobi.jvm.Initialised;
import dev.jacobi.jvm.Lambdas;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.stub.CallObjects;
import dev.jacobi.stub.FieldAccess;
import dev.jacobi.stub.Kernel;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Which refusals of the first variant leave a method's other variants a chance. */
class SiteCodeTest extends SiteFixture {
    static final class Twice implements DoubleUnaryOperator {
        @Override
        public double applyAsDouble(double x) {
            return x + x;
        }
    }

    static double apply(DoubleUnaryOperator f, double x) {
        return f.applyAsDouble(x);
    }

    /** Refuses what has been lifted. */
    private record Closed(Refusal why) implements Gate {
        @Override
        public void lifted(Lifted program) {
            throw why;
        }

        @Override
        public void raised(Lifted program, boolean fast) {
        }

        @Override
        public long mostLifted() {
            return OPEN.mostLifted();
        }

        @Override
        public Refusal tooMuch() {
            return why;
        }
    }

    private static CallObjects objects(MethodSite s) {
        var access = new FieldAccess(MethodHandles.lookup(), SiteCodeTest.class, Initialised.byForce());
        return new CallObjects(access, s.type(), Lambdas.withAgent(null), new Object[] {new Twice(), 1.0});
    }

    @Test
    void theEndOfTheJvmSaysNothingOfTheObjectsOfACall() {
        for (ReasonCode code : List.of(ReasonCode.ENDING, ReasonCode.NOT_WORTH_IT_YET, ReasonCode.CLASS_NOT_INITIALISED)) {
            MethodSite s = site("policy=always", "apply");
            var why = new Refusal(code, "it is so", "here");
            assertSame(why, assertThrows(Refusal.class, () -> s.code().first(objects(s), new Closed(why), false)));
            assertEquals(MethodStats.State.PENDING, stats("apply").state());
        }
    }

    @Test
    void whatIsWrongWithTheObjectsOfACallHoldsForSuchCallsOnly() {
        MethodSite s = site("policy=always", "apply");
        CallObjects given = objects(s);
        Kernel k = s.code().first(given, new Closed(new Refusal(ReasonCode.ALIASING, "it is so", "here")), false);
        assertFalse(given.tests().isEmpty());
        assertEquals("jvm", k.backend());
        assertEquals(ReasonCode.ALIASING, stats("apply").reason().code());
    }
}
