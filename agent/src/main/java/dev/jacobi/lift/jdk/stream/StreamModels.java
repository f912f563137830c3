package dev.jacobi.lift.jdk.stream;

import java.util.Set;
import java.util.regex.Pattern;

/** Which class here stands for which of the JDK's: a method of the JDK's has its name here, and its descriptor with these classes in it. */
public final class StreamModels {
    private static final String HERE = StreamModels.class.getPackageName().replace('.', '/') + "/";
    /** What stands for a stream of ints. */
    public static final String INTS = HERE + "IntStreamModel";
    private static final String REMARKS = HERE + "Remarks";
    private static final String BASE = "java/util/stream/BaseStream";
    private static final String UTIL = "java/util/";
    private static final Set<String> COMPARING = Set.of("comparingInt", "comparingLong", "comparingDouble");
    private static final Pattern STREAM = Pattern.compile("java/util/stream/((?:Int|Long|Double)?Stream)");
    private static final Pattern OPTIONAL = Pattern.compile("java/util/(Optional(?:Int|Long|Double)?)(?=;|$)");
    private static final Pattern STATISTICS = Pattern.compile("java/util/(Int|Long|Double)SummaryStatistics");

    private StreamModels() {
    }

    /** Whether a class, given by its internal name, is one of those here. */
    public static boolean is(String cls) {
        return cls.startsWith(HERE);
    }

    /** The class that has what stands for a static method, or null where none does. */
    public static String ofStatic(String owner, String name, String desc) {
        if (!owner.startsWith(UTIL)) {
            return null;
        }
        if (owner.equals(UTIL + "Arrays") && name.equals("stream")) {
            return descriptor(desc.substring(desc.indexOf(")L") + 2, desc.length() - 1));
        }
        if (owner.equals(UTIL + "Comparator")) {
            return COMPARING.contains(name) ? HERE + "Comparators" : null;
        }
        return STREAM.matcher(owner).matches() ? descriptor(owner) : null;
    }

    /** The descriptor here of a method of the JDK's that an object of a class here is asked for. */
    public static String descriptor(String cls, String desc) {
        return descriptor(desc.replace(BASE, cls));
    }

    /** Whether a class here stands for one of the JDK's. */
    public static boolean standsFor(String cls, String jdk) {
        return is(cls) && (descriptor(jdk).equals(cls) || jdk.equals(BASE) && cls.endsWith("StreamModel"));
    }

    /** The descriptor here of a method of the JDK's. */
    private static String descriptor(String desc) {
        String streams = STREAM.matcher(desc).replaceAll(HERE + "$1Model");
        return STATISTICS.matcher(OPTIONAL.matcher(streams).replaceAll(HERE + "$1Model")).replaceAll(HERE + "$1StatisticsModel");
    }

    /** Whether a class is the one by whose methods streams tell of themselves. */
    public static boolean isRemark(String owner) {
        return owner.equals(REMARKS);
    }
}
