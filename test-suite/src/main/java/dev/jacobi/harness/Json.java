// The agent's report as data.
package dev.jacobi.harness;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.Strictness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Maps, lists, strings, doubles, booleans and null; a report that is no JSON (RFC 8259) is an error. */
public final class Json {
    private Json() {
    }

    /** The objects that describe methods: the report itself when it is a list, else its list called {@code methods}. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> methods(String report) {
        Gson gson = new GsonBuilder().setStrictness(Strictness.STRICT).create();
        Object value = gson.fromJson(report, Object.class);
        Object list = value instanceof Map<?, ?> map ? map.get("methods") : value;
        return (List<Map<String, Object>>) list;
    }

    public static List<Map<String, Object>> methods(Path report) throws IOException {
        return methods(Files.readString(report));
    }

    /** The methods of a report by their names without class. */
    public static Map<String, Map<String, Object>> byName(Path report) throws IOException {
        return methods(report).stream().collect(Collectors.toMap(m -> name(m).replaceAll(".*\\.", ""), m -> m));
    }

    /** {@code Class.method} of a method of the report. */
    public static String name(Map<String, Object> method) {
        String name = String.valueOf(method.get("method"));
        return name.contains("(") ? name.substring(0, name.indexOf('(')) : name;
    }

    /** Why a method of the report was left to the JVM. */
    public static String sentence(Map<String, Object> method) {
        return method.get("reason") instanceof Map<?, ?> reason ? String.valueOf(reason.get("sentence")) : "no reason given";
    }
}
