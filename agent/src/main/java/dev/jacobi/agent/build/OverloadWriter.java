package dev.jacobi.agent.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A step of building this module: writes Java that is the same for each number of arguments but for that number. It stands once, in a template, which is Java with these marks, where
 * {@code N} is the number of arguments:
 *
 * <pre>
 * #for 1..8            the lines up to its #end are there for each of these N, one after the other
 * #if 2..4             the lines up to its #end, or up to its #else, are there if N is one of these; lines behind #else if it is none
 * #files 1..8          as the first line: there is a file for each of these N, which stands for the letter N in the file's name
 * #kinds Int Long      as the first line: there is a file for each of these types of numbers, whose name stands for the letter K in the file's name
 * #kind Int            the lines up to its #end are there in the files for these types
 *
 * {N} {2N} {N+1}       N, its double, and the number after it: {@code Fn{N}} is Fn3
 * {number arguments}   N in words: "one argument", "three arguments"; with a capital if it begins with one
 * {A a, ..}            a list of the like for each argument, with commas: {@code A a, B b, C c}
 * ... {..}             a line that ends so: the line for each argument
 * {Kind} {kind} {Box}  in files for types: Int, int, Integer
 * </pre>
 *
 * In the last two stands what the first argument has, of which these are put for the others: the letters {@code A} (also in {@code A2}) and {@code a}, the number in {@code a1},
 * {@code t1} and the like, the index {@code [0]}, and the word {@code first}.
 *
 * <p>This runs before anything is compiled, as a program of one source file, and so uses nothing but the JDK. A file that would not change is left as it is, so that it is not compiled again.
 */
public final class OverloadWriter {
    private static final List<String> NUMBERS = List.of("one", "two", "three", "four", "five", "six", "seven", "eight");
    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth");
    private static final String EXTENSION = ".template";
    private static final Pattern BLOCK = Pattern.compile("#(?:for|if|files) (\\d)(?:\\.\\.(\\d))?");
    private static final Pattern MARK = Pattern.compile("\\{(?:(N|2N|N\\+1)|([Nn])umber arguments|([^{}]*), \\.\\.)}");
    private static final String EACH = " {..}";
    private static final Pattern OF_FIRST = Pattern.compile("\\bA(?=2?\\b)|\\ba\\b|(?<=\\b[a-z])1\\b|(?<=\\[)0(?=])|\\bfirst\\b");

    private OverloadWriter() {
    }

    /** {@code OverloadWriter FROM TO}: from all templates below a folder to files in the same packages below another, where nothing else stays. */
    public static void main(String[] args) throws IOException {
        Path from = Path.of(args[0]);
        Path to = Path.of(args[1]);
        var made = new HashSet<Path>();
        for (Path template : files(from, EXTENSION)) {
            String name = from.relativize(template).toString();
            for (var file : made(name.substring(0, name.length() - EXTENSION.length()), Files.readAllLines(template)).entrySet()) {
                made.add(to.resolve(file.getKey()));
                write(to.resolve(file.getKey()), file.getValue());
            }
        }
        for (Path old : files(to, ".java")) {
            if (!made.contains(old)) {
                Files.delete(old);
            }
        }
    }

    private static List<Path> files(Path folder, String extension) throws IOException {
        try (Stream<Path> all = Files.walk(Files.createDirectories(folder))) {
            return all.filter(p -> p.toString().endsWith(extension)).sorted().toList();
        }
    }

    private static void write(Path file, List<String> lines) throws IOException {
        if (!Files.exists(file) || !Files.readAllLines(file).equals(lines)) {
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        }
    }

    /** The files that a template stands for, by name: one of the template's own name, or one for each number of arguments. */
    static Map<String, List<String>> made(String name, List<String> template) {
        var files = new TreeMap<String, List<String>>();
        Path file = Path.of(name);
        if (template.get(0).startsWith("#kinds ")) {
            for (String kind : words(template.get(0))) {
                files.put(file.resolveSibling(file.getFileName().toString().replaceFirst("K", kind)).toString(), ofKind(template.subList(1, template.size()), kind));
            }
        } else if (template.get(0).startsWith("#files ")) {
            for (int n : range(template.get(0))) {
                files.put(file.resolveSibling(file.getFileName().toString().replace("N", "" + n)).toString(), lines(template.subList(1, template.size()), n));
            }
        } else {
            files.put(name, lines(template, 0));
        }
        files.values().forEach(lines -> lines.add(0, "// OverloadWriter wrote this from the template " + Path.of(name).getFileName() + EXTENSION + ", which is what to change."));
        return files;
    }

