// Constants of generated programs: mostly the values at which arithmetic goes wrong.
package dev.jacobi.fuzz;

/** Source text of constants. */
final class Literals {
    private Literals() {
    }

    static Node of(Context c, JType t) {
        String text = switch (t.prim()) {
            case BOOLEAN -> c.pick("true", "false");
            case BYTE -> "(byte) " + c.pick("0", "1", "(-1)", "127", "(-128)", "7");
            case SHORT -> "(short) " + c.pick("0", "1", "(-1)", "32767", "(-32768)", "300");
            case CHAR -> c.pick("'a'", "(char) 0", "(char) 65535", "(char) 1", "'\\u0100'");
            case INT -> c.once(3) ? c.pick("0", "1", "-1", "Integer.MAX_VALUE", "Integer.MIN_VALUE", "31", "32", "33", "255", "65536",
                    "0x9E3779B9", "-7") : Integer.toString(c.below(20) - 5);
            case LONG -> c.once(3) ? c.pick("0L", "1L", "-1L", "Long.MAX_VALUE", "Long.MIN_VALUE", "63L", "64L", "0xFFFFFFFFL",
                    "0x100000000L", "0x9E3779B97F4A7C15L") : c.below(20) - 5 + "L";
            case FLOAT -> c.once(3) ? c.pick("0f", "-0.0f", "1f", "-1f", "Float.NaN", "Float.POSITIVE_INFINITY", "Float.NEGATIVE_INFINITY",
                    "Float.MAX_VALUE", "Float.MIN_VALUE", "Float.MIN_NORMAL", "1e-40f", "2147483648f", "16777217f")
                    : (c.below(2000) - 1000) / 8.0f + "f";
            case DOUBLE -> c.once(3) ? c.pick("0.0", "-0.0", "1.0", "-1.0", "Double.NaN", "Double.POSITIVE_INFINITY",
                    "Double.NEGATIVE_INFINITY", "Double.MAX_VALUE", "Double.MIN_VALUE", "Double.MIN_NORMAL", "1e-310", "9.3e18", "0.1")
                    : (c.below(2000) - 1000) / 8.0 + "";
        };
        return Node.expr(t, text.startsWith("-") || text.startsWith("(") ? "(" + text + ")" : text);
    }
}
