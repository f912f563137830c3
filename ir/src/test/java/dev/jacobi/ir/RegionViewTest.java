package dev.jacobi.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.text.Parser;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What belongs together in each structured primitive. */
class RegionViewTest {
    private static final String INPUTS = "a:i32[], b:bool[], c:f64[n], d:f64[n], e:i64[5], f:f64[]";

    /** An equation whose inputs are those above; {@code slots}: role, operator, initial value, parameters, yields, results of each. */
    record Case(String eqn, String head, String trip, String slots) {
        Eqn parsed() {
            return func().body().get(0);
        }

        Func func() {
            return Parser.parseFunc("f(" + INPUTS + ") {\n  " + eqn + "\n  return f\n}");
        }

        @Override
        public String toString() {
            return parsed().prim().text();
        }
    }

    static final Case COND = new Case("""
        g:f64[], h:i32[] = cond(b) {
          yield f, 7:i32
        } {
          i:f64[] = add f 1.0:f64
          yield i, a
        }""", "b", null, "BRANCH [] [f, i] [g]; BRANCH [] [7:i32, a] [h]");
    static final Case FOR = new Case("""
        g:f64[], h:i32[] = for[n](a, f, 7:i32) { i:i32[], j:f64[], k:i32[] ->
          l:f64[] = add j 1.0:f64
          yield l, i
        }""", "a", "i", "CARRY f [j] [l] [g]; CARRY 7:i32 [k] [i] [h]");
    static final Case WHILE = new Case("""
        g:f64[], h:i32[] = while(f, 7:i32) { i:f64[], j:i32[] ->
          k:bool[] = lt j a
          yield k
        } { l:f64[], m:i32[] ->
          n:i32[] = add m 1:i32
          yield l, n
        }""", null, null, "CARRY f [i, l] [l] [g]; CARRY 7:i32 [j, m] [n] [h]");
    static final Case MAP = new Case("""
        g:f64[n], h:i32[n] = map[n](a, c) { i:i32[], j:f64[n] ->
          k:f64[n] = update j i 1.0:f64
          yield k, i
        }""", "a", "i", "DEST c [j] [k] [g]; STACK [] [i] [h]");
    static final Case REDUCE = new Case("""
        g:f64[], h:i32[], i:f64[n] = reduce[n, add, max](a, f, 7:i32, c) { j:i32[], k:f64[n] ->
          l:f64[n] = update k j 1.0:f64
          yield 2.0:f64, j, l
        }""", "a", "j", "FOLD add f [] [2.0:f64] [g]; FOLD max 7:i32 [] [j] [h]; DEST c [k] [l] [i]");
    static final Case SCAN = new Case("""
        g:f64[], h:i32[], i:f64[n], j:i32[n] = scan[n, add, max](a, f, 7:i32) { k:i32[] ->
          l:f64[] = index c k
          yield l, k
        }""", "a", "k", "FOLD add f [] [l] [g, i]; FOLD max 7:i32 [] [k] [h, j]");
    static final Case HIST = new Case("""
        g:i64[5] = hist[n, add](a, e) { h:i32[] ->
          yield h, 1:i64
        }""", "a", "h", "BINS add e [] [h, 1:i64] [g]");

    static Stream<Case> cases() {
        return Stream.of(COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST);
    }

    private static String text(Slot s) {
        return Stream.of(s.role(), s.op() == null ? null : s.op().text(), s.init(), s.params(), s.yields(), s.results()).filter(x -> x != null)
            .map(RegionViewTest::text).collect(Collectors.joining(" "));
    }

    /** As the printer has it: variables are letters in the order of their definition. */
    private static String text(Object o) {
        return o instanceof List<?> l ? l.stream().map(RegionViewTest::text).toList().toString() : o instanceof Var v ? Character.toString('a' + v.id())
            : o instanceof Lit l ? Literals.print(l) : o == null ? null : o.toString();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void seesWhatBelongsTogether(Case c) {
        RegionView view = RegionView.of(c.parsed());
        assertEquals(c.slots, view.slots().stream().map(RegionViewTest::text).collect(Collectors.joining("; ")));
        assertEquals(c.head, text(view.head()));
        assertEquals(c.trip, text(view.trip()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findsSlotsByTheirParts(Case c) {
        RegionView view = RegionView.of(c.parsed());
        for (Slot s : view.slots()) {
            s.params().forEach(p -> assertSame(s, view.ofParam(p)));
            s.results().forEach(r -> assertEquals(s, RegionView.ofResult(view.eqn(), r)));
            if (s.init() != null) {
                assertEquals(s.init(), view.eqn().in().get(view.operand(s)));
            }
        }
        assertNull(view.ofParam(new Var(1000, Type.F64)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void putsTheSameEquationTogether(Case c) {
        Eqn e = c.parsed();
        RegionView view = RegionView.of(e);
        assertEquals(e, view.with(view.slots()));
        assertNotSame(e, view.with(view.slots()));
        assertSame(e, view.keep(s -> true));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void keepsOneSlot(Case c) {
        RegionView view = RegionView.of(c.parsed());
        for (Slot s : view.slots()) {
            Eqn alone = view.keep(x -> x == s);
            assertEquals(List.of(s), RegionView.of(alone).slots());
            assertEquals(view.head(), RegionView.of(alone).head());
            assertEquals(view.trip(), RegionView.of(alone).trip());
        }
    }

    @Test
    void otherEquationsHaveNoSlots() {
        Func f = Parser.parseFunc("f(a:f64[]) {\n  b:f64[] = add a 1.0:f64\n  return b\n}");
        assertEquals(List.of(), RegionView.of(f.body().get(0)).slots());
        assertEquals(List.of(), RegionView.of(f.body().get(0)).carried());
        assertNull(RegionView.ofResult(f.body().get(0), f.out().get(0)));
        // passes ask about everything that controls, calls included
        Eqn call = new Eqn(Prim.CALL, List.copyOf(f.in()), new Params.Call("g", List.of(Type.F64)), List.of(new Var(7, Type.F64)));
        assertNull(RegionView.ofResult(call, call.result()));
    }
}
