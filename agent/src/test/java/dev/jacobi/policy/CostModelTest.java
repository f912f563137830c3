package dev.jacobi.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.text.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a program's text says about compiling it. */
class CostModelTest {
    private static Module module(String text) {
        return Parser.parseModule(text);
    }

    private static final String STRAIGHT = "f(a:f64[], b:f64[]) { c:f64[] = add a b; d:f64[] = mul c a; return d }";
    private static final String WAVE = "f(a:f64[]) { c:f64[] = sin a; return c }";

    private static String map(String extent) {
        return "f(a:f64[" + extent + "]) { c:f64[" + extent + "] = map[" + extent + "] { i:i32[] -> t:f64[] = index a i; u:f64[] = mul t t; yield u }; return c }";
    }

    @Test
    void withoutLoopsThereIsNothingToGain() {
        assertTrue(CostModel.hopeless(module(STRAIGHT)) != null);
        assertTrue(CostModel.hopeless(module(WAVE)) != null);
    }

    @ParameterizedTest
    @CsvSource({"4, true", "1000, false", "n, false"})
    void aLoopMustRunForAWhile(String extent, boolean hopeless) {
        assertEquals(hopeless, CostModel.hopeless(module(map(extent))) != null);
    }

    @Test
    void largerProgramsTakeLonger() {
        assertTrue(CostModel.compileNanos(module(map("n"))) > CostModel.compileNanos(module(WAVE)));
        assertEquals(4, CostModel.equations(module(map("n"))) + CostModel.equations(module(WAVE)));
    }

    @Test
    void inexactnessIsThatOfTheOperations() {
        assertTrue(Inexact.of(module(WAVE), false));
        assertFalse(Inexact.of(module(map("n")), false));
        assertTrue(Inexact.of(module(map("n")), true));
        assertFalse(Inexact.of(module("f(a:i32[]) { c:i32[] = mul a a; return c }"), true));
    }
}
