// Random programs that call themselves and each other, in all places where calls can stand; they end because a number goes down.
package dev.jacobi.vectorize.recursion;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** As text: {@code main} calls {@code f}, which and {@code g} call f and g. Arrays have three elements. */
final class RandomRecursion {
    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private int next;
    private int calls;

    private RandomRecursion(long seed) {
        random = new Random(seed);
    }

    static String program(long seed) {
        return new RandomRecursion(seed).write();
    }

    /** What can be used at a place. */
    private record Scope(List<String> reals, List<String> numbers, String array, List<String> others) {
        Scope with(String array) {
            return new Scope(new ArrayList<>(reals), new ArrayList<>(numbers), array, new ArrayList<>(others));
        }
    }

    private String write() {
        text.append("main(n:i32[], x:f64[], a:f64[3], c:f64[3]) { r:f64[], b:f64[3] = call[f] n x a c; s:f64[], d:f64[3] = call[g] n r b c; return s, d }\n");
        for (String name : List.of("f", "g")) {
            calls = 0;
            text.append(name).append("(n:i32[], x:f64[], a:f64[m], c:f64[m]) {\n go = gt n 0:i32; n1 = sub n 1:i32\n r:f64[], b:f64[m] = cond(go) false { yield x, a } true {\n");
            Scope s = new Scope(new ArrayList<>(List.of("x")), new ArrayList<>(List.of("n")), "a", new ArrayList<>(List.of("c")));
            s = statements(s, 0);
            text.append(" yield ").append(pick(s.reals)).append(", ").append(s.array).append(" }\n return r, b }\n");
        }
        return text.toString();
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String fresh() {
        return "v" + next++;
    }

    private String line(String rhs) {
        String v = fresh();
        text.append(' ').append(v).append(" = ").append(rhs).append('\n');
        return v;
    }

    private Scope statements(Scope from, int depth) {
        Scope s = from;
        for (int k = 2 + random.nextInt(4 - depth); k > 0; k--) {
            s = statement(s, depth);
        }
        return calls == 0 && depth == 0 ? call(s) : s;
    }

    private Scope statement(Scope s, int depth) {
        int kind = random.nextInt(depth > 1 ? 7 : 12);
        switch (kind) {
            case 0, 1 -> s.reals.add(line(List.of("add ", "sub ", "min ").get(random.nextInt(3)) + pick(s.reals) + " " + pick(s.reals)));
            case 2 -> s.numbers.add(line("add " + pick(s.numbers) + " " + random.nextInt(5) + ":i32"));
            case 3 -> s.reals.add(line("index[clamp] " + (random.nextBoolean() ? s.array : pick(s.others)) + " " + pick(s.numbers)));
            case 4 -> {
                return s.with(line("update[clamp] " + s.array + " " + random.nextInt(3) + ":i32 " + pick(s.reals)));
            }
            case 5, 6 -> {
                return call(s);
            }
            case 7 -> s.others.add(line(random.nextBoolean() ? "copy " + s.array : "full[f64[3]] " + pick(s.reals) + " 3:i32"));
            case 8 -> {
                return branch(s, depth);
            }
            case 9 -> {
                return loop(s, depth);
            }
            case 10 -> {
                return loopWhile(s, depth);
            }
            default -> {
                return parallel(s, depth);
            }
        }
        return s;
    }

    /** Of one call less is left, so that few calls make many, and end. */
    private Scope call(Scope s) {
        if (calls++ > 2) {
            return s;
        }
        String r = fresh();
        boolean other = !s.others.isEmpty() && random.nextInt(4) == 0;
        String given = other ? line("copy " + pick(s.others)) : s.array;
        String b = fresh();
        text.append(' ').append(r).append(":f64[], ").append(b).append(":f64[3] = call[").append(random.nextBoolean() ? "f" : "g").append("] n1 ").append(pick(s.reals)).append(' ')
            .append(given).append(' ').append(random.nextInt(3) > 0 ? "c" : pick(s.others)).append('\n');
        Scope t = other ? s : s.with(b);
        t.reals.add(r);
        if (other) {
            t.others.add(b);
        }
        return t;
    }

    private Scope branch(Scope s, int depth) {
        String p = line("lt " + pick(s.reals) + " " + pick(s.reals));
        String r = fresh();
        String b = fresh();
        text.append(' ').append(r).append(":f64[], ").append(b).append(":f64[3] = cond(").append(p).append(") false {\n");
        Scope no = statements(s.with(s.array), depth + 1);
        text.append(" yield ").append(pick(no.reals)).append(", ").append(no.array).append(" } true {\n");
        Scope yes = statements(s.with(s.array), depth + 1);
        text.append(" yield ").append(pick(yes.reals)).append(", ").append(yes.array).append(" }\n");
        Scope t = s.with(b);
        t.reals.add(r);
        return t;
    }

    private Scope loop(Scope s, int depth) {
        String r = fresh();
        String b = fresh();
        String i = fresh();
        String x = fresh();
        String a = fresh();
        text.append(' ').append(r).append(", ").append(b).append(" = for(2:i32, ").append(pick(s.reals)).append(", ").append(s.array).append(") { ")
            .append(i).append(", ").append(x).append(", ").append(a).append(" ->\n");
        Scope in = s.with(a);
        in.reals.add(x);
        in.numbers.add(i);
        in = statements(in, depth + 1);
        text.append(" yield ").append(pick(in.reals)).append(", ").append(in.array).append(" }\n");
        Scope t = s.with(b);
        t.reals.add(r);
        return t;
    }

    private Scope loopWhile(Scope s, int depth) {
        String[] v = new String[7];
        for (int k = 0; k < v.length; k++) {
            v[k] = fresh();
        }
        text.append(String.format(" %s, %s = while(0:i32, %s) { %s, %s ->%n %s = lt %s 2:i32; yield %s } do { %s, %s ->%n", v[0], v[1], s.array, v[2], v[3], v[4], v[2], v[4], v[5], v[6]));
        Scope in = s.with(v[6]);
        in.numbers.add(v[5]);
        in = statements(in, depth + 1);
        String more = line("add " + v[5] + " 1:i32");
        text.append(" yield ").append(more).append(", ").append(in.array).append(" }\n");
        Scope t = s.with(v[1]);
        t.numbers.add(v[0]);
        return t;
    }

    /** A sum or an array of what calls give for children. */
    private Scope parallel(Scope s, int depth) {
        boolean sum = random.nextBoolean();
        String r = fresh();
        String i = fresh();
        text.append(' ').append(r).append(" = ").append(sum ? "reduce[2, add](2:i32, 0.0:f64) { " : "map[3](3:i32) { ").append(i).append(" ->\n");
        Scope in = s.with(s.array);
        in.numbers.add(i);
        String own = line("copy " + s.array);
        in = statements(in.with(own), depth + 1);
        text.append(" yield ").append(pick(in.reals)).append(" }\n");
        Scope t = s.with(s.array);
        (sum ? t.reals : t.others).add(r);
        return t;
    }
}