    private static List<String> words(String line) {
        return List.of(line.split(" ")).subList(1, line.split(" ").length);
    }

    /** What the lines of a template stand for in the file for a type of numbers. */
    private static List<String> ofKind(List<String> template, String kind) {
        var lines = new ArrayList<String>();
        boolean isThere = true;
        for (String line : template) {
            if (line.startsWith("#kind ")) {
                isThere = words(line).contains(kind);
            } else if (line.equals("#end")) {
                isThere = true;
            } else if (isThere) {
                lines.add(line.replace("{Kind}", kind).replace("{kind}", kind.toLowerCase(Locale.ROOT)).replace("{Box}", kind.equals("Int") ? "Integer" : kind));
            }
        }
        return lines;
    }

    /** What the lines of a template stand for where there are {@code n} arguments; 0 outside of what there is for several numbers of arguments. */
    private static List<String> lines(List<String> template, int n) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < template.size(); i++) {
            String line = template.get(i);
            if (!line.startsWith("#")) {
                lines.addAll(line(line, n));
                continue;
            }
            List<Integer> range = range(line);
            int end = next("#end", template, i);
            int otherwise = Math.min(next("#else", template, i), end);
            if (line.startsWith("#for ")) {
                for (int k : range) {
                    lines.addAll(lines(template.subList(i + 1, end), k));
                }
            } else {
                lines.addAll(range.contains(n) ? lines(template.subList(i + 1, otherwise), n) : lines(template.subList(Math.min(otherwise + 1, end), end), n));
            }
            i = end;
        }
        return lines;
    }

    private static List<Integer> range(String line) {
        Matcher m = BLOCK.matcher(line);
        if (!m.matches()) {
            throw new IllegalArgumentException("This is no line that a block may begin with: " + line);
        }
        int from = Integer.parseInt(m.group(1));
        return IntStream.rangeClosed(from, m.group(2) == null ? from : Integer.parseInt(m.group(2))).boxed().toList();
    }

    /** Where the block that begins at a line has its {@code #else} or {@code #end}, outside of all blocks in it; behind the last line if it has none. */
    private static int next(String mark, List<String> template, int begin) {
        int depth = 0;
        for (int i = begin + 1; i < template.size(); i++) {
            String line = template.get(i);
            if (depth == 0 && (line.equals(mark) || line.equals("#end"))) {
                return i;
            }
            depth += BLOCK.matcher(line).matches() ? 1 : line.equals("#end") ? -1 : 0;
        }
        throw new IllegalArgumentException("A block has no end: " + template.get(begin));
    }

    /** What a line without blocks stands for: itself without marks, or one line for each argument. */
    private static List<String> line(String line, int n) {
        if (line.endsWith(EACH)) {
            return each(line.substring(0, line.length() - EACH.length()), n);
        }
        return List.of(MARK.matcher(line).replaceAll(m -> m.group(3) != null ? String.join(", ", each(m.group(3), n))
            : m.group(2) != null ? (m.group(2).equals("N") ? capital(NUMBERS.get(n - 1)) : NUMBERS.get(n - 1)) + (n == 1 ? " argument" : " arguments")
            : "" + (m.group(1).equals("N") ? n : m.group(1).equals("2N") ? 2 * n : n + 1)));
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** What the first argument has, for each of them. */
    private static List<String> each(String ofFirst, int n) {
        return IntStream.range(0, n).mapToObj(k -> OF_FIRST.matcher(ofFirst).replaceAll(m -> switch (m.group()) {
            case "first" -> ORDINALS.get(k);
            default -> "" + (char) (m.group().charAt(0) + k);
        })).toList();
    }
}
