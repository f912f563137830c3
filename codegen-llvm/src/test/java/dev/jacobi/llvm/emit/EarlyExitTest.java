package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops with several exits: left by a branch where the flag is set, with the results that the loop has when the flag is looked at. */
class EarlyExitTest {
    private static final String PAIR = """
        f(a:i32[n]) { n = dim[0] a
          i, j, found = while(0:i32, 0:i32, false) { i, j, d -> m = not d; l = lt i n; g = and m l; yield g } do { i, j, d ->
            s = add i 1:i32
            k, e = while(s, false) { k, d -> m = not d; l = lt k n; g = and m l; yield g } do { k, d ->
              x = index[clamp] a i; y = index[clamp] a k; same = eq x y; other = ne x y
              next = add k 1:i32; k2 = select other next k
              yield k2, same }
            i2 = add i 1:i32; i3 = select e i i2
            yield i3, k, e }
          return i, j, found }
        """;

    @Test
    void nestedSearch() {
        Oracle.check(PAIR, List.of(), (Object) new int[] {5, 3, 8, 1, 3, 5});
        Oracle.check(PAIR, List.of(), (Object) new int[] {5, 3, 8, 1});
        Oracle.check(PAIR, List.of(), (Object) new int[0]);
        String text = Emitter.emit(new CompileRequest(Parser.parseModule(PAIR), "f", List.of(-1, -1, -1), false, 1), 0).text();
        assertTrue(text.contains("left"), "the loops are left by a branch:\n" + text);
    }

    /** A loop that ends in three ways, told apart by a number; what is chosen by it is not needed on the other ways. */
    @Test
    void kindsOfExit() {
        String f = """
            f(a:i32[n], t:i32[]) { n = dim[0] a
              i, kind = while(0:i32, 13:i32) { i, k -> c = eq k 13:i32; l = lt i n; g = and l c; yield g } do { i, k ->
                x = index a i; other = ne x t; low = le x t; high = gt x t
                next = add i 1:i32; p = select low next 0:i32; q = select high 17:i32 13:i32
                i2 = select other p i; k2 = select other q 19:i32
                yield i2, k2 }
              return i, kind }
            """;
        for (int t : new int[] {0, 4, 5, 9}) {
            Oracle.check(f, List.of(), new int[] {1, 2, 4, 7, 8}, t);
        }
    }

    /** What the condition checks is checked after the flag has been set too. */
    @Test
    void checksInTheCondition() {
        String f = """
            f(a:i32[n], t:i32[]) { n = dim[0] a
              i, found = while(0:i32, false) { i, d -> ok = lt i n; check[index "T.f:1"] ok; m = not d; yield m } do { i, d ->
                x = index a i; same = eq x t; next = add i 1:i32; yield next, same }
              return i, found }
            """;
        Oracle.check(f, List.of(), new int[] {1, 2, 3}, 2);
        Oracle.check(f, List.of(), new int[] {1, 2, 3}, 3);
        String g = """
            f(a:i32[n], t:i32[]) { n = dim[0] a
              i, found = while(0:i32, false) { i, d -> m = not d
                go = cond m { yield false } { ok = lt i n; check[index "T.f:1"] ok; x = index a i; c = ne x 9:i32; yield c }
                yield go } do { i, d ->
                x = index a i; same = eq x t; next = add i 1:i32; yield next, same }
              return i, found }
            """;
        Oracle.check(g, List.of(), new int[] {1, 2, 3}, 3);
        Oracle.check(g, List.of(), new int[] {1, 2, 3}, 4);
        Oracle.check(g, List.of(), new int[] {1, 2, 9}, 4);
    }

