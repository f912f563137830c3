package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.backend.Gate;
import dev.jacobi.jvm.Initialised;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.options.OptionParser;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.report.Registry;
import dev.jacobi.stub.CalledMethod;
import dev.jacobi.stub.Fallbacks;
import dev.jacobi.stub.FieldAccess;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** A method of which no code is made costs no more than was allowed, and its program is not kept. */
class RefusedProgramTest {
    static long sum(long[] a) {
        long s = 0;
        for (long x : a) {
            s += x * x;
        }
        return s;
    }

    private final Dispatcher dispatcher = new Dispatcher(OptionParser.parse("policy=adaptive", new Properties(), Map.of()).options(), new Registry(), null, Initialised.byForce(), Engine.ofProcess().resources());
    private final MethodType type = MethodType.methodType(long.class, long[].class);
    private final MethodCompiler unit = unit();

    private MethodCompiler unit() {
        var stats = new Registry().method(RefusedProgramTest.class.getName().replace('.', '/'), "sum", type.toMethodDescriptorString());
        var fallbacks = new Fallbacks(stats, () -> { });
        var method = new CalledMethod(type, new FieldAccess(MethodHandles.lookup(), RefusedProgramTest.class, dispatcher.initialised()), fallbacks, stats);
        return new MethodCompiler(method, dispatcher.classes(RefusedProgramTest.class.getClassLoader(), c -> { }), dispatcher.options(),
            dispatcher.pipeline(), dispatcher.backends(), dispatcher.lambdas(), task -> false);
    }

    /** Remembers what it was shown, and refuses it. */
    private static final class Refusing implements Gate {
        private final long most;
        private WeakReference<Lifted> seen;

        Refusing(long most) {
            this.most = most;
        }

        @Override
        public void lifted(Lifted program) {
            seen = new WeakReference<>(program);
            throw new Refusal(ReasonCode.NO_GAIN, "it was only looked at", "here");
        }

        @Override
        public void raised(Lifted program, boolean fast) {
            throw new AssertionError("refused before");
        }

        @Override
        public long mostLifted() {
            return most;
        }

        @Override
        public Refusal tooMuch() {
            return new Refusal(ReasonCode.TIMEOUT, "it takes too long", "here");
        }
    }

    private ReasonCode refused(Gate gate) {
        return assertThrows(Refusal.class, () -> unit.compile(List.of(0), unit.objects(null), 0, Map.of(), gate)).code();
    }

    @Test
    void nothingKeepsTheProgramOfARefusedMethod() throws InterruptedException {
        var gate = new Refusing(Long.MAX_VALUE);
        assertEquals(ReasonCode.NO_GAIN, refused(gate));
        for (int i = 0; i < 100 && gate.seen.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(gate.seen.get());
    }

    @Test
    void liftingEndsWhenItHasMadeMoreThanIsAllowed() {
        var gate = new Refusing(2);
        assertEquals(ReasonCode.TIMEOUT, refused(gate));
        assertNull(gate.seen);
        assertEquals(ReasonCode.TIMEOUT, assertThrows(Refusal.class, () -> unit.examine(s -> null, gate)).code());
        assertEquals(ReasonCode.NO_GAIN, refused(new Refusing(1_000)));
    }

    @Test
    void whatIsAllowedGrowsWithTheTimeSpentInTheMethod() {
        var registry = new Registry();
        var own = new Dispatcher(dispatcher.options(), registry, null, Initialised.byForce(), Engine.ofProcess().resources());
        MethodSite site = own.site(MethodHandles.lookup(), "sum", type.toMethodDescriptorString());
        long least = site.candidate().mostLifted();
        assertTrue(least >= 1_000, "any method is looked at: " + least);
        site.candidate().choose(3_000_000_000L);
        assertTrue(site.candidate().mostLifted() > 3 * least, "" + site.candidate().mostLifted());
        Refusal later = site.candidate().tooMuch();
        assertEquals(ReasonCode.NOT_WORTH_IT_YET, later.code());
        assertEquals(6_000_000_000L, site.candidate().leastNanos(), "it is looked at again when twice the time was spent in it");
        MethodStats stats = site.stats();
        assertEquals(MethodStats.State.PENDING, stats.state());
    }
}
