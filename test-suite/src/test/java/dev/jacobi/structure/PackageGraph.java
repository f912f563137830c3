package dev.jacobi.structure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packages of some sources: how many files each has, and which others it uses, by imports or by names written out in full. */
final class PackageGraph {
    private static final Pattern PACKAGE = Pattern.compile("\\bpackage ([\\w.]+);");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.])([a-z]\\w*(?:\\.[a-z]\\w*)*)\\.[A-Z*]");

    private final Map<String, Integer> files = new TreeMap<>();
    private final Map<String, Set<String>> names = new TreeMap<>();

    /** Adds a source, given without its comments and the contents of its literals. */
    void add(String code) {
        Matcher p = PACKAGE.matcher(code);
        if (!p.find()) {
            throw new IllegalArgumentException("a source has no package: " + code.strip());
        }
        files.merge(p.group(1), 1, Integer::sum);
        Set<String> used = names.computeIfAbsent(p.group(1), n -> new TreeSet<>());
        Matcher m = NAME.matcher(code);
        while (m.find()) {
            used.add(m.group(1));
        }
    }

    Set<String> packages() {
        return files.keySet();
    }

    /** The packages with more files than {@code most}, and how many they have. */
    Map<String, Integer> above(int most) {
        var found = new TreeMap<>(files);
        found.values().removeIf(n -> n <= most);
        return found;
    }

    /** The packages along a circle, the first of them also at its end; empty when there is none. */
    List<String> circle() {
        var done = new HashSet<String>();
        for (String name : files.keySet()) {
            List<String> found = circle(name, new ArrayList<>(), done);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private List<String> circle(String name, List<String> way, Set<String> done) {
        int before = way.indexOf(name);
        way.add(name);
        if (before >= 0) {
            return List.copyOf(way.subList(before, way.size()));
        }
        for (String next : names.get(name)) {
            if (files.containsKey(next) && !next.equals(name) && !done.contains(next)) {
                List<String> found = circle(next, way, done);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        way.remove(way.size() - 1);
        done.add(name);
        return List.of();
    }
}