    /** Arrays that a loop swaps, or makes anew in each trip, leave with the right contents. */
    @Test
    void arraysAreCarried() {
        String swap = """
            f(a:i32[n], b:i32[n], t:i32[]) { n = dim[0] a
              i, p, q, found = while(0:i32, a, b, false) { i, p, q, d -> m = not d; l = lt i n; g = and m l; yield g } do { i, p, q, d ->
                x = index p i; same = eq x t; y = add x 1:i32; u = update q i y; next = add i 1:i32; yield next, u, p, same }
              return i, p, q, found }
            """;
        for (int t : new int[] {2, 3, 7}) {
            Oracle.check(swap, List.of(), new int[] {1, 2, 3}, new int[] {3, 2, 1}, t);
            Oracle.check(swap, List.of(-1, 0, 1), new int[] {1, 2, 3}, new int[] {3, 2, 1}, t);
        }
        Oracle.check("""
            f(n:i32[], t:i32[]) { z = full[i32[?]] 0:i32 n
              i, p, found = while(0:i32, z, false) { i, p, d -> m = not d; l = lt i n; g = and m l; yield g } do { i, p, d ->
                s = add i 2:i32; u = full[i32[?]] i s; v = index u i; same = eq v t; next = add i 1:i32; yield next, u, same }
              return i, p, found }
            """, List.of(), 5, 3);
    }

    /** Loops whose next values are chosen by chance from each other, their tests and constants. */
    @Test
    void randomLoops() {
        for (int seed = 0; seed < 40; seed++) {
            String f = program(new Random(seed));
            for (int arg : new int[] {0, 5, -7, 100}) {
                Oracle.check(f, List.of(), arg, 12);
            }
        }
    }

    private static String program(Random r) {
        var ints = new ArrayList<>(List.of("i", "k", "s", "t", "0:i32", "1:i32", "13:i32", "19:i32"));
        var bools = new ArrayList<>(List.of("d"));
        var body = new StringBuilder();
        for (int j = 0; j < 14; j++) {
            String name = "v" + j;
            int what = r.nextInt(6);
            if (what < 2) {
                body.append("%s = %s %s %s\n".formatted(name, List.of("eq", "ne", "lt", "ge", "le", "gt").get(r.nextInt(6)), pick(ints, r), pick(ints.subList(0, 4), r)));
                bools.add(name);
            } else if (what == 2) {
                body.append("%s = %s %s %s\n".formatted(name, List.of("and", "or").get(r.nextInt(2)), pick(bools, r), pick(bools, r)));
                bools.add(name);
            } else if (what == 3) {
                body.append("%s = not %s\n".formatted(name, pick(bools, r)));
                bools.add(name);
            } else if (what == 4) {
                body.append("%s = select %s %s %s\n".formatted(name, pick(bools, r), pick(ints, r), pick(ints, r)));
                ints.add(name);
            } else {
                body.append("%s = add %s %s\n".formatted(name, pick(ints, r), pick(ints, r)));
                ints.add(name);
            }
        }
        body.append("kk = select %s %s %s\n".formatted(pick(bools, r), pick(ints, r), r.nextInt(2) == 0 ? "13:i32" : pick(ints, r)));
        return """
            f(s:i32[], t:i32[]) {
              c, i, k, d = while(0:i32, s, 13:i32, false) { c, i, k, d -> m = not d; l = lt c 20:i32; e = eq k 13:i32; g = and m l; h = and g e; yield h }
              do { c, i, k, d ->
                %s
                c2 = add c 1:i32
                yield c2, %s, kk, %s }
              return c, i, k, d }
            """.formatted(body, pick(ints, r), pick(bools, r));
    }

    private static String pick(List<String> from, Random r) {
        return from.get(r.nextInt(from.size()));
    }

    /** The flag does not depend on the loop: it is made outside of the function that threads run. */
    @Test
    void flagsFromOutside() {
        String f = """
            f(a:i32[n], c:i32[]) { n = dim[0] a; j = eq c 0:i32; m = ne c 1:i32; k = select j 8:i32 5:i32; o = select m 3:i32 k
              b = map[n](n, a) { i, x ->
                s, t = while(0:i32, 3:i32) { u, v -> w = eq v 3:i32; l = lt u 12:i32; g = and w l; yield g } do { u, v ->
                  next = add u 1:i32; u2 = select m next u
                  yield u2, o }
                y = update x i s; yield y }
              return b }
            """;
        for (int c : new int[] {0, 1, 2}) {
            Oracle.check(f, List.of(0), new int[] {1, 2, 4}, c);
        }
    }
}
