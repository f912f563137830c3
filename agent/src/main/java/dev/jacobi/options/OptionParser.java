package dev.jacobi.options;

import dev.jacobi.pjrt.hlo.HloOptions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Reads the options: the agent argument {@code key=value,key=value} wins over {@code -Djacobi.key}, that over
 * {@code JACOBI_KEY}. What is unknown becomes a warning that names the nearest valid key or value; nothing here throws.
 * Runs at JVM start, so it avoids lambdas, streams and regular expressions, which cost start-up time.
 */
public final class OptionParser {
    private static final String[] KEYS = {"include", "exclude", "enabled", "backend", "fp", "threads", "policy", "verify", "report",
        "refusal", "dump", "filter", "cache", "natives", "math", "log", "check", "memory", "pjrt.plugin", "pjrt.f64", "pjrt.depth", "pjrt.precision", "pjrt.buckets", "pjrt.options"};
    /** Properties of this project's own tests. */
    private static final String TESTS = "jacobi.test.";

    /** A property with the agent's argument, for what is compiled without the agent's help. */
    public static final String ARGUMENTS = "dev.jacobi.agent.arguments";

    private final Map<String, List<String>> values = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();

    private OptionParser() {
    }

    /** Options and the warnings that are due. */
    public record Parsed(Options options, List<String> warnings) {
        public Parsed {
            warnings = List.copyOf(warnings);
        }
    }

    /** Options from the three places. {@code agentArgs} may be null. */
    public static Parsed parse(String agentArgs, Properties properties, Map<String, String> environment) {
        OptionParser p = new OptionParser();
        p.environment(environment);
        p.properties(properties);
        p.agent(agentArgs);
        Options o = p.build();
        return new Parsed(o, p.warnings);
    }

    /** Options of this process: those of the agent, when it has been started. */
    public static Parsed fromProcess() {
        return parse(System.getProperty(ARGUMENTS), System.getProperties(), System.getenv());
    }

    private void environment(Map<String, String> env) {
        for (Map.Entry<String, String> e : env.entrySet()) {
            if (e.getKey().startsWith("JACOBI_")) {
                put(e.getKey().substring(7).toLowerCase(Locale.ROOT).replace('_', '.'), split(e.getValue()), "the environment variable " + e.getKey());
            }
        }
    }

    private void properties(Properties props) {
        for (String name : props.stringPropertyNames()) {
            if (name.startsWith("jacobi.") && !name.startsWith(TESTS)) {
                put(name.substring(7), split(props.getProperty(name)), "the property " + name);
            }
        }
    }

    private void agent(String args) {
        Map<String, List<String>> own = new HashMap<>();
        List<String> order = new ArrayList<>();
        for (String part : split(args == null ? "" : args)) {
            int eq = part.indexOf('=');
            String key = eq < 0 ? part : part.substring(0, eq).trim();
            if (eq < 0) {
                warnings.add("The agent argument '" + part + "' is not of the form key=value and is ignored; valid keys are "
                    + String.join(", ", KEYS) + ".");
                continue;
            }
            List<String> list = own.get(key);
            if (list == null) {
                list = new ArrayList<>();
                own.put(key, list);
                order.add(key);
            }
            list.add(part.substring(eq + 1).trim());
        }
        for (String key : order) {
            put(key, own.get(key), "the agent argument " + key);
        }
    }

    private void put(String key, List<String> value, String origin) {
        for (String k : KEYS) {
            if (k.equals(key)) {
                if (value.isEmpty() || value.contains("")) {
                    warnings.add("There is no value in " + origin + ", so it is ignored.");
                } else {
                    values.put(key, value);
                }
                return;
            }
        }
        warnings.add("Unknown option '" + key + "' in " + origin + " is ignored; did you mean '" + nearest(key, KEYS) + "'?");
    }

