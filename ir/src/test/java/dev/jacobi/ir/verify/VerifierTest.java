package dev.jacobi.ir.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.text.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For each numbered invariant, IR that breaks just that one. */
class VerifierTest {
    private static final Var A = new Var(0, Type.of(DType.F64, Dim.sym("n")));
    private static final Var S = new Var(1, Type.F64);
    private static final Var N = new Var(2, Type.I32);
    private static final Var P = new Var(3, Type.BOOL);
    private static final List<Var> IN = List.of(A, S, N, P);

    /** Broken IR and the number that the verifier must name. */
    record Case(int invariant, String what, Func func) {
        @Override
        public String toString() {
            return "V" + invariant + " " + what;
        }
    }

    private static Case bad(int invariant, String what, Eqn... body) {
        return new Case(invariant, what, new Func(IN, List.of(body), List.of()));
    }

    private static Eqn eqn(Prim p, Params params, List<Atom> in, Var... out) {
        return new Eqn(p, in, params, List.of(out));
    }

    private static Eqn eqn(Prim p, List<Atom> in, Var... out) {
        return eqn(p, Params.NONE, in, out);
    }

    private static Var v(int id, Type t) {
        return new Var(id, t);
    }

    private static Region region(List<Var> params, Atom... out) {
        return new Region(params, List.of(), List.of(out));
    }

    private static Params.Loop loop(Region r) {
        return new Params.Loop(Dim.UNKNOWN, r);
    }

