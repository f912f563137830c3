package dev.jacobi.lift.jdk;

import java.util.Set;

/**
 * JDK methods that are written here in plain Java to be lifted in place of their own code, which uses memory tricks or
 * vector intrinsics. Each has the specified result of the method it stands for.
 */
public final class Models {
    /** Internal name of this class; taken from the class itself, which may be relocated. */
    public static final String NAME = Models.class.getName().replace('.', '/');
    /** The classes of such methods. */
    static final Set<String> ALL = Set.of(NAME, CollectionModel.NAME, CharacterModel.NAME, StringModel.NAME, RandomModel.NAME);
    private static final Set<String> ARRAYS = Set.of("equals", "hashCode");

    private Models() {
    }

    /**
     * The descriptor of the method here that stands for a JDK method, or null. Elements of Java's small types are ints where they are loaded, so that what is
     * here for arrays of ints is lifted for theirs, too; only the hash code of a boolean is another one.
     */
    public static String descriptor(String owner, String name, String desc) {
        if (owner.equals("java/util/Objects") && name.equals("equals")) {
            return desc;
        }
        if (!owner.equals("java/util/Arrays") || !ARRAYS.contains(name) || !desc.matches("\\(\\[[ZBSCIJFD]\\)I") && !desc.matches("\\(\\[([ZBSCIJFD])\\[\\1\\)Z")) {
            return null;
        }
        String element = desc.substring(1, 3);
        boolean isInt = "[B[S[C".contains(element) || element.equals("[Z") && name.equals("equals");
        return isInt ? desc.replace(element, "[I") : desc;
    }

    /** The JDK's looks at the objects' identity first, which is not known of boxed numbers; an object equals itself anyway. */
    static boolean equals(Object a, Object b) {
        return a == null ? b == null : a.equals(b);
    }

    static boolean equals(int[] a, int[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean equals(long[] a, long[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean equals(float[] a, float[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (Float.floatToIntBits(a[i]) != Float.floatToIntBits(b[i])) {
                return false;
            }
        }
        return true;
    }

    static boolean equals(double[] a, double[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (Double.doubleToLongBits(a[i]) != Double.doubleToLongBits(b[i])) {
                return false;
            }
        }
        return true;
    }

    static int hashCode(int[] a) {
        int h = 1;
        for (int i = 0; i < a.length; i++) {
            h = 31 * h + a[i];
        }
        return h;
    }

    static int hashCode(long[] a) {
        int h = 1;
        for (int i = 0; i < a.length; i++) {
            h = 31 * h + (int) (a[i] ^ a[i] >>> 32);
        }
        return h;
    }

    static int hashCode(boolean[] a) {
        int h = 1;
        for (int i = 0; i < a.length; i++) {
            h = 31 * h + (a[i] ? 1231 : 1237);
        }
        return h;
    }

    static int hashCode(float[] a) {
        int h = 1;
        for (int i = 0; i < a.length; i++) {
            h = 31 * h + Float.floatToIntBits(a[i]);
        }
        return h;
    }

    static int hashCode(double[] a) {
        int h = 1;
        for (int i = 0; i < a.length; i++) {
            long b = Double.doubleToLongBits(a[i]);
            h = 31 * h + (int) (b ^ b >>> 32);
        }
        return h;
    }
}
