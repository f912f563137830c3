package dev.jacobi.arrays;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one call of a row, such as {@code [a,b] axis=(0,1) keepdims=true}. */
final class CallText {
    private static final Pattern TOKEN = Pattern.compile("\\s*('[^']*'|[A-Za-z_]\\w*=|[()\\[\\]{}:,]|[^\\s()\\[\\]{}:,=]+)");
    private static final Set<String> TYPES = Set.of("bool", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "bf16", "f16", "f32", "f64", "c64", "c128");

    private final List<String> tokens = new ArrayList<>();
    private int at;

    private CallText(String text) {
        Matcher m = TOKEN.matcher(text);
        while (m.find()) {
            tokens.add(m.group(1));
        }
    }

    static List<Term.Argument> read(String text) {
        var reader = new CallText(text);
        var arguments = new ArrayList<Term.Argument>();
        while (reader.at < reader.tokens.size()) {
            String t = reader.tokens.get(reader.at);
            String name = null;
            if (t.endsWith("=") && t.length() > 1) {
                name = t.substring(0, t.length() - 1);
                reader.at++;
            }
            arguments.add(new Term.Argument(name, reader.value()));
        }
        return List.copyOf(arguments);
    }

    private boolean next(String token) {
        if (at < tokens.size() && tokens.get(at).equals(token)) {
            at++;
            return true;
        }
        return false;
    }

    private List<Term> until(String end) {
        var items = new ArrayList<Term>();
        while (!next(end)) {
            if (!next(",")) {
                items.add(value());
            }
        }
        return List.copyOf(items);
    }

    private ElementType typed() {
        return next(":") ? ElementType.named(tokens.get(at++)) : null;
    }

    private Term value() {
        String t = tokens.get(at++);
        switch (t) {
            case "[":
                return new Term.Many(until("]"));
            case "(":
                return new Term.Tuple(until(")"));
            case "{":
                List<Term> numbers = until("}");
                return new Term.Values(numbers, typed());
            case "true", "false":
                return new Term.Truth(t.equals("true"));
            case "none":
                return new Term.None();
            case "T":
                return new Term.Dtype(null);
            default:
                return word(t);
        }
    }

    private Term word(String t) {
        if (t.startsWith("'")) {
            return new Term.Text(t.substring(1, t.length() - 1));
        }
        if ((t.equals("key") || t.equals("keys")) && next("(")) {
            long n = ((Term.Whole) until(")").get(0)).value();
            return t.equals("key") ? new Term.Key(n, 1) : new Term.Key(0, (int) n);
        }
        if (t.length() == 1 && t.charAt(0) >= 'a' && t.charAt(0) <= 'h') {
            return new Term.Letter(t.charAt(0) - 'a', typed());
        }
        if (TYPES.contains(t)) {
            return new Term.Dtype(ElementType.named(t));
        }
        if (t.matches("-?\\d+")) {
            return new Term.Whole(Long.parseLong(t));
        }
        return new Term.Real(number(t));
    }

    /** A number as Python writes it. */
    static double number(String t) {
        return switch (t) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(t);
        };
    }
}
