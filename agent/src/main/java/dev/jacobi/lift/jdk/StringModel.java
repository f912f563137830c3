package dev.jacobi.lift.jdk;

import dev.jacobi.lift.jdk.stream.IntStreamModel;
import dev.jacobi.lift.jdk.stream.StreamModels;
import java.util.Map;

/**
 * Methods of {@link String} in plain Java over its characters, to be lifted in place of the JDK's: a string that comes with a call is the
 * array of its characters.
 */
public final class StringModel {
    /** Internal name of this class. */
    public static final String NAME = StringModel.class.getName().replace('.', '/');
    public static final String STRING = "java/lang/String";
    private static final String CHARS = "[C";
    private static final Map<String, String> METHODS = Map.ofEntries(Map.entry("length()I", "([C)I"), Map.entry("charAt(I)C", "([CI)C"),
        Map.entry("isEmpty()Z", "([C)Z"), Map.entry("hashCode()I", "([C)I"), Map.entry("toCharArray()[C", "([C)[C"), Map.entry("indexOf(I)I", "([CI)I"),
        Map.entry("indexOf(II)I", "([CII)I"), Map.entry("lastIndexOf(I)I", "([CI)I"), Map.entry("equals(Ljava/lang/Object;)Z", "([C[C)Z"),
        Map.entry("compareTo(Ljava/lang/String;)I", "([C[C)I"), Map.entry("compareTo(Ljava/lang/Object;)I", "([C[C)I"),
        Map.entry("startsWith(Ljava/lang/String;)Z", "([C[C)Z"), Map.entry("endsWith(Ljava/lang/String;)Z", "([C[C)Z"),
        Map.entry("indexOf(Ljava/lang/String;)I", "([C[C)I"), Map.entry("contains(Ljava/lang/CharSequence;)Z", "([C[C)Z"),
        Map.entry("regionMatches(ILjava/lang/String;II)Z", "([CI[CII)Z"), Map.entry("chars()Ljava/util/stream/IntStream;", "([C)L" + StreamModels.INTS + ";"));

    private StringModel() {
    }

    /** The descriptor of the method here that stands for a method of String, or null. */
    public static String descriptor(String name, String desc) {
        return METHODS.get(name + desc);
    }

    /** Whether the type of a parameter here is that of a string's characters. */
    public static boolean isText(String descriptor) {
        return descriptor.equals(CHARS);
    }

    static int length(char[] s) {
        return s.length;
    }

    static char charAt(char[] s, int i) {
        return s[i];
    }

    static boolean isEmpty(char[] s) {
        return s.length == 0;
    }

    static int hashCode(char[] s) {
        int h = 0;
        for (int i = 0; i < s.length; i++) {
            h = 31 * h + s[i];
        }
        return h;
    }

    static IntStreamModel chars(char[] s) {
        return IntStreamModel.chars(s);
    }

    static char[] toCharArray(char[] s) {
        return s.clone();
    }

    static int indexOf(char[] s, int c) {
        return indexOf(s, c, 0);
    }

    static int indexOf(char[] s, int c, int from) {
        onePlace(c);
        for (int i = Math.max(from, 0); i < s.length; i++) {
            if (s[i] == c) {
                return i;
            }
        }
        return -1;
    }

    static int lastIndexOf(char[] s, int c) {
        onePlace(c);
        for (int i = s.length - 1; i >= 0; i--) {
            if (s[i] == c) {
                return i;
            }
        }
        return -1;
    }

    /** Characters that take two places are left to the original. */
    private static void onePlace(int c) {
        if (c > Character.MAX_VALUE) {
            throw new IllegalArgumentException();
        }
    }

    static boolean equals(char[] s, char[] t) {
        return s.length == t.length && hasAt(s, 0, t);
    }

    static boolean startsWith(char[] s, char[] t) {
        return s.length >= t.length && hasAt(s, 0, t);
    }

    static boolean endsWith(char[] s, char[] t) {
        return s.length >= t.length && hasAt(s, s.length - t.length, t);
    }

    private static boolean hasAt(char[] s, int at, char[] t) {
        for (int i = 0; i < t.length; i++) {
            if (s[at + i] != t[i]) {
                return false;
            }
        }
        return true;
    }

    static int indexOf(char[] s, char[] t) {
        for (int i = 0; i <= s.length - t.length; i++) {
            if (hasAt(s, i, t)) {
                return i;
            }
        }
        return -1;
    }

    static boolean contains(char[] s, char[] t) {
        return indexOf(s, t) >= 0;
    }

    static boolean regionMatches(char[] s, int at, char[] t, int from, int count) {
        if (from < 0 || at < 0 || at > (long) s.length - count || from > (long) t.length - count) {
            return false;
        }
        if (count == 1) {
            return s[at] == t[from]; // the letter of an option, without a loop
        }
        for (int i = 0; i < count; i++) {
            if (s[at + i] != t[from + i]) {
                return false;
            }
        }
        return true;
    }

    static int compareTo(char[] s, char[] t) {
        int n = Math.min(s.length, t.length);
        for (int i = 0; i < n; i++) {
            if (s[i] != t[i]) {
                return s[i] - t[i];
            }
        }
        return s.length - t.length;
    }
}
