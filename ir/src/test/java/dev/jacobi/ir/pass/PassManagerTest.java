package dev.jacobi.ir.pass;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.InvalidIr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PassManagerTest {
    private static final Module TWO_PLUS_TWO = Module.of("f", Parser.parseFunc("""
        f(a:f64[]) {
          b:f64[] = add 2.0:f64 2.0:f64
          c:f64[] = mul a b
          return c
        }"""));

    /** A pass with all that it can say of itself. */
    private record Step(String name, Set<Property> requires, Set<Property> establishes, Set<Property> keeps, UnaryOperator<Func> change) implements FunctionPass {
        static Step of(String name) {
            return new Step(name, Set.of(), Set.of(), Set.of(), f -> f);
        }

        Step needs(Property... p) {
            return new Step(name, Set.of(p), establishes, keeps, change);
        }

        Step gives(Property... p) {
            return new Step(name, requires, Set.of(p), keeps, change);
        }

        Step keeps(Property... p) {
            return new Step(name, requires, establishes, Set.of(p), change);
        }

        Step does(UnaryOperator<Func> what) {
            return new Step(name, requires, establishes, keeps, what);
        }

        @Override
        public Func run(Func f) {
            return change.apply(f);
        }
    }

    @Test
    void anOrderThatAPassCannotTakeIsRefused() {
        Step lower = Step.of("lower").gives(Property.LOWERED);
        Step views = Step.of("copy-views").needs(Property.LOWERED).keeps(Property.LOWERED).gives(Property.NO_VIEWS);
        assertDoesNotThrow(() -> PassPipeline.named("p").then(lower).then(views).to(Property.LOWERED, Property.NO_VIEWS));
        var e = assertThrows(IllegalStateException.class, () -> PassPipeline.named("p").then(views).then(lower));
        assertEquals("in the pipeline p copy-views needs LOWERED, but of it [] holds only, after []", e.getMessage());
        // simplify says nothing of LOWERED, so it may be lost
        assertThrows(IllegalStateException.class, () -> PassPipeline.named("p").then(lower).then(new Simplify()).then(views));
        assertThrows(IllegalStateException.class, () -> PassPipeline.named("p").then(lower).then(views).then(lower).to(Property.NO_VIEWS));
    }

    @Test
    void pipelinesNest() {
        Step lower = Step.of("lower").gives(Property.LOWERED);
        Step needs = Step.of("emit").needs(Property.LOWERED);
        PassPipeline inner = PassPipeline.named("inner").then(lower).then(Step.of("b").keeps(Property.LOWERED, Property.EXACT_CHECKS));
        assertEquals(Set.of(Property.LOWERED), inner.establishes());
        assertDoesNotThrow(() -> PassPipeline.named("outer").then(inner).then(needs));
        assertThrows(IllegalStateException.class, () -> PassPipeline.named("outer").then(needs).then(inner));
        PassPipeline asked = PassPipeline.named("asked").from(Property.AS_WRITTEN).then(Step.of("c").needs(Property.AS_WRITTEN));
        assertThrows(IllegalStateException.class, () -> PassPipeline.named("outer").then(lower).then(asked));
        assertDoesNotThrow(() -> PassPipeline.named("outer").from(Property.AS_WRITTEN).then(asked));
    }

    @Test
    void theObserverIsToldOfEachPass() {
        var seen = new ArrayList<String>();
        var manager = new PassManager(true, r -> seen.add(r.path() + " " + PassRun.equations(r.before()) + " " + PassRun.equations(r.after()) + (r.whole() ? " whole" : "")));
        PassPipeline p = PassPipeline.named("all").then(Step.of("a")).then(PassPipeline.named("b").then(new Simplify()).then(Step.of("c")));
        Module out = manager.run(p, TWO_PLUS_TWO);
        assertEquals(List.of("all/a 2 2", "all/b/simplify 2 1", "all/b/c 1 1", "all/b 2 1 whole", "all 2 1 whole"), seen);
        seen.clear();
        manager.runEach(p, TWO_PLUS_TWO);
        assertEquals(List.of("a 2 2", "b/simplify 2 1", "b/c 1 1", "b 2 1 whole"), seen);
        assertEquals(out, p.run(TWO_PLUS_TWO));
        assertSame(TWO_PLUS_TWO, Step.of("nothing").run(TWO_PLUS_TWO));
    }

    @Test
    void timesAreWithoutTheLookAtResults() {
        var nanos = new ArrayList<Long>();
        var manager = new PassManager(false, r -> {
            nanos.add(r.nanos());
            sleep(50);
        });
        manager.run(PassPipeline.named("p").then(Step.of("a")).then(Step.of("b")), TWO_PLUS_TWO);
        assertTrue(nanos.stream().allMatch(n -> n < 40_000_000), nanos.toString());
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatAPassBreaksIsSaidWithItsName() {
        Step bad = Step.of("bad").does(f -> new Func(f.in(), f.body(), List.of(new Var(Regions.firstFreeId(f), Type.F64))));
        PassPipeline p = PassPipeline.named("p").then(PassPipeline.named("q").then(bad));
        var e = assertThrows(InvalidIr.class, () -> new PassManager(true, null).run(p, TWO_PLUS_TWO));
        assertEquals(2, e.invariant());
        assertTrue(e.getMessage().startsWith("after the pass p/q/bad: V2: "), e.getMessage());
        assertDoesNotThrow(() -> PassManager.quiet().run(p, TWO_PLUS_TWO));
    }

    @Test
    void whatAPassClaimsIsLookedAt() {
        Step early = Step.of("early").keeps(Property.EXACT_CHECKS).does(PassManagerTest::withEarlyCheck);
        PassPipeline p = PassPipeline.named("p").from(Property.EXACT_CHECKS).then(early);
        var e = assertThrows(IllegalStateException.class, () -> new PassManager(true, null).run(p, TWO_PLUS_TWO));
        assertEquals("after the pass p/early EXACT_CHECKS should hold, but there is a check in f", e.getMessage());
        Step honest = Step.of("early").does(PassManagerTest::withEarlyCheck);
        assertDoesNotThrow(() -> new PassManager(true, null).run(PassPipeline.named("p").from(Property.EXACT_CHECKS).then(honest), TWO_PLUS_TWO));
    }

    private static Func withEarlyCheck(Func f) {
        var body = new ArrayList<>(f.body());
        var ok = new Var(Regions.firstFreeId(f), Type.BOOL);
        body.add(new Eqn(Prim.EQ, List.of(f.in().get(0), f.in().get(0)), Params.NONE, List.of(ok)));
        body.add(new Eqn(Prim.CHECK, List.of(ok), new Params.Check(Params.Code.INDEX, "C.m:1", true), List.of()));
        return new Func(f.in(), body, f.out());
    }

    @Test
    void propertiesAreRecognised() {
        assertEquals("there is a broadcast in f", Property.LOWERED.violation(Module.of("f", Parser.parseFunc("""
            f(a:f64[], n:i32[]) {
              s:f64[] = reduce[n, add](n, 0.0:f64) { i -> b = broadcast[-> n] a n; t = index b i; yield t }
              return s
            }"""))));
        assertEquals("a part of an array, of type f64[n], leaves its region in f", Property.NO_VIEWS.violation(Module.of("f", Parser.parseFunc("""
            f(a:f64[m,n], i:i32[]) {
              b:f64[n] = index a i
              return b
            }"""))));
        assertEquals(null, Property.NO_VIEWS.violation(TWO_PLUS_TWO));
    }

    @Test
    void aPassOnOneFunctionLeavesTheOthers() {
        var funcs = new LinkedHashMap<>(TWO_PLUS_TWO.funcs());
        funcs.put("g", TWO_PLUS_TWO.get("f"));
        Module two = new Module(funcs);
        Module out = new Simplify().on("f").run(two);
        assertEquals(1, out.get("f").body().size());
        assertSame(two.get("g"), out.get("g"));
        assertSame(two, Step.of("nothing").on("f").run(two));
    }
}
