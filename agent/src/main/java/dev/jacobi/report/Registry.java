package dev.jacobi.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** All methods that were asked for, by name; methods of one name in several class loaders share an entry, so it stays small. */
public final class Registry {
    private final ConcurrentHashMap<String, MethodStats> methods = new ConcurrentHashMap<>();

    /** The entry of a method, made on first use. */
    public MethodStats method(String owner, String name, String desc) {
        String key = owner + "." + name + desc;
        MethodStats s = methods.get(key);
        if (s == null) {
            MethodStats fresh = new MethodStats(owner, name, desc);
            s = methods.putIfAbsent(key, fresh);
            return s == null ? fresh : s;
        }
        return s;
    }

    /** Notes a method that cannot be compiled: {@code because} completes "left to the JVM because". */
    public MethodStats.Reason refused(String owner, String name, String desc, ReasonCode code, String because, String where) {
        var why = new MethodStats.Reason(code, where, "left to the JVM because " + because + " (" + code + " at " + where + ")");
        method(owner, name, desc).left(why);
        return why;
    }

    /** The entries in order of their names. */
    public List<MethodStats> methods() {
        List<MethodStats> all = new ArrayList<>(methods.values());
        all.sort(Comparator.comparing(MethodStats::owner).thenComparing(MethodStats::name).thenComparing(MethodStats::desc));
        return all;
    }
}
