// Indices made of induction variables by masks, shifts, narrowing, remainders and products, as programs for tables and buffers have them.
package dev.jacobi.fuzz;

import java.util.List;
import java.util.Set;

/** Index expressions over the counters {@code i} and, in nests, {@code j}. */
final class IndexExpressions {
    private final Context c;
    private final Set<String> forms;
    private String counter = "i";

    IndexExpressions(Context c, Set<String> forms) {
        this.c = c;
        this.forms = forms;
    }

    /** Says which counter the innermost loop has. */
    void begin(String innermost) {
        counter = innermost;
    }

    String counter() {
        return counter;
    }

    private Node expr(String form, Object... parts) {
        forms.add(form);
        return Node.expr(JType.INT, parts);
    }

    /** Any value. */
    private Node any(int depth) {
        if (depth <= 0) {
            return Node.expr(JType.INT, counter.equals("j") && c.once(3) ? "i" : counter);
        }
        Node of = any(depth - 1);
        return switch (c.below(19)) {
            case 0, 1 -> expr("times", "(", of, " * " + c.pick("3", "5", "4", "2", "7", "9", "-3", "K") + ")");
            case 2, 3 -> expr("times and plus", "(", of, " * " + c.pick("3", "5", "4", "2", "33") + " + " + c.pick("1", "3", "K", "p3", "0x7ffffff0") + ")");
            case 4 -> expr("masked inside", "(", of, " & " + c.pick("3", "7", "15", "1", "~1", "~3", "0xfc", "10") + ")");
            case 5 -> expr("shifted right", "(", of, c.pick(" >> ", " >>> ") + c.pick("1", "2", "3", "(K & 3)") + ")");
            case 6 -> expr("shifted left", "(", of, " << " + c.pick("1", "2", "3", "29", "K") + ")");
            case 7 -> expr("narrowed", c.pick("(byte) (", "(short) (", "(char) ("), of, ")");
            case 8 -> expr("narrowed", c.pick("(byte) (", "(short) (", "(char) ("), of, " * " + c.pick("37", "257", "16", "4099") + ")");
            case 9 -> expr("remainder", "(", of, " % " + c.pick("3", "4", "5", "7", "8", "60", "(K + 1)") + ")");
            case 10 -> expr("through long", "(int) ((long) ", of, c.pick(" * 5", " * 0x100000001L", " + 0x7fffffffL", " << 31 >>> 29", " * 3 >>> 1") + ")");
            case 11 -> expr("exclusive or", "(", of, " ^ " + c.pick("1", "3", "5", "K", "-1") + ")");
            case 12 -> expr("sum", "(", of, c.pick(" + ", " - ", " | ", " ^ "), any(depth - 1), ")");
            case 13 -> expr("divided", "(", of, " / " + c.pick("2", "3", "4", "5") + ")");
            case 14 -> expr("negated", c.pick("-", "~"), "(", of, ")");
            case 16, 17 -> expr("wrapped twice", "(", masked(c.pick(7, 15, 31, 63), "17"), ")");
            case 15 -> expr("square", "(", of, " * ", any(depth - 1), ")");
            default -> expr("chosen", "(", of, c.pick(" > 7", " % 2 == 0", " < 20") + " ? ", any(depth - 1), " : ", any(depth - 1), ")");
        };
    }

    /** Between 0 and {@code mask}, which is a power of two less one; {@code length} is the source of some length above it. */
    Node masked(int mask, String length) {
        Node of = any(c.below(3));
        String size = Integer.toString(mask + 1);
        return switch (c.below(12)) {
            case 0, 1, 2, 3 -> expr("masked", of, " & " + mask);
            case 4 -> expr("shifted and masked", "(", of, " >>> " + c.pick("1", "2", "3", "28") + ") & " + mask);
            case 5 -> expr("narrowed and masked", c.pick("(byte) (", "(short) (", "(char) ("), of, ") & " + mask);
            case 6 -> expr("floor remainder", "Math.floorMod(", of, ", " + c.pick(size, size, Integer.toString(Math.max(1, mask - 2)), length) + ")");
            case 7 -> expr("remainder of masked", "(", of, " & 0xffff) % " + c.pick(size, Integer.toString(Math.max(1, mask - 1)), "7", length));
            case 8 -> expr("two masks", "(", of, " & " + (mask >> 2) + ") * 4 + (", any(1), " & 3)");
            case 9 -> expr("two masks", "((", of, " & " + (mask >> 1) + ") << 1) + (", any(1), " & 1)");
            case 10 -> expr("through long", "(int) ((", of, " * " + c.pick("5L", "0x9E3779B97F4A7C15L", "3L") + c.pick("", " >>> 7", " >> 1") + ") & " + mask + ")");
            default -> expr("shifted only", "(", of, " * 0x9E3779B1) >>> " + Integer.numberOfLeadingZeros(mask));
        };
    }

    /** From {@code i * by} up to less than {@code i * by + by} (by 1: up to {@code i + 3}). */
    Node linear(int by) {
        int small = Math.max(by, by == 1 ? 4 : 1);
        boolean power = Integer.bitCount(small) == 1;
        Node of = c.once(2) ? Node.expr(JType.INT, "i") : any(1);
        Node part = switch (c.below(power ? 5 : 2)) {
            case 0 -> expr("remainder", "Math.floorMod(", of, ", " + small + ")");
            case 1 -> expr("remainder", "i % " + small);
            case 2 -> expr("narrowed and masked", c.pick("((byte) ", "((short) ", "((char) "), "(", of, ") & " + (small - 1) + ")");
            default -> expr("masked", "(", of, " & " + (small - 1) + ")");
        };
        String times = by == 1 ? c.pick("i", "i", "(i & ~3)", "(i >> 2 << 2)", "i / 2 * 2", "i - i % 3") : by == 4 ? c.pick("i * 4", "(i << 2)", "i * 4") : "i * " + by;
        return switch (c.below(4)) {
            case 0 -> Node.expr(JType.INT, Node.other(List.of(part)), " + " + times);
            case 1 -> Node.expr(JType.INT, "(" + times + ") + ", part);
            default -> Node.expr(JType.INT, times + " + ", part);
        };
    }
}
