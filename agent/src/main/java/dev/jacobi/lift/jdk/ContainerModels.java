package dev.jacobi.lift.jdk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Stack;
import java.util.TreeMap;

/** Classes of the lists and maps that the abstract heap has. All are given by their internal names, and only {@link Cursor} has code that is lifted. */
public final class ContainerModels {
    public static final String LIST = KnownList.class.getName().replace('.', '/');
    public static final String MAP = KnownMap.class.getName().replace('.', '/');
    public static final String CURSOR = Cursor.class.getName().replace('.', '/');
    private static final String SELF = ContainerModels.class.getName().replace('.', '/');
    /** By name: were these classes loaded, the JVM would make all code anew that counts on lists and maps being of no subclass. */
    public static final String GROWN_LIST = SELF + "$GrownList";
    public static final String GROWN_MAP = SELF + "$GrownMap";
    public static final String GROWN_SORTED = SELF + "$GrownSortedMap";
    public static final String GROWN_DEQUE = SELF + "$GrownDeque";
    public static final String GROWN_LINKED = SELF + "$GrownLinkedList";
    public static final String GROWN_STACK = SELF + "$GrownStack";
    /** Stands for a StringBuilder. */
    public static final String GROWN_TEXT = SELF + "$GrownText";
    private static final Map<String, String> GROWN = Map.of("java/util/ArrayList", GROWN_LIST, "java/util/HashMap", GROWN_MAP, "java/util/LinkedHashMap", SELF + "$GrownOrderedMap",
        "java/util/TreeMap", GROWN_SORTED, "java/util/ArrayDeque", GROWN_DEQUE, "java/util/LinkedList", GROWN_LINKED, "java/util/Stack", GROWN_STACK,
        "java/lang/StringBuilder", GROWN_TEXT);
    private static final Set<String> IN_ORDER = Set.of(GROWN_LIST, GROWN_DEQUE, GROWN_LINKED, GROWN_STACK);

    private ContainerModels() {
    }

    /** Whether it is one of these. */
    public static boolean is(String cls) {
        return cls.equals(LIST) || cls.equals(MAP) || cls.equals(CURSOR) || isGrown(cls);
    }

    /** Whether it is one of those that code makes and fills. */
    public static boolean isGrown(String cls) {
        return GROWN.containsValue(cls);
    }

    /** Whether it is one of those whose elements have numbers, of which a deque and a stack take the first or the last. */
    public static boolean isGrownList(String cls) {
        return IN_ORDER.contains(cls);
    }

    /** The one for a class of the JDK that code makes; null for another class. */
    public static String grown(String cls) {
        return GROWN.get(cls);
    }

    /** A list whose elements are known; only its name and type are used. */
    abstract static class KnownList implements List<Object> {
    }

    /** A map whose keys are known; only its name and type are used. */
    abstract static class KnownMap implements Map<Object, Object> {
    }

    /** Walks over a list. */
    static final class Cursor implements Iterator<Object> {
        private final List<Object> list;
        private int at;

        Cursor(List<Object> list) {
            this.list = list;
        }

        @Override
        public boolean hasNext() {
            return at < list.size();
        }

        @Override
        public Object next() {
            return list.get(at++);
        }
    }

    /** Only names and types of these are used. */
    static final class GrownList extends ArrayList<Object> {
        private static final long serialVersionUID = 1L;
    }

    /** See above. */
    static final class GrownDeque extends ArrayDeque<Object> {
        private static final long serialVersionUID = 1L;
    }

    /** See above. */
    static final class GrownLinkedList extends LinkedList<Object> {
        private static final long serialVersionUID = 1L;
    }

    /** See above. */
    static final class GrownStack extends Stack<Object> {
        private static final long serialVersionUID = 1L;
    }

    /** See above. */
    static final class GrownText {
    }

    /** See above. */
    static final class GrownMap extends HashMap<Object, Object> {
        private static final long serialVersionUID = 1L;
    }

    /** See above. */
    static final class GrownOrderedMap extends LinkedHashMap<Object, Object> {
        private static final long serialVersionUID = 1L;
    }

    /** See above. */
    static final class GrownSortedMap extends TreeMap<Object, Object> {
        private static final long serialVersionUID = 1L;
    }
}
