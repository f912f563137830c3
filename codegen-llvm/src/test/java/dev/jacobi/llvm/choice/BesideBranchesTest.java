package dev.jacobi.llvm.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.emit.Oracle;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bits that are collected and stored when there are enough of them: what is chosen by the branch that stores is chosen by that branch. */
class BesideBranchesTest {
    /** {@code between}: equations behind the selects and before the branch. */
    private static String collector(String selects, String between) {
        return "f(a:i32[n], b:i32[m]) { n = dim[0] a; m = dim[0] b; k, bits, have, o = for(n, 0:i32, 0:i32, 0:i32, b) { i, at, s, h, t -> x = index a i; d = and x 1:i32; s2 = shl s 1:i32; s3 = or s2 d; h2 = add h 1:i32; "
            + "more = ne h2 3:i32; " + selects + between + " at2:i32[], t2:i32[m] = cond(more) false { q = and at 7:i32; u = update t q s3; p = add at 1:i32; yield p, u } true { yield at, t }; yield at2, s4, h3, t2 }; return k, bits, have, o }";
    }

    private static final String SELECTS = "s4 = select more s3 0:i32; h3 = select more h2 0:i32;";

    private static void check(int found, String text) {
        assertEquals(found, BesideBranches.of(Parser.parseFunc(text)).values().stream().mapToInt(List::size).sum(), text);
        for (int n : new int[] {0, 1, 3, 4, 20, 77}) {
            Oracle.check(text, List.of(), IntStream.range(0, n).map(i -> i * i * 37 % 11).toArray(), new int[8]);
        }
    }

    @Test
    void twoSelects() {
        check(2, collector(SELECTS, ""));
    }

    /** What the branch stores, or what stands before it, has to be there. */
    @Test
    void whatIsNeededBefore() {
        check(0, collector(SELECTS, " z = mul h3 5:i32;"));
        check(2, collector("s4 = select more s3 0:i32; h0 = select more h2 0:i32; h3 = select more h0 0:i32;", ""));
    }

    @Test
    void otherConditions() {
        check(0, collector("less = lt h2 3:i32; s4 = select less s3 0:i32; h3 = select less h2 0:i32;", ""));
        check(0, collector(SELECTS, "").replace("more = ne h2 3:i32", "more = ne x 3:i32"));
    }

    /** A branch that only computes may become a select itself. */
    @Test
    void aBranchThatStoresNothing() {
        check(0, "f(a:i32[n], b:i32[8]) { n = dim[0] a; r, c = for(n, 0:i32, 0:i32) { i, s, t -> x = index a i; p = gt x 3:i32; t2 = select p t x; s2:i32[] = cond(p) false { y = add s x; yield y } true { yield s }; yield s2, t2 }; return r, c }");
    }

    /** What is chosen is one of so many results of another branch that they lie in memory: each way of the branch reads it itself. */
    @Test
    void resultsInTheFrame() {
        var types = new StringJoiner(", ");
        var no = new StringBuilder();
        var yes = new StringBuilder();
        var ways = new StringJoiner(", ");
        var sum = new StringBuilder("s0 = add v0 f0; ");
        for (int k = 0; k < 66; k++) {
            types.add("v" + k + ":f64[]");
            no.append("n" + k + " = div x " + (k + 2) + ".0:f64; ");
            yes.append("y" + k + " = mul x " + (k + 1) + ".5:f64; ");
            ways.add("@" + k);
            sum.append(k == 0 ? "" : "s" + k + " = add s" + (k - 1) + " v" + k + "; ");
        }
        String text = "f(a:f64[n], b:f64[8]) { n = dim[0] a; k, z, f, have, o = for(n, 0:i32, 0.0:f64, 0.0:f64, 0:i32, b) { i, at, z0, f0, h, t -> x = index a i; p = gt x 0.0:f64; "
            + types + " = cond(p) false { " + no + "yield " + ways.toString().replace("@", "n") + " } true { " + yes + "yield " + ways.toString().replace("@", "y") + " }; " + sum
            + "z1 = mul z0 0.5:f64; z2 = add z1 s65; h2 = add h 1:i32; more = ne h2 3:i32; f1 = select more f0 v5; h3 = select more h2 0:i32; "
            + "at2:i32[], t2:f64[8] = cond(more) false { q = and at 7:i32; u = update t q z2; w = add at 1:i32; yield w, u } true { yield at, t }; yield at2, z2, f1, h3, t2 }; return k, z, f, have, o }";
        assertEquals(2, BesideBranches.of(Parser.parseFunc(text)).values().stream().mapToInt(List::size).sum(), text);
        Oracle.check(text, List.of(), IntStream.range(0, 40).mapToDouble(i -> i * i * 37 % 11 - 5).toArray(), new double[8]);
    }
}
