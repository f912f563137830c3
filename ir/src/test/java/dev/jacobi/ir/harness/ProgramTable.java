package dev.jacobi.ir.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The one table of programs ({@code programs.txt}, which says how it is read): every primitive, in the forms that some transformation or back end has had trouble with.
 * {@code -Dtests.program=TEXT} leaves only those whose name has this text.
 */
public final class ProgramTable {
    private static final String ONLY = System.getProperty("tests.program", "");
    /** What the programs call. */
    private static final String FUNCTIONS = """
        g(a:R[], b:R[]) { c = mul a b; d = sin c; return d, c }
        power(a:R[], n:i32[]) { p = lt n 1:i32; r = cond(p) false { m = sub n 1:i32; x:R[] = call[power] a m; y = mul x a; z = sin y; w = add z y; yield w } true { yield a }; return r }
        tree(a:R[n], lo:i32[], hi:i32[]) { d = sub hi lo; p = le d 1:i32
          r = cond(p) false { h = shr d 1:i32; mid = add lo h; x:R[] = call[tree] a lo mid; y:R[] = call[tree] a mid hi; z = mul x y; w = sin z; yield w } true { x = index[clamp] a lo; yield x }
          return r }
        squares(a:R[n]) { n = dim[0] a; r = for(n, a) { i, a -> x = index a i; y = mul x x; u = update a i y; yield u }; return r }
        """;

    private ProgramTable() {
    }

    /** Whether all programs are run, and not only some again. */
    public static boolean isWhole() {
        return ONLY.isEmpty();
    }

    /** All programs with one of the letters, over this type of reals and of integers. */
    public static List<TestProgram> of(String letters, String real, String integer) {
        return read(letters, real, integer, false);
    }

    /** The same, but names of elementwise operations are results of one program. */
    public static List<TestProgram> joined(String letters, String real, String integer) {
        return read(letters, real, integer, true);
    }

    /** The programs of a line as it would stand in the table. */
    public static List<TestProgram> line(String line, String real, String integer) {
        var out = new ArrayList<TestProgram>();
        add(out, "", line.split(" \\| ", -1), real, integer);
        return out;
    }

    private static List<TestProgram> read(String letters, String real, String integer, boolean joined) {
        var out = new ArrayList<TestProgram>();
        String section = "";
        for (String line : lines()) {
            if (line.startsWith("# ")) {
                section = line.substring(2);
            } else if (!line.isBlank() && !line.startsWith("//")) {
                String[] part = line.split(" \\| ", -1);
                if (letters.chars().anyMatch(c -> part[0].indexOf(c) >= 0)) {
                    add(out, section, joined ? join(part) : part, real, integer);
                }
            }
        }
        out.removeIf(p -> !p.name().contains(ONLY));
        return out;
    }

    private static List<String> lines() {
        try (InputStream in = ProgramTable.class.getResourceAsStream("programs.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(List<TestProgram> to, String section, String[] part, String real, String integer) {
        for (String name : part[5].split(" ")) {
            String body = part[3].replace("%s", name);
            String text = "f(" + part[2] + ") { " + body + "; return " + part[4] + " }\n";
            text = typed(text.contains("call[") ? text + FUNCTIONS : text, real, integer);
            to.add(new TestProgram(typed("(" + part[2] + ") " + body, real, integer), text, part[0], section, ranges(part[1])));
        }
    }

    private static String typed(String text, String real, String integer) {
        String wide = real.equals("f64") ? "i64" : real.equals("f32") ? "i32" : "i16";
        return text.replaceAll("\\bR\\b", real).replaceAll("\\bI\\b", integer).replaceAll("\\bB\\b", wide);
    }

    private static double[][] ranges(String text) {
        String[] each = text.split(",");
        double[][] ranges = new double[each.length][];
        for (int k = 0; k < each.length; k++) {
            String[] ends = each[k].split("\\.\\.");
            ranges[k] = new double[] {Double.parseDouble(ends[0]), Double.parseDouble(ends[1])};
        }
        return ranges;
    }

    /** One equation for each name, where there is one equation and its value is the result. */
    private static String[] join(String[] part) {
        if (!part[3].matches("[a-z] = %s\\S* [^;]*") || !part[4].equals(part[3].substring(0, 1))) {
            return part;
        }
        var body = new ArrayList<String>();
        var results = new ArrayList<String>();
        for (String name : part[5].split(" ")) {
            results.add(part[4] + results.size());
            body.add(results.get(results.size() - 1) + part[3].substring(1).replace("%s", name));
        }
        return new String[] {part[0], part[1], part[2], String.join("; ", body), String.join(", ", results), "-"};
    }
}
