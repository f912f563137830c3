package dev.jacobi.transform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values by key, of which those not used for longest are dropped when there are too many. Looking one up takes no lock.
 *
 * @param <K> with a hash code
 */
final class LruCache<K, V> {
    private final ConcurrentHashMap<K, Slot<V>> slots = new ConcurrentHashMap<>();
    private final int most;
    /** Counts uses; plain on purpose, as it only has to be nearly right. */
    private long clock;

    private static final class Slot<V> {
        final V value;
        volatile long used;

        Slot(V value, long used) {
            this.value = value;
            this.used = used;
        }
    }

    /** When a key was last used, at one moment: an order that changes while one sorts by it is none. */
    private record Use<K>(K key, long when) {
    }

    LruCache(int most) {
        this.most = most;
    }

    /** The value, or null. */
    V get(K key) {
        Slot<V> s = slots.get(key);
        if (s == null) {
            return null;
        }
        s.used = ++clock;
        return s.value;
    }

    /** Forgets a value, unless another one has taken its place. */
    void drop(K key, V value) {
        slots.computeIfPresent(key, (k, s) -> s.value == value ? null : s);
    }

    /** Keeps a value, unless there is one: that is the answer then. */
    synchronized V keep(K key, V value) {
        Slot<V> before = slots.putIfAbsent(key, new Slot<>(value, ++clock));
        if (before != null) {
            return before.value;
        }
        if (slots.size() > most) {
            var uses = new ArrayList<Use<K>>();
            slots.forEach((k, s) -> uses.add(new Use<>(k, s.used)));
            uses.stream().sorted(Comparator.comparingLong(Use::when)).limit(Math.max(1, most / 8)).forEach(u -> slots.remove(u.key));
        }
        return value;
    }
}
