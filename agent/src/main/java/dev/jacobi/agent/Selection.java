package dev.jacobi.agent;

import dev.jacobi.boot.EngineLoader;
import dev.jacobi.classes.ConstantPool;
import dev.jacobi.options.Options;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Which classes and methods are asked for: include and exclude patterns, and the annotation found by a look at the raw
 * constant pool. A pattern is {@code com.acme.Kernels}, {@code com.acme.*} or either with {@code ::method}; a star stands
 * for any characters. Runs for every class that is loaded, so it allocates nothing for classes that are not concerned.
 */
final class Selection {
    /** Classes of the JDK, which are never touched. */
    private static final String[] JDK = {"java/", "javax/", "jdk/", "sun/", "com/sun/"};
    private static final String ROOT = "dev/jacobi/";
    /** Packages of ours below {@link #ROOT}, which are not touched either. Other packages there are the program's. */
    private static final Set<String> OWN = Set.of("agent", "array", "autodiff", "backend", "boot", "classes", "ir", "jvm", "lift", "llvm", "options", "pjrt", "policy", "ptx", "report", "shaded",
        "site", "spi", "stub", "transform", "vectorize", "woven");
    private static final byte[] JIT = "Ldev/jacobi/Jit;".getBytes(StandardCharsets.US_ASCII);

    private final List<Pattern> include;
    private final List<Pattern> exclude;
    private final AtomicIntegerArray used;
    private final boolean throwsRefusals;
    private volatile boolean started;

    Selection(Options options) {
        include = patterns(options.include());
        exclude = patterns(options.exclude());
        used = new AtomicIntegerArray(include.size());
        throwsRefusals = options.throwRefusals();
    }

    /** A class pattern in internal form and a method pattern, null for every method. */
    private record Pattern(String type, String method) {
    }

    private static List<Pattern> patterns(List<String> texts) {
        List<Pattern> out = new ArrayList<>();
        for (String t : texts) {
            int at = t.indexOf("::");
            out.add(new Pattern((at < 0 ? t : t.substring(0, at)).replace('.', '/'), at < 0 ? null : t.substring(at + 2)));
        }
        return out;
    }

    /** True for classes that must not be touched whatever the patterns say: also for the libraries that the engine stands on, which would wait for the code that they are about to compile. */
    static boolean never(ClassLoader loader, String internalName) {
        return loader == null || loader instanceof EngineLoader || never(internalName);
    }

    /** The same for classes of the program's loaders. */
    static boolean never(String internalName) {
        for (String prefix : JDK) {
            if (internalName.startsWith(prefix)) {
                return true;
            }
        }
        // the public classes, and those of our packages
        return internalName.startsWith(ROOT) && (internalName.indexOf('/', ROOT.length()) < 0 || isInternal(internalName));
    }

    /** Whether a class is of a package of ours below {@code dev.jacobi}: hundreds of these are loaded when a program waits for its first compiled method. */
    static boolean isInternal(String internalName) {
        int end = internalName.startsWith(ROOT) ? internalName.indexOf('/', ROOT.length()) : -1;
        return end >= 0 && OWN.contains(internalName.substring(ROOT.length(), end));
    }

    /** A class of the program is being loaded. */
    void programStarts() {
        if (!started) {
            started = true;
        }
    }

    /** Whether any class of the program was loaded: not with {@code java -version}, nor when the program's jar cannot be read. */
    boolean hasStarted() {
        return started;
    }

    /** Whether calls of methods that cannot be compiled have to fail. */
    boolean throwsRefusals() {
        return throwsRefusals;
    }

    /** True when some method of the class may be asked for by a pattern. */
    boolean includesClass(String internalName) {
        for (int i = 0; i < include.size(); i++) {
            if (glob(include.get(i).type, internalName)) {
                return true;
            }
        }
        return false;
    }

    /** True when patterns ask for the class as a whole, and none for methods of it by their names. */
    boolean onlyByClass(String internalName) {
        boolean any = false;
        for (int i = 0; i < include.size(); i++) {
            if (glob(include.get(i).type, internalName)) {
                if (include.get(i).method != null) {
                    return false;
                }
                used.set(i, 1);
                any = true;
            }
        }
        return any;
    }

    /** True when the method is asked for; {@code annotated} says whether it bears {@code @Jit}. */
    boolean selects(String internalName, String method, boolean annotated) {
        for (Pattern p : exclude) {
            if (glob(p.type, internalName) && (p.method == null || glob(p.method, method))) {
                return false;
            }
        }
        boolean hit = annotated;
        for (int i = 0; i < include.size(); i++) {
            Pattern p = include.get(i);
            if (glob(p.type, internalName) && (p.method == null || glob(p.method, method))) {
                used.set(i, 1);
                hit = true;
            }
        }
        return hit;
    }

    /** True when a pattern names this very method (not only its class): then it is worth a sentence why it cannot be compiled. */
    boolean names(String internalName, String method) {
        for (Pattern p : include) {
            if (p.method != null && glob(p.type, internalName) && glob(p.method, method)) {
                return true;
            }
        }
        return false;
    }

    /** Include patterns, as written by the user but with slashes, that have met no method so far. */
    List<String> unused() {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < include.size(); i++) {
            if (used.get(i) == 0) {
                Pattern p = include.get(i);
                out.add(p.type.replace('/', '.') + (p.method == null ? "" : "::" + p.method));
            }
        }
        return out;
    }

    /** True when the constant pool holds the annotation's descriptor. Answers false for anything that is not a class file. */
    static boolean mentionsJit(byte[] b) {
        return ConstantPool.anyText(b, JIT.length, (pool, from, end) -> end - from == JIT.length && matches(pool, from));
    }

    private static boolean matches(byte[] b, int at) {
        for (int i = 0; i < JIT.length; i++) {
            if (b[at + i] != JIT[i]) {
                return false;
            }
        }
        return true;
    }

    /** Glob match with {@code *} only. */
    static boolean glob(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
