package dev.jacobi.llvm.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.host.Platform;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** LLVM IR text becomes the body of a native Java method. */
class LlvmTest {
    private static final String SCALE = """
        define i32 @entry(ptr %args, ptr %res) {
          %a = load double, ptr %args
          %xp = getelementptr i64, ptr %args, i64 1
          %x = load ptr, ptr %xp
          %np = getelementptr i64, ptr %args, i64 2
          %n = load i64, ptr %np
          br label %loop
        loop:
          %i = phi i64 [ 0, %0 ], [ %j, %body ]
          %c = icmp slt i64 %i, %n
          br i1 %c, label %body, label %end
        body:
          %p = getelementptr double, ptr %x, i64 %i
          %v = load double, ptr %p
          %w = fmul double %v, %a
          store double %w, ptr %p
          %j = add i64 %i, 1
          br label %loop
        end:
          ret i32 0
        }
        """;
    private static final LlvmModule MODULE = new LlvmModule(SCALE, "entry",
        List.of(Shared.scalar(DType.F64), Shared.array(DType.F64, 1)), List.of(), List.of());
    private static final Signature SIGNATURE = Signature.of(MODULE, List.of(1));

    static native void scale(double a, double[] x, int n, int mode);

    @Test
    void anArrayIsScaledInPlaceAndByCopy() {
        NativeCode code = Shared.LLVM.compile(MODULE, SIGNATURE);
        code.bind(LlvmTest.class, "scale", Shared.failures(code));
        double[] x = {1, 2, -0.0};
        scale(2, x, x.length, Signature.IN_PLACE);
        assertArrayEquals(new double[] {2, 4, -0.0}, x);
        scale(3, x, x.length, Signature.COPY);
        assertArrayEquals(new double[] {6, 12, -0.0}, x);
        scale(3, new double[0], 0, Signature.COPY);
        scale(3, new double[0], 0, Signature.IN_PLACE);
    }

    /** The sum of all arguments, each with a weight of its own. */
    private static String weighed(String function, int arguments) {
        var names = new ArrayList<String>();
        var s = new StringBuilder("  %s0 = add i64 0, 0\n");
        for (int n = 0; n < arguments; n++) {
            names.add("i64 %a" + n);
            s.append("  %p" + n + " = mul i64 %a" + n + ", " + weight(n) + "\n  %s" + (n + 1) + " = add i64 %s" + n + ", %p" + n + "\n");
        }
        return "define i64 @" + function + "(" + String.join(", ", names) + ") {\n" + s + "  ret i64 %s" + arguments + "\n}\n";
    }

    private static long weight(int argument) {
        return (long) Math.pow(5, argument);
    }

    private static long[] numbers(int count) {
        return LongStream.range(3, 3 + count).toArray();
    }

    private static long weighed(long[] words) {
        return IntStream.range(0, words.length).mapToLong(n -> words[n] * weight(n)).sum();
    }

    @Test
    void allArgumentsReachACFunctionInTheirOrder() {
        try (LinkedCode code = Shared.LLVM.link(weighed("many", 12) + weighed("more", 24), List.of("many", "more"), true); var memory = new Bridge.Memory()) {
            assertEquals(weighed(numbers(12)), Bridge.callWords(code.address("many"), memory.longs(numbers(12))));
            assertEquals(weighed(numbers(24)), Bridge.callMany(code.address("more"), memory.longs(numbers(24))));
        }
    }

    static native double function(double x, int mode);

    private static void bindFunction(String body, String... declarations) {
        var m = new LlvmModule(String.join("\n", declarations) + """

            define i32 @entry(ptr %args, ptr %res) {
              %x = load double, ptr %args
              %y = BODY
              store double %y, ptr %res
              ret i32 0
            }
            """.replace("BODY", body), "entry", List.of(Shared.scalar(DType.F64)), List.of(Shared.scalar(DType.F64)), List.of());
        NativeCode code = Shared.LLVM.compile(m, Signature.of(m, List.of(-1)));
        code.bind(LlvmTest.class, "function", Shared.failures(code));
    }

