package dev.jacobi.backend;

import dev.jacobi.ir.External;
import dev.jacobi.llvm.host.HotSpotMath;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.jit.LinkedCode;
import dev.jacobi.llvm.jit.Llvm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * How the running JVM computes the functions of Math, and its routines as functions that compiled code finds by name. Each function is compared with the JVM's before it is
 * used for the first time, as a JVM of another make, or with another compiler, may have other bits. One per process.
 */
final class JvmRoutines {
    private static final int POINTS = 4000;
    private static final Set<String> TWO = Set.of("pow", "atan2", "hypot");

    /** How a function of Math is computed: by a routine of HotSpot's, by StrictMath's code, or in a way that is not known. */
    enum Way { ROUTINE, STRICT, NONE }

    private final Llvm llvm;
    private final Map<String, Way> ways = new TreeMap<>();
    private Map<String, Long> routines;
    /** Held so that the code stays. */
    private LinkedCode code;

    JvmRoutines(Llvm llvm) {
        this.llvm = llvm;
    }

    synchronized Way way(String function) {
        Way w = ways.get(function);
        if (w == null) {
            if (routines == null) {
                routines = isOtherCompiler() ? Map.of() : HotSpotMath.routines();
                code = llvm.link(text(), names(), false);
            }
            w = isOtherCompiler() ? Way.NONE : routines.containsKey(function) ? routineAgrees(function) ? Way.ROUTINE : Way.NONE : strictAgrees(function) ? Way.STRICT : Way.NONE;
            ways.put(function, w);
        }
        return w;
    }

    /** Graal's compiler has routines of its own, so code that it compiles need not have the interpreter's bits. */
    private static boolean isOtherCompiler() {
        String version = System.getProperty("java.vm.version", "") + System.getProperty("java.vendor.version", "") + System.getProperty("java.vm.name", "");
        String text = version.toLowerCase(Locale.ROOT);
        return text.contains("jvmci") || text.contains("graal");
    }

    private List<String> names() {
        var names = new ArrayList<>(List.of("jacobi_jvm_each1", "jacobi_jvm_each2"));
        routines.keySet().forEach(f -> names.add("jacobi_jvm_" + f));
        return names;
    }

    /** A function of its own name for each routine, which compiled code that is kept between runs finds by that name, and loops for the comparison. */
    private String text() {
        var sb = new StringBuilder();
        routines.forEach((f, address) -> {
            String params = TWO.contains(f) ? "double %x, double %y" : "double %x";
            sb.append("define double @jacobi_jvm_").append(f).append('(').append(params).append(") nounwind {\n  %r = tail call double inttoptr (i64 ")
                .append(address).append(" to ptr)(").append(params).append(")\n  ret double %r\n}\n");
        });
        for (int n = 1; n <= 2; n++) {
            sb.append("define void @jacobi_jvm_each").append(n).append("(ptr %f, ptr %x, ptr %y, ptr %r, i64 %n) nounwind {\nentry:\n  br label %loop\nloop:\n")
                .append("  %i = phi i64 [ 0, %entry ], [ %next, %loop ]\n  %px = getelementptr double, ptr %x, i64 %i\n  %a = load double, ptr %px\n")
                .append("  %py = getelementptr double, ptr %y, i64 %i\n  %b = load double, ptr %py\n  %v = call double %f(double %a").append(n == 2 ? ", double %b" : "")
                .append(")\n  %pr = getelementptr double, ptr %r, i64 %i\n  store double %v, ptr %pr\n  %next = add i64 %i, 1\n")
                .append("  %more = icmp ult i64 %next, %n\n  br i1 %more, label %loop, label %end\nend:\n  ret void\n}\n");
        }
        return sb.toString();
    }

    private boolean routineAgrees(String f) {
        DoubleBuffer x = doubles();
        DoubleBuffer y = doubles();
        DoubleBuffer r = doubles();
        points(x, y);
        Bridge.call(code.address(TWO.contains(f) ? "jacobi_jvm_each2" : "jacobi_jvm_each1"), code.address("jacobi_jvm_" + f), Bridge.address(x), Bridge.address(y), Bridge.address(r),
            POINTS, 0);
        for (int k = 0; k < POINTS; k++) {
            if (!same(External.call(External.math(f), x.get(k), y.get(k)), r.get(k))) {
                return false;
            }
        }
        return true;
    }

    private static boolean strictAgrees(String f) {
        DoubleBuffer x = doubles();
        DoubleBuffer y = doubles();
        points(x, y);
        for (int k = 0; k < POINTS; k++) {
            if (!same(External.call(External.math(f), x.get(k), y.get(k)), External.call(External.strict(f), x.get(k), y.get(k)))) {
                return false;
            }
        }
        return true;
    }

    private static DoubleBuffer doubles() {
        return ByteBuffer.allocateDirect(8 * POINTS).order(ByteOrder.nativeOrder()).asDoubleBuffer();
    }

    /** Numbers of all magnitudes, and more of the usual ones. */
    private static void points(DoubleBuffer x, DoubleBuffer y) {
        var random = new Random(1);
        for (int k = 0; k < POINTS; k++) {
            x.put(k, k % 4 == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextGaussian() * (k % 4 == 1 ? 1 : 100));
            y.put(k, k % 4 == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextGaussian() * (k % 4 == 1 ? 1 : 10));
        }
    }

    private static boolean same(double a, double b) {
        return Double.doubleToLongBits(a) == Double.doubleToLongBits(b);
    }
}
