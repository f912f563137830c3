package dev.jacobi.ir.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random programs of one loop that hands integers from trip to trip, full of checks {@code c0, c1, ..}, each of which {@code u} lets pass whatever it compares; other checks are those of a program. */
final class CarriedPrograms {
    private static final int DEEPEST = 3;
    private static final List<String> COMPARISONS = List.of("lt", "le", "gt", "ge", "eq", "ne");
    private static final List<String> SMALL = List.of("0", "1", "2", "3", "5", "-1", "7", "4", "-2", "10");
    private final Random random;
    private final String type;
    private final boolean wide;
    private StringBuilder text = new StringBuilder();
    private int fresh;
    private int probes;

    private CarriedPrograms(long seed, boolean wide) {
        random = new Random(seed);
        this.wide = wide;
        type = wide ? "i64" : "i32";
    }

    /** {@code f(c, n, m, u)} of integers, all i64 where it is {@code wide}, and a bool. */
    static String program(long seed, boolean wide) {
        return new CarriedPrograms(seed, wide).program();
    }

    private String program() {
        text.append("f(c:T[], n:T[], m:T[], u:bool[]) {\nn1 = sub n 1:T\nm1 = sub m 1:T\n");
        for (int k = random.nextInt(3); k > 0; k--) {
            check(List.of("n", "m", "c"));
        }
        int carries = 1 + random.nextInt(3);
        var carried = new ArrayList<String>();
        var results = new ArrayList<String>();
        var starts = new ArrayList<String>();
        for (int k = 0; k < carries; k++) {
            carried.add("p" + k);
            results.add("r" + k);
            starts.add(random.nextInt(3) > 0 ? "0:T" : fixed());
        }
        var values = new ArrayList<String>(carried);
        boolean until = random.nextInt(3) == 0;
        begin(until, results, starts, carried, values);
        trip(carried, values, until);
        for (int k = 0; k < 5; k++) {
            probe(results);
        }
        return (text + "return " + String.join(", ", results) + " }\n").replace(":T", ":" + type);
    }

    private void begin(boolean until, List<String> results, List<String> starts, List<String> carried, List<String> values) {
        String to = String.join(", ", results);
        String from = String.join(", ", starts);
        String params = String.join(", ", carried);
        if (until) {
            text.append(to).append(", g = while(").append(from).append(", 0:T) { ").append(params).append(", t -> ");
            String more = comparison(carried);
            text.append("tt = lt t 30:T\nboth = and ").append(more).append(" tt\nyield both } do { ").append(params).append(", t ->\n");
        } else {
            text.append(to).append(" = for(c, ").append(from).append(") { i, ").append(params).append(" ->\n");
            values.add("i");
        }
    }

    private void trip(List<String> carried, List<String> values, boolean until) {
        if (random.nextInt(3) == 0) {
            check(carried);
        }
        for (int k = 0; k < 6; k++) {
            probe(carried);
        }
        var out = new ArrayList<String>();
        for (int k = 0; k < carried.size(); k++) {
            String v = value(values, 0);
            out.add(v);
            if (v.startsWith("v")) {
                values.add(v);
            }
            if (random.nextBoolean()) {
                probe(values);
            }
        }
        if (random.nextInt(3) == 0) {
            Collections.shuffle(out, random);
        }
        text.append(until ? "tn = add t 1:T\n" : "").append("yield ").append(String.join(", ", out)).append(until ? ", tn }\n" : " }\n");
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String literal() {
        long largest = wide ? Long.MAX_VALUE : Integer.MAX_VALUE;
        int from = random.nextInt(3);
        return (random.nextInt(wide ? 12 : 40) > 0 ? pick(SMALL) : Long.toString(random.nextBoolean() ? largest - from : -largest - 1 + from)) + ":T";
    }

    /** What no trip changes. */
    private String fixed() {
        return random.nextInt(3) == 0 ? literal() : pick(List.of("n", "m", "n1", "m1"));
    }

    private String any(List<String> values) {
        return random.nextInt(4) == 0 ? fixed() : pick(values);
    }

    private String line(String right) {
        String v = "v" + fresh++;
        text.append(v).append(" = ").append(right).append('\n');
        return v;
    }

    private String comparison(List<String> values) {
        return line(pick(COMPARISONS) + " " + pick(values) + " " + (random.nextInt(3) > 0 ? fixed() : any(values)));
    }

    private void check(List<String> values) {
        String holds = comparison(values);
        text.append("check[index \"\"] ").append(holds).append('\n');
    }

    private void probe(List<String> values) {
        String either = line("or " + comparison(values) + " u");
        text.append("check[memory \"c").append(probes++).append("\"] ").append(either).append('\n');
    }

    private String value(List<String> values, int depth) {
        String a = pick(values);
        return switch (random.nextInt(depth == DEEPEST ? 7 : 11)) {
            case 0, 1 -> line(pick(List.of("add ", "sub ")) + a + " " + (1 + random.nextInt(2)) + ":T");
            case 2 -> line(pick(List.of("add ", "sub ")) + a + " " + any(values));
            case 3 -> line(pick(List.of("min ", "max ")) + a + " " + any(values));
            case 4 -> line(pick(List.of("ushr ", "shr ")) + a + " 1:T");
            case 5 -> line(pick(List.of("abs A", "and A 3:T", "neg A", "mul A 2:T", "div A 2:T")).replace("A", a));
            case 6 -> any(values);
            case 7 -> remainder(a);
            case 8 -> select(values, depth);
            case 9 -> cond(values, depth);
            default -> ring(a);
        };
    }

    private String remainder(String a) {
        String nonzero = line("ne n 0:T");
        text.append("check[division \"\"] ").append(nonzero).append('\n');
        return line("rem " + a + " n");
    }

    private String select(List<String> values, int depth) {
        String a = value(values, depth + 1);
        String b = value(values, depth + 1);
        var known = new ArrayList<String>(values);
        List.of(a, b).stream().filter(x -> x.startsWith("v")).forEach(known::add);
        return line("select " + comparison(known) + " " + a + " " + b);
    }

    private String cond(List<String> values, int depth) {
        String when = comparison(values);
        String v = "v" + fresh++;
        text.append(v).append(":T[] = cond(").append(when).append(") false {\n");
        String otherwise = value(values, depth + 1);
        text.append("yield ").append(otherwise).append(" } true {\n");
        String then = value(values, depth + 1);
        text.append("yield ").append(then).append(" }\n");
        return v;
    }

    private String ring(String a) {
        String next = line("add " + a + " 1:T");
        String end = fixed();
        String turns = line(pick(COMPARISONS) + " " + next + " " + end);
        return random.nextBoolean() ? line("select " + turns + " 0:T " + next) : line("sub " + next + " " + line("select " + turns + " " + end + " 0:T"));
    }
}