    private static List<String> split(String s) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= s.length(); i++) {
            if (i == s.length() || s.charAt(i) == ',') {
                String part = s.substring(from, i).trim();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                from = i + 1;
            }
        }
        return parts;
    }

    private Options build() {
        String report = last("report", "summary");
        if (!report.equals("summary") && !report.equals("off") && !report.endsWith(".json") && !report.endsWith(".html")) {
            warnings.add("The option report cannot be '" + report + "'; it is summary, off, or a file whose name ends in .json or .html."
                + " It is taken as 'summary'.");
            report = "summary";
        } else if (!isPath("report", report)) {
            report = "summary";
        }
        return new Options(list("include"), list("exclude"), choice("enabled", "true", "false").equals("true"), Options.Backend.named(choice("backend", texts(Options.Backend.values()))),
            choice("fp", "strict", "fast").equals("fast"),
            number("threads", 0, 4096, 0, "a number from 1 to 4096, or 0 for all cores. All cores are used."), Options.Policy.valueOf(upper(choice("policy", "adaptive", "always", "off"))),
            choice("verify", "off", "shadow").equals("shadow"), report,
            choice("refusal", "report", "throw").equals("throw"), folder("dump"), last("filter", null), folder("cache"), folder("natives"), Options.Log.valueOf(upper(choice("log", "warn", "info", "debug", "off"))),
            choice("check", "off", "on").equals("on"), memory(), new Options.Pjrt(last("pjrt.plugin", null), choice("pjrt.f64", "refuse", "f32").equals("f32"), depth(), precision(),
                Options.Buckets.valueOf(upper(choice("pjrt.buckets", "auto", "always", "off"))), plugin()),
            choice("math", "ulp", "jvm").equals("jvm"));
    }

    /** What a plugin is told: each entry is a name and a value, which is a number, several integers with blanks between them, true or false, or a text. */
    private Map<String, Object> plugin() {
        Map<String, Object> out = new HashMap<>();
        for (String entry : list("pjrt.options")) {
            int colon = entry.indexOf(':');
            if (colon <= 0 || colon == entry.length() - 1) {
                warnings.add("The option pjrt.options has '" + entry + "', which is not of the form name:value and is ignored.");
                continue;
            }
            out.put(entry.substring(0, colon).trim(), value(entry.substring(colon + 1).trim()));
        }
        return out;
    }

    private static Object value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        try {
            if (text.indexOf('.') >= 0) {
                return Float.parseFloat(text);
            }
            if (text.indexOf(' ') < 0) {
                return Long.parseLong(text);
            }
            List<Long> all = new ArrayList<>();
            for (String word : text.split(" +")) {
                all.add(Long.parseLong(word));
            }
            return List.copyOf(all);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    /** Null when it is not said. */
    private HloOptions.Precision precision() {
        return list("pjrt.precision").isEmpty() ? null : HloOptions.Precision.valueOf(upper(choice("pjrt.precision", "default", "high", "highest")));
    }

    private static String[] texts(Object[] values) {
        String[] texts = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = values[i].toString();
        }
        return texts;
    }

    private static String upper(String s) {
        return s.toUpperCase(Locale.ROOT);
    }

    private List<String> list(String key) {
        List<String> v = values.get(key);
        return v == null ? List.of() : v;
    }

    private String last(String key, String fallback) {
        List<String> v = list(key);
        return v.isEmpty() ? fallback : v.get(v.size() - 1);
    }

    private String folder(String key) {
        String v = last(key, null);
        return v == null || v.equals("off") || !isPath(key, v) ? null : v;
    }

    /** Names with characters that the file system's encoding does not have are no paths for Java. */
    private boolean isPath(String key, String name) {
        try {
            Path.of(name);
            return true;
        } catch (InvalidPathException e) {
            warnings.add("The option " + key + " names no file that this JVM can open (" + e.getReason() + ") and is ignored: '" + name + "'.");
            return false;
        }
    }

    /** The value of a key with a fixed set of values, the default being the first. */
    private String choice(String key, String... valid) {
        String v = last(key, valid[0]);
        for (String c : valid) {
            if (c.equalsIgnoreCase(v)) {
                return c;
            }
        }
        warnings.add("The option " + key + " does not know the value '" + v + "'; did you mean '" + nearest(v, valid) + "'? It is taken as '" + valid[0] + "'.");
        return valid[0];
    }

    private int depth() {
        int usual = HloOptions.DEFAULT.depth();
        return number("pjrt.depth", 1, 1_000_000, usual, "a number from 1 to 1000000. It is taken as " + usual + ".");
    }

    /** Bytes, with a unit or without; 0 for what the heap leaves. */
    private long memory() {
        String v = last("memory", "0").trim();
        int digits = 0;
        while (digits < v.length() && v.charAt(digits) >= '0' && v.charAt(digits) <= '9') {
            digits++;
        }
        String unit = v.substring(digits).toLowerCase(Locale.ROOT);
        boolean known = unit.isEmpty() || (unit.length() == 1 || unit.length() == 2 && unit.charAt(1) == 'b') && "kmgt".indexOf(unit.charAt(0)) >= 0;
        if (digits > 0 && digits <= 18 && known) {
            int shift = unit.isEmpty() ? 0 : 10 * (1 + "kmgt".indexOf(unit.charAt(0)));
            long n = Long.parseLong(v.substring(0, digits));
            if (n <= Long.MAX_VALUE >> shift) {
                return n << shift;
            }
        }
        warnings.add("The option memory cannot be '" + v + "'; it is a number of bytes, with k, m or g behind it for more, such as "
            + (digits > 0 && digits <= 6 ? v.substring(0, digits) + "m" : "512m") + " or 2g. What the JVM's heap limit leaves is taken.");
        return 0;
    }

    private int number(String key, int least, int most, int usual, String otherwise) {
        String v = last(key, Integer.toString(usual));
        try {
            int n = Integer.parseInt(v);
            if (n >= least && n <= most) {
                return n;
            }
        } catch (NumberFormatException e) {
            // Said below, together with numbers out of range.
        }
        warnings.add("The option " + key + " cannot be '" + v + "'; it is " + otherwise);
        return usual;
    }

    /** The candidate with the smallest edit distance. */
    static String nearest(String word, String[] candidates) {
        String best = candidates[0];
        int bestDistance = Integer.MAX_VALUE;
        for (String c : candidates) {
            int d = distance(word.toLowerCase(Locale.ROOT), c.toLowerCase(Locale.ROOT));
            if (d < bestDistance) {
                bestDistance = d;
                best = c;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
