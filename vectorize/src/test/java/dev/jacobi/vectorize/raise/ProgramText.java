package dev.jacobi.vectorize.raise;

import java.util.ArrayDeque;
import java.util.regex.Pattern;

/** Shorthand for writing loops as a lifter makes them: {@code for}-like while loops, and accesses with their checks. */
final class ProgramText {
    private ProgramText() {
    }

    private static final Pattern READ = Pattern.compile("(\\w+) = (\\w+)\\[([^\\]]*)\\]");
    private static final Pattern WRITE = Pattern.compile("(\\w+)\\[([^\\]]*)\\] := (\\w+)");
    private static final Pattern LOOP =
        Pattern.compile("loop (\\w+) from (\\S+) while (\\w+) (\\S+) step (\\S+) carry\\(([^)]*)\\) \\{");

    /**
     * Expands {@code x = a[i, j]} and {@code a[i, j] := x} into checks and accesses, and {@code loop i from 0 while lt n step 1 carry(a:f64[n]) { ... }}
     * into a while whose carry keeps its names (i is i32).
     */
    static String expand(String text) {
        var out = new StringBuilder();
        var stack = new ArrayDeque<String[]>();
        int fresh = 0;
        for (String raw : text.split("\n|;")) {
            String line = raw.strip();
            var loop = LOOP.matcher(line);
            var read = READ.matcher(line);
            var write = WRITE.matcher(line);
            if (loop.matches()) {
                String i = loop.group(1);
                String[] carry = loop.group(6).isBlank() ? new String[0] : loop.group(6).split(", ");
                var names = new StringBuilder();
                var types = new StringBuilder();
                for (String c : carry) {
                    names.append(", ").append(c, 0, c.indexOf(':'));
                    types.append(", ").append(c);
                }
                stack.push(new String[] {i, loop.group(5), names.toString()});
                out.append(i).append("_end").append(names).append(" = while(").append(literal(loop.group(2))).append(names).append(") { ").append(i)
                    .append(":i32[]").append(types).append(" -> go = ").append(loop.group(3)).append(' ').append(i).append(' ')
                    .append(literal(loop.group(4))).append("; yield go } do { ").append(i).append(":i32[]").append(types).append(" ->\n");
            } else if (line.equals("end")) {
                String[] l = stack.pop();
                out.append("next = add ").append(l[0]).append(' ').append(literal(l[1])).append("\nyield next").append(l[2]).append("\n}\n");
            } else if (read.matches()) {
                fresh = checks(out, read.group(2), read.group(3), fresh);
                out.append(read.group(1)).append(" = index[promised] ").append(read.group(2)).append(' ').append(indices(read.group(3))).append('\n');
            } else if (write.matches()) {
                fresh = checks(out, write.group(1), write.group(2), fresh);
                out.append(write.group(1)).append(" = update[promised] ").append(write.group(1)).append(' ').append(indices(write.group(2)))
                    .append(' ').append(write.group(3)).append('\n');
            } else {
                out.append(line).append('\n');
            }
        }
        return out.toString();
    }

    private static String literal(String s) {
        return s.matches("-?\\d+") ? s + ":i32" : s;
    }

    private static String indices(String list) {
        var s = new StringBuilder();
        for (String i : list.split(", *")) {
            s.append(literal(i)).append(' ');
        }
        return s.toString();
    }

    private static int checks(StringBuilder out, String array, String list, int fresh) {
        int axis = 0;
        for (String i : list.split(", *")) {
            out.append("q1_").append(fresh).append(" = ge ").append(literal(i)).append(" 0:i32; q2_").append(fresh).append(" = dim[").append(axis++)
                .append("] ").append(array).append("; q3_").append(fresh).append(" = lt ").append(literal(i)).append(" q2_").append(fresh)
                .append("; q4_").append(fresh).append(" = and q1_").append(fresh).append(" q3_").append(fresh).append("; check[index \"t\"] q4_")
                .append(fresh).append('\n');
            fresh++;
        }
        return fresh;
    }
}
