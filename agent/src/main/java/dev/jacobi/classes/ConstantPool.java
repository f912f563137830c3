package dev.jacobi.classes;

/** Looks at the constant pool of a class file without parsing the class: this runs for every class that the JVM loads. */
public final class ConstantPool {
    /** Asked of each string: {@code b[from]} to {@code b[end - 1]} are its bytes, in modified UTF-8. */
    public interface Text {
        boolean matches(byte[] b, int from, int end);
    }

    private ConstantPool() {
    }

    /** Whether some string of the pool that has at least so many bytes matches; false also for what is not a class file. */
    public static boolean anyText(byte[] b, int least, Text wanted) {
        int count = b.length < 10 ? 0 : u2(b, 8);
        int at = 10;
        for (int i = 1; i < count && at + 3 <= b.length; i++) {
            switch (b[at]) {
                case 1 -> {
                    int end = at + 3 + u2(b, at + 1);
                    if (end - at >= least + 3 && end <= b.length && wanted.matches(b, at + 3, end)) {
                        return true;
                    }
                    at = end;
                }
                case 5, 6 -> {
                    at += 9;
                    i++;
                }
                case 7, 8, 16, 19, 20 -> at += 3;
                case 15 -> at += 4;
                case 3, 4, 9, 10, 11, 12, 17, 18 -> at += 5;
                default -> {
                    return false;
                }
            }
        }
        return false;
    }

    private static int u2(byte[] b, int at) {
        return (b[at] & 0xff) << 8 | b[at + 1] & 0xff;
    }
}
