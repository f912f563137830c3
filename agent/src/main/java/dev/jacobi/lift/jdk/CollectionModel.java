package dev.jacobi.lift.jdk;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Methods of lists and maps that take functions, or follow from others: in plain Java over what the abstract heap has of lists and maps, with the results that their interfaces
 * specify. Those that are not private stand for the methods of their names, the first parameter for the list or map.
 */
public final class CollectionModel {
    /** Internal name of this class; taken from the class itself, which may be relocated. */
    public static final String NAME = CollectionModel.class.getName().replace('.', '/');
    /** What a queue and a stack call these. */
    private static final Map<String, String> OF_QUEUES = Map.of("push", "addFirst", "pop", "removeFirst", "remove", "removeFirst", "poll", "pollFirst", "peek", "peekFirst", "element", "getFirst",
        "offer", "offerLast");
    private static final Map<String, String> OF_STACKS = Map.of("push", "pushed", "pop", "removeLast", "peek", "getLast");
    private static final Set<String> PLACING_OTHERWISE = Set.of("merge", "compute", "computeIfAbsent", "putAll");

    private CollectionModel() {
    }

    /** The name here of a method of a class of {@link ContainerModels}. */
    public static String name(String cls, String name) {
        boolean isQueue = cls.equals(ContainerModels.GROWN_DEQUE) || cls.equals(ContainerModels.GROWN_LINKED);
        return isQueue ? OF_QUEUES.getOrDefault(name, name) : cls.equals(ContainerModels.GROWN_STACK) ? OF_STACKS.getOrDefault(name, name) : name;
    }

    /** Whether a hash table has new keys elsewhere after this method than after {@code put}: it puts them in front of others in the same place, or grows the table earlier or later. */
    public static boolean placesOtherwise(String name) {
        return PLACING_OTHERWISE.contains(name);
    }

    static void forEach(List<Object> list, Consumer<Object> action) {
        for (Object x : list) {
            action.accept(x);
        }
    }

    static void replaceAll(List<Object> list, UnaryOperator<Object> by) {
        for (int i = 0; i < list.size(); i++) {
            list.set(i, by.apply(list.get(i)));
        }
    }

    static boolean removeIf(List<Object> list, Predicate<Object> goes) {
        int before = list.size();
        int i = 0;
        while (i < list.size()) {
            if (goes.test(list.get(i))) {
                list.remove(i);
            } else {
                i++;
            }
        }
        return list.size() < before;
    }

    static Object getFirst(List<Object> list) {
        return list.get(0);
    }

    static Object getLast(List<Object> list) {
        return list.get(list.size() - 1);
    }

    static Object removeFirst(List<Object> list) {
        return list.remove(0);
    }

    static Object removeLast(List<Object> list) {
        return list.remove(list.size() - 1);
    }

    static Object pollFirst(List<Object> list) {
        return list.isEmpty() ? null : list.remove(0);
    }

    static Object pollLast(List<Object> list) {
        return list.isEmpty() ? null : list.remove(list.size() - 1);
    }

    static Object peekFirst(List<Object> list) {
        return list.isEmpty() ? null : list.get(0);
    }

    static Object peekLast(List<Object> list) {
        return list.isEmpty() ? null : list.get(list.size() - 1);
    }

    static void addFirst(List<Object> list, Object x) {
        list.add(0, x);
    }

    static void addLast(List<Object> list, Object x) {
        list.add(x);
    }

    static boolean offerFirst(List<Object> list, Object x) {
        list.add(0, x);
        return true;
    }

    static boolean offerLast(List<Object> list, Object x) {
        list.add(x);
        return true;
    }

    /** A stack's push, at the end. */
    static Object pushed(List<Object> list, Object x) {
        list.add(x);
        return x;
    }

    static boolean empty(List<Object> list) {
        return list.isEmpty();
    }

    static void forEach(Map<Object, Object> map, BiConsumer<Object, Object> action) {
        for (Map.Entry<Object, Object> e : map.entrySet()) {
            action.accept(e.getKey(), e.getValue());
        }
    }

    static Object merge(Map<Object, Object> map, Object key, Object value, BiFunction<Object, Object, Object> by) {
        if (value == null) {
            throw new NullPointerException();
        }
        Object old = map.get(key);
        Object now = old == null ? value : by.apply(old, value);
        return set(map, key, now);
    }

    static Object compute(Map<Object, Object> map, Object key, BiFunction<Object, Object, Object> by) {
        return set(map, key, by.apply(key, map.get(key)));
    }

    static Object computeIfPresent(Map<Object, Object> map, Object key, BiFunction<Object, Object, Object> by) {
        Object old = map.get(key);
        return old == null ? null : set(map, key, by.apply(key, old));
    }

    static Object computeIfAbsent(Map<Object, Object> map, Object key, Function<Object, Object> by) {
        Object old = map.get(key);
        if (old != null) {
            return old;
        }
        Object now = by.apply(key);
        if (now != null) {
            map.put(key, now);
        }
        return now;
    }

    static Object putIfAbsent(Map<Object, Object> map, Object key, Object value) {
        Object old = map.get(key);
        if (old == null) {
            map.put(key, value);
        }
        return old;
    }

    static void putAll(Map<Object, Object> map, Map<Object, Object> more) {
        for (Map.Entry<Object, Object> e : more.entrySet()) {
            map.put(e.getKey(), e.getValue());
        }
    }

    private static Object set(Map<Object, Object> map, Object key, Object now) {
        if (now == null) {
            map.remove(key);
        } else {
            map.put(key, now);
        }
        return now;
    }
}
