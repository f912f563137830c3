package dev.jacobi.ir;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Functions by name, in a fixed order; {@code call} refers to them, also recursively. */
public record Module(Map<String, Func> funcs) {
    public Module {
        funcs = Collections.unmodifiableMap(new LinkedHashMap<>(funcs));
    }

    public static Module of(String name, Func f) {
        return new Module(Map.of(name, f));
    }

    public Func get(String name) {
        return funcs.get(name);
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
