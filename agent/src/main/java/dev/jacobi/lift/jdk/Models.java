package dev.jacobi.lift.jdk;

import java.util.Set;

/**
 * JDK methods that are written here in plain Java to be lifted in place of their own code, which uses memory tricks or
 * vector intrinsics. Each has the specified result of the method it stands for.
 */
public final class Models {
    /** Internal name of this class; taken from the class itself, which may be relocated. */
    public static final String NAME = Models.class.getName().replace('.', '/');
    private static final Set<String> ARRAYS = Set.of("equals", "hashCode");

    private Models() {
    }

    /** The method here that stands for a JDK method, or null. */
    public static String of(String owner, String name, String desc) {
        return owner.equals("java/util/Arrays") && ARRAYS.contains(name)
            && (desc.matches("\\(\\[[ZBSCIJFD]\\)I") || desc.matches("\\(\\[([ZBSCIJFD])\\[\\1\\)Z")) ? name : null;
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

    static boolean equals(short[] a, short[] b) {
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

    static boolean equals(char[] a, char[] b) {
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

    static boolean equals(byte[] a, byte[] b) {
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

    static boolean equals(boolean[] a, boolean[] b) {
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

    static int hashCode(short[] a) {
        int h = 1;
        for (int i = 0; i < a.length; i++) {
            h = 31 * h + a[i];
        }
        return h;
    }

    static int hashCode(char[] a) {
        int h = 1;
        for (int i = 0; i < a.length; i++) {
            h = 31 * h + a[i];
        }
        return h;
    }

    static int hashCode(byte[] a) {
        int h = 1;
        for (int i = 0; i < a.length; i++) {
            h = 31 * h + a[i];
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