    static Stream<Case> cases() {
        Var x = v(10, Type.F64);
        Var y = v(11, Type.F64);
        Var i = v(12, Type.I32);
        Eqn neg = eqn(Prim.NEG, List.of(S), x);
        Region inner = new Region(List.of(), List.of(neg), List.of(x));
        return Stream.of(
            bad(1, "two definitions", neg, eqn(Prim.ABS, List.of(S), x)),
            bad(1, "an input defined again", eqn(Prim.NEG, List.of(S), S)),
            bad(1, "region parameter", eqn(Prim.FOR, loop(region(List.of(N, x), x)), List.of(N, S), y)),
            bad(2, "use before definition", eqn(Prim.ABS, List.of(x), y), neg),
            bad(2, "use of its own result", eqn(Prim.NEG, List.of(x), x)),
            bad(2, "use outside the region", eqn(Prim.COND, new Params.Branches(List.of(inner, region(List.of(), S))), List.of(P), y), eqn(Prim.NEG, List.of(x), v(20, Type.F64))),
            new Case(2, "undefined result", new Func(IN, List.of(), List.of(x))),
            bad(3, "another type at the use", eqn(Prim.NEG, List.of(v(1, Type.F32)), v(10, Type.F32))),
            bad(4, "params of another kind", eqn(Prim.NEG, new Params.To(DType.F32), List.of(S), x)),
            bad(4, "no params", eqn(Prim.NEG, null, List.of(S), x)),
            bad(5, "too few operands", eqn(Prim.ADD, List.of(S), x)),
            bad(5, "too many operands", eqn(Prim.ADD, List.of(S, S, S), x)),
            bad(5, "operands of two types", eqn(Prim.ADD, List.of(S, N), x)),
            bad(5, "a type the primitive has not", eqn(Prim.SQRT, List.of(N), i)),
            bad(5, "more indices than axes", eqn(Prim.INDEX, Params.Access.PROMISED, List.of(A, N, N), x)),
            bad(5, "check of a number", eqn(Prim.CHECK, new Params.Check(Params.Code.THROW, ""), List.of(N))),
            bad(6, "result of another type", eqn(Prim.NEG, List.of(S), v(10, Type.F32))),
            bad(6, "result missing", eqn(Prim.NEG, List.of(S))),
            bad(6, "a different constant extent", eqn(Prim.CONCAT, new Params.Axis(0, false), List.of(A, A), v(10, Type.F64))),
            bad(7, "branch with parameters", eqn(Prim.COND, new Params.Branches(List.of(region(List.of(i), S), region(List.of(), S))), List.of(P), x)),
            bad(7, "carry missing in the body", eqn(Prim.FOR, loop(region(List.of(i))), List.of(N, S), x)),
            bad(7, "yield of another type", eqn(Prim.FOR, loop(region(List.of(i, y), N)), List.of(N, S), x)),
            bad(7, "index of another type", eqn(Prim.FOR, loop(region(List.of(v(12, Type.I64), y), y)), List.of(N, S), x)),
            bad(7, "condition yields a number", eqn(Prim.WHILE, new Params.While(region(List.of(y), y), region(List.of(v(20, Type.F64)), S)), List.of(S), x)),
            bad(7, "bin is a float", eqn(Prim.HIST, new Params.Fold(Dim.UNKNOWN, List.of(Prim.ADD), region(List.of(i), S, S)), List.of(N, A), v(10, A.type()))),
            bad(8, "i8 literal of 128", eqn(Prim.NEG, List.of(new Lit(DType.I8, 128)), v(10, Type.scalar(DType.I8)))),
            bad(8, "bool literal of 2", eqn(Prim.NOT, List.of(new Lit(DType.BOOL, 2)), v(10, Type.BOOL))),
            bad(9, "fold by sub", eqn(Prim.REDUCE, new Params.Fold(Dim.UNKNOWN, List.of(Prim.SUB), region(List.of(i), S)), List.of(N, S), x)),
            bad(9, "a read that adds", eqn(Prim.INDEX, new Params.Access(Params.Mode.CLAMP, 0, Prim.ADD), List.of(A, N), x)),
            bad(9, "scatter by pow", eqn(Prim.SCATTER, new Params.Access(Params.Mode.CLAMP, 0, Prim.POW), List.of(A, N, S), v(10, A.type()))),
            bad(10, "axis outside the rank", eqn(Prim.DIM, new Params.Axis(1, false), List.of(A), i)),
            bad(10, "axis twice", eqn(Prim.REDUCE_ADD, new Params.Axes(List.of(0, 0)), List.of(A), x)),
            bad(12, "extent and dim differ", eqn(Prim.FULL, new Params.Shape(DType.F64, List.of(Dim.of(3))), List.of(S, Lit.i32(4)), v(10, Type.of(DType.F64, Dim.of(3))))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachInvariantIsNamed(Case c) {
        var e = assertThrows(InvalidIr.class, () -> Verifier.verify(c.func()));
        assertEquals(c.invariant(), e.invariant(), e.getMessage());
        assertTrue(e.getMessage().startsWith("V" + c.invariant() + ": "), e.getMessage());
    }

    @Test
    void branchesMayYieldArraysOfDifferentExtents() {
        Func f = Parser.parseFunc("f(p:bool[], n:i32[]) { a = cond(p) { b = full[f64[3]] 0.0:f64 3:i32; yield b } { b = full[f64[4]] 0.0:f64 4:i32; yield b } return a }");
        Verifier.verify(f);
        assertEquals(Type.of(DType.F64, Dim.UNKNOWN), f.out().get(0).type());
    }

    @Test
    void callsMustResolveAndFit() {
        String callee = "g(a:i32[]) { return a }";
        for (String body : List.of("b:i32[] = call[h] a", "b:i32[] = call[g] a a", "b:f64[] = call[g] a", "b:i32[] = call[g] 1:i64")) {
            dev.jacobi.ir.Module m = Parser.parseModule(callee + "f(a:i32[]) { " + body + " return b }");
            assertEquals(11, assertThrows(InvalidIr.class, () -> Verifier.verify(m), body).invariant(), body);
        }
        Verifier.verify(Parser.parseModule(callee + "f(a:i32[]) { b:i32[] = call[g] a return b }"));
    }

    @Test
    void theMessageShowsTheEquationsAround() {
        var body = new ArrayList<Eqn>();
        IntStream.range(0, 40).forEach(k -> body.add(eqn(Prim.ADD, List.of(S, Lit.f64(k)), v(100 + k, Type.F64))));
        body.set(20, eqn(Prim.ADD, List.of(S, Lit.i32(20)), v(120, Type.F64)));
        var e = assertThrows(InvalidIr.class, () -> Verifier.verify(new dev.jacobi.ir.Module(Map.of("k", new Func(IN, body, List.of())))));
        List<String> lines = e.getMessage().lines().toList();
        assertTrue(lines.get(0).equals("V5: add: add: operand types differ: f64[] and i32[]") || lines.get(0).startsWith("V5: add"), lines.get(0));
        assertEquals(12, lines.size(), e.getMessage());
        assertEquals(1, lines.stream().filter(l -> l.startsWith("> ") && l.contains("20:i32")).count(), e.getMessage());
    }
}