    @Test
    void theCMathLibraryIsFound() {
        bindFunction("call double @lgamma(double %x)", "declare double @lgamma(double)");
        assertEquals(Math.log(24), function(5, 0), 1e-14);
    }

    /** Until JDK 20 StrictMath is native; later JDKs have it in Java. */
    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void strictMathIsFoundInTheJdksLibrary() {
        bindFunction("call double @Java_java_lang_StrictMath_sin(ptr null, ptr null, double %x)", "declare double @Java_java_lang_StrictMath_sin(ptr, ptr, double)");
        for (double x : new double[] {0.5, -3, 1e22, Double.MIN_VALUE, Double.NaN}) {
            assertEquals(StrictMath.sin(x), function(x, 0));
        }
    }

    @Test
    void aFunctionThatIsNowhereIsAnError() {
        var e = assertThrows(LlvmException.class, () -> bindFunction("call double @no_such_function(double %x)", "declare double @no_such_function(double)"));
        assertTrue(e.getMessage().contains("no_such_function"), e.getMessage());
        bindFunction("fadd double %x, 1.0");
        assertEquals(3, function(2, 0));
    }

    @Test
    void textsShowTheOptimisedCode() {
        Llvm.Texts texts = Shared.LLVM.texts(MODULE, SIGNATURE);
        assertTrue(texts.llvm().contains("fmul <"), texts.llvm());
        assertTrue(texts.assembly().contains(switch (Platform.host()) {
            case LINUX_X86_64 -> "mulpd";
            case LINUX_ARM64 -> "fmul\tv";
        }), texts.assembly());
    }

    /** Each case stores once more than the one before it, so that no table of values can stand for the branches. */
    private static String branches(int cases) {
        var labels = new StringBuilder();
        var blocks = new StringBuilder();
        for (int k = 0; k < cases; k++) {
            labels.append("    i64 ").append(k).append(", label %c").append(k).append('\n');
            blocks.append("c").append(k).append(":\n").append("  store volatile double %a, ptr %x\n".repeat(k + 1)).append("  br label %end\n");
        }
        return "define i32 @entry(ptr %args, ptr %res) {\n" + SCALE.substring(SCALE.indexOf("  %a = "), SCALE.indexOf("  br label %loop"))
            + "  switch i64 %n, label %end [\n" + labels + "  ]\n" + blocks + "end:\n  ret i32 0\n}\n";
    }

    @Test
    void aSwitchOfFewCasesIsComparisons() {
        Assumptions.assumeTrue(Platform.host() == Platform.LINUX_X86_64);
        for (int cases : new int[] {4, 9, 12}) {
            var module = new LlvmModule(branches(cases), "entry", MODULE.args(), List.of(), List.of());
            String assembly = Shared.LLVM.texts(module, SIGNATURE).assembly();
            assertEquals(cases == 12, assembly.contains("jmpq\t*"), assembly);
        }
    }

    @Test
    void aBadTextIsRefusedWithLlvmsMessage() {
        var bad = new LlvmModule("define i32 @entry(ptr %a, ptr %r) { ret i33 0 }", "entry", List.of(), List.of(), List.of());
        var e = assertThrows(LlvmException.class, () -> Shared.LLVM.compile(bad, Signature.of(bad, List.of())));
        assertTrue(e.getMessage().contains("i33 0"), e.getMessage());
    }

    /** A second class loader gets a JIT of its own in the same process. */
    @Test
    void twoClassLoadersMayUseIt() throws Exception {
        var path = new ArrayList<URL>();
        for (String p : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(Path.of(p).toUri().toURL());
        }
        Shared.LLVM.cpu();
        try (var loader = new URLClassLoader(path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Class<?> echo = loader.loadClass(Echo.class.getName());
            assertTrue(echo != Echo.class);
            var all = echo.getDeclaredMethod("all");
            all.setAccessible(true);
            assertEquals(List.of(), all.invoke(null));
        }
    }
}
