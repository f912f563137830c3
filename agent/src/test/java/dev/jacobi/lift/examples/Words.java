package dev.jacobi.lift.examples;

/** Strings that come with the call, and constant ones. */
public final class Words {
    private static final String VOWELS = "aeiou";

    private Words() {
    }

    static int editDistance(String s, String t) {
        int[] last = new int[t.length() + 1];
        int[] now = new int[t.length() + 1];
        for (int j = 0; j <= t.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= s.length(); i++) {
            now[0] = i;
            for (int j = 1; j <= t.length(); j++) {
                int same = last[j - 1] + (s.charAt(i - 1) == t.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(same, 1 + Math.min(last[j], now[j - 1]));
            }
            int[] x = last;
            last = now;
            now = x;
        }
        return last[t.length()];
    }

    static int vowels(String s) {
        int n = 0;
        for (char c : s.toCharArray()) {
            n += VOWELS.indexOf(c) >= 0 ? 1 : 0;
        }
        return n;
    }

    static boolean palindrome(String s) {
        int i = 0;
        int j = s.length() - 1;
        while (i < j) {
            if (s.charAt(i++) != s.charAt(j--)) {
                return false;
            }
        }
        return true;
    }

    static int which(String s) {
        return switch (s) {
            case "ab" -> 1;
            case "abc" -> 2;
            case "" -> 3;
            default -> s.hashCode();
        };
    }

    static int several(String s, String t, int i) {
        int r = s.isEmpty() ? 1 : 0;
        r = 3 * r + (s.equals(t) ? 1 : 0);
        r = 3 * r + (s.startsWith(t) ? 1 : 0) + (s.endsWith("a") ? 1 : 0);
        r = 3 * r + (s.contains(t) ? 1 : 0) + (s.equals(null) ? 7 : 0);
        return 31 * r + 7 * s.compareTo(t) + s.indexOf("b") + s.indexOf('c', i) + s.lastIndexOf('a') + (t == null ? 1 : 0);
    }

    static boolean region(String s, int at, String t, int from, int count) {
        return s.regionMatches(at, t, from, count);
    }

    static int regions(String s, String t, int i) {
        return (s.regionMatches(0, t, 0, 1) ? 1 : 0) + (s.regionMatches(i & 3, "ab", 1, 1) ? 2 : 0) + ("abc".regionMatches(1, s, i % 3, i & 1) ? 4 : 0) + (s.regionMatches(0, t, 0, -1) ? 8 : 0);
    }

    static int digit(int i) {
        return "0123456789abcdef".charAt(i) + "xyz".length();
    }

    static char[] reversed(String s) {
        char[] c = s.toCharArray();
        for (int i = 0; i < c.length; i++) {
            c[i] = s.charAt(c.length - 1 - i);
        }
        return c;
    }

    static int found(String s, int c) {
        return s.indexOf(c & 0xffff) + s.indexOf(-1);
    }

    static int defaulted(boolean given, String s) {
        String word = given ? s : "none";
        int h = word.length();
        for (int i = 0; i < word.length(); i++) {
            h = 31 * h + word.charAt(i);
        }
        return h + (word.equals("abc") ? 1 : 0) + (s.equals(word) ? 2 : 0) + word.indexOf('n');
    }

    static int ofTwo(boolean first, String s, int i) {
        String word = first ? "one" : "three";
        if (i > 3) {
            word = s;
        }
        return word.charAt(i & 1) + 1000 * word.length() + (word.startsWith("th") ? 7 : 0) + (s.compareTo(word) < 0 ? 1 : 0);
    }

    static int maybeNone(int i, String s) {
        String word = null;
        if (i > 2) {
            word = "abc";
        } else if (i < 0) {
            word = s;
        }
        return word == null ? -1 : word.hashCode();
    }

    static int lastOfSeveral(String s, String t, byte n) {
        String last = "x";
        int sum = 0;
        for (int i = 0; i < n; i++) {
            last = (i & 3) == 1 ? s : (i & 3) == 2 ? t : last;
            sum += last.length() * i;
        }
        return switch (last) {
            case "ab" -> sum;
            case "x" -> -sum;
            default -> sum + last.hashCode();
        };
    }
}
