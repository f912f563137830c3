package dev.jacobi.ir.text;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Literals;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Printer;

/** The characters and words of IR text, for {@link Parser}: every method first skips white space and comments. */
final class Scanner {
    private final String text;
    private int pos;

    Scanner(String text) {
        this.text = text;
    }

    private void skip() {
        while (pos < text.length()) {
            if (Character.isWhitespace(text.charAt(pos))) {
                pos++;
            } else if (text.startsWith("//", pos)) {
                int end = text.indexOf('\n', pos);
                pos = end < 0 ? text.length() : end;
            } else {
                return;
            }
        }
    }

    SyntaxError error(String why) {
        int p = Math.min(pos, text.length());
        long line = text.substring(0, p).chars().filter(c -> c == '\n').count() + 1;
        int start = text.lastIndexOf('\n', p - 1) + 1;
        int end = text.indexOf('\n', p);
        return new SyntaxError("line " + line + ", column " + (p - start + 1) + ": " + why + "\n" + text.substring(start, end < 0 ? text.length() : end));
    }

    boolean atEnd() {
        skip();
        return pos == text.length();
    }

    boolean peek(String s) {
        skip();
        return text.startsWith(s, pos);
    }

    boolean accept(String s) {
        boolean yes = peek(s);
        pos += yes ? s.length() : 0;
        return yes;
    }

    void expect(String s) {
        if (!accept(s)) {
            throw error("'" + s + "' is expected");
        }
    }

    /** The identifier that comes next without taking it, empty when there is none. */
    String peekIdent() {
        skip();
        int end = pos;
        while (end < text.length() && (end == pos ? Character.isJavaIdentifierStart(text.charAt(end)) : Character.isJavaIdentifierPart(text.charAt(end)))) {
            end++;
        }
        return text.substring(pos, end);
    }

    String ident() {
        String s = peekIdent();
        if (s.isEmpty()) {
            throw error("a name is expected");
        }
        pos += s.length();
        return s;
    }

    /** Takes the word if it comes next. */
    boolean word(String w) {
        boolean yes = peekIdent().equals(w);
        pos += yes ? w.length() : 0;
        return yes;
    }

    /** Takes a run of digits if one comes next. */
    boolean digits() {
        skip();
        int start = pos;
        while (pos < text.length() && Character.isDigit(text.charAt(pos))) {
            pos++;
        }
        return pos > start;
    }

    Prim prim() {
        String w = ident();
        for (Prim p : Prim.values()) {
            if (p.text().equals(w)) {
                return p;
            }
        }
        throw error("there is no primitive " + w);
    }

    DType dtype() {
        String w = ident();
        for (DType d : DType.values()) {
            if (d.text().equals(w)) {
                return d;
            }
        }
        throw error("there is no element type " + w);
    }

    /** A whole number with optional sign. */
    long integer() {
        skip();
        int start = pos;
        pos += peek("-") || peek("+") ? 1 : 0;
        while (pos < text.length() && Character.isDigit(text.charAt(pos))) {
            pos++;
        }
        try {
            return Long.parseLong(text.substring(start, pos));
        } catch (NumberFormatException e) {
            throw error("a number is expected");
        }
    }

    /** {@code n}, {@code 2n+1}, {@code 3} or {@code ?}. */
    Dim dim() {
        if (accept("?")) {
            return Dim.UNKNOWN;
        }
        skip();
        boolean number = peek("-") || Character.isDigit(pos < text.length() ? text.charAt(pos) : ' ');
        long k = number ? integer() : 1;
        boolean symbol = pos < text.length() && Character.isJavaIdentifierStart(text.charAt(pos));
        if (number && !symbol) {
            return Dim.of(k);
        }
        String sym = ident();
        return new Dim(sym, k, peek("+") || peek("-") && !peek("->") ? integer() : 0);
    }

    /** A dotted identifier, or a quoted string. */
    String functionName() {
        if (peek("\"")) {
            return string();
        }
        var s = new StringBuilder(ident());
        while (pos < text.length() && (text.charAt(pos) == '.' || Character.isJavaIdentifierPart(text.charAt(pos)))) {
            s.append(text.charAt(pos++));
        }
        return s.toString();
    }

    String string() {
        expect("\"");
        var s = new StringBuilder();
        while (pos < text.length() && text.charAt(pos) != '"') {
            char c = text.charAt(pos++);
            if (c == '\\' && pos < text.length()) {
                char d = text.charAt(pos++);
                s.append(d == 'n' ? '\n' : d);
            } else {
                s.append(c);
            }
        }
        expect("\"");
        return s.toString();
    }

    boolean startsLiteral() {
        String w = peekIdent();
        return switch (w) {
            case "" -> pos < text.length() && (text.charAt(pos) == '-' && !peek("->") || Character.isDigit(text.charAt(pos)));
            case "true", "false", "nan", "inf" -> true;
            default -> false;
        };
    }

    boolean startsAtom() {
        if (startsLiteral()) {
            return true;
        }
        String w = peekIdent();
        if (w.isEmpty() || Printer.isReserved(w)) {
            return false;
        }
        int start = pos;
        pos += w.length();
        boolean defines = peek(":") || peek("=") || peek(",");
        pos = start;
        return !defines;
    }

    /** {@code true}, {@code 3:i32}, {@code 0x1p-3:f64}, {@code nan(7fc00001):f32}. */
    Lit literal() {
        skip();
        if (word("true")) {
            return Lit.bool(true);
        } else if (word("false")) {
            return Lit.bool(false);
        }
        int colon = text.indexOf(':', pos);
        if (colon < 0) {
            throw error("a literal with its type is expected");
        }
        String digits = text.substring(pos, colon).strip();
        int start = pos;
        pos = colon + 1;
        DType d = dtype();
        try {
            return Literals.parse(d, digits);
        } catch (NumberFormatException e) {
            pos = start;
            throw error("this is no literal of type " + d.text());
        }
    }
}
