package dev.jacobi.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fp;
import dev.jacobi.Jit;
import dev.jacobi.options.OptionParser;
import dev.jacobi.options.Options;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.report.Registry;
import dev.jacobi.woven.NotCompiled;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Rewritten classes verify and behave as before; what is not rewritten says why. */
class WeaverTest {
    /** Shapes that a prologue can get in the way of. */
    static class Shapes {
        static int countdown(int n) {
            // the loop starts at the first instruction, so the body begins with a frame
            while (true) {
                if (--n < 0) {
                    return n;
                }
            }
        }

        static double wide(double a, long b, float c, int d) {
            double s = a;
            for (int i = 0; i < d; i++) {
                s += b * c;
            }
            return s;
        }

        static void fill(int[] a, int v) {
            try {
                for (int i = 0; ; i++) {
                    a[i] = v;
                }
            } catch (ArrayIndexOutOfBoundsException e) {
                // the end of the array
            }
        }

        static Object pick(boolean b, String x, Integer y) {
            return b ? x : y;
        }

        static synchronized int locked(int a) {
            return a + 1;
        }

        int instance() {
            return 7;
        }
    }

    private final Registry registry = new Registry();

    private byte[] rewrite(byte[] original, String pattern) {
        Options options = OptionParser.parse("include=" + pattern, new Properties(), Map.of()).options();
        MethodChoice choice = new MethodChoice(new Selection(options), registry, options, options.policy() == Options.Policy.OFF);
        return new Weaver(choice, options, null, null)
            .weave(getClass().getClassLoader(), new ClassReader(original).getClassName(), null, null, new Weaver.ClassFile(original, true, method -> true));
    }

    private static byte[] bytes(Class<?> c) throws IOException {
        try (var in = c.getResourceAsStream("/" + c.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    /** Defines a class beside the one of the same name that the tests see. */
    private static Class<?> define(String name, byte[] bytes) throws ClassNotFoundException {
        return define(name, bytes, true);
    }

    private static Class<?> define(String name, byte[] bytes, boolean initialise) throws ClassNotFoundException {
        var loader = new ClassLoader(WeaverTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String n, boolean resolve) throws ClassNotFoundException {
                return n.equals(name) ? define() : super.loadClass(n, resolve);
            }

            private Class<?> define() {
                Class<?> c = findLoadedClass(name);
                return c != null ? c : defineClass(name, bytes, 0, bytes.length);
            }
        };
        return Class.forName(name, initialise, loader);
    }

    private static Object call(Class<?> c, String method, Object... args) throws ReflectiveOperationException {
        var m = Arrays.stream(c.getDeclaredMethods()).filter(x -> x.getName().equals(method)).findFirst().orElseThrow();
        m.setAccessible(true);
        return m.invoke(null, args);
    }

    @Test
    void rewrittenMethodsBehaveAsBefore() throws Exception {
        byte[] out = rewrite(bytes(Shapes.class), Shapes.class.getName());
        assertNotNull(out);
        assertEquals(4, calls(out));
        Class<?> c = define(Shapes.class.getName(), out);
        assertEquals(-1, call(c, "countdown", 5));
        assertEquals(1 + 3 * 2 * 0.5, call(c, "wide", 1.0, 2L, 0.5f, 3));
        int[] a = new int[4];
        call(c, "fill", a, 9);
        assertEquals("[9, 9, 9, 9]", Arrays.toString(a));
        assertEquals("x", call(c, "pick", true, "x", 1));
        assertEquals(3, call(c, "locked", 2));
    }

    enum Direction {
        LEFT, RIGHT;

        static int turns(int n) {
            return n % values().length;
        }
    }

    @Test
    void whatTheCompilerMakesForAnEnumIsNoCandidate() throws Exception {
        assertEquals(1, calls(rewrite(bytes(Direction.class), "dev.jacobi.agent.*")));
    }

    @Test
    void synchronizedMethodsAreReportedAndInstanceMethodsAreNot() throws Exception {
        rewrite(bytes(Shapes.class), Shapes.class.getName());
        MethodStats locked = registry.method(Shapes.class.getName().replace('.', '/'), "locked", "(I)I");
        assertEquals(ReasonCode.SYNCHRONIZED, locked.reason().code());
        assertTrue(locked.reason().where().startsWith(Shapes.class.getName() + ".locked:"), locked.reason().where());
        assertTrue(registry.methods().stream().noneMatch(m -> m.name().equals("instance")));
        rewrite(bytes(Shapes.class), Shapes.class.getName() + "::instance");
        assertTrue(registry.methods().stream().anyMatch(m -> m.name().equals("instance") && m.reason().code() == ReasonCode.INSTANCE_METHOD));
    }

    /** Methods with code, without, and with foreign code. */
    abstract static class Various {
        static native int foreign(long a);

        abstract int open();

        static int fine() {
            return 1;
        }
    }

    /** An interface is not initialised with its implementations as long as it has no code. */
    public interface Shape {
        double area();
    }

    private static String refusal(org.junit.jupiter.api.function.Executable call) {
        Throwable e = assertThrows(Throwable.class, call);
        while (!(e instanceof NotCompiled)) {
            e = e.getCause();
            assertNotNull(e);
        }
        return e.getMessage();
    }

    @Test
    void methodsWithoutPrologueFailWhenRefusalsAreThrown() throws Exception {
        String name = Shapes.class.getName();
        assertNull(rewrite(bytes(Shapes.class), name + "::locked"));
        byte[] out = rewrite(bytes(Shapes.class), name + "::locked,include=" + name + "::instance,refusal=throw");
        Class<?> c = define(name, out);
        String locked = refusal(() -> call(c, "locked", 2));
        assertTrue(locked.startsWith(name + ".locked(int) is left to the JVM because it is synchronized (SYNCHRONIZED at " + name + ".locked:"), locked);
        var make = c.getDeclaredConstructor();
        make.setAccessible(true);
        Object o = make.newInstance();
        var instance = c.getDeclaredMethod("instance");
        instance.setAccessible(true);
        assertTrue(refusal(() -> instance.invoke(o)).contains("it is not static"));
        assertEquals(-1, call(c, "countdown", 5));
    }

    @Test
    void nativeAndAbstractMethodsFailWhenRefusalsAreThrown() throws Exception {
        String name = Various.class.getName();
        Class<?> c = define(name, rewrite(bytes(Various.class), name + "::foreign,refusal=throw"));
        assertTrue(refusal(() -> call(c, "foreign", 2L)).contains("foreign(long) is left to the JVM because it is a native method (NATIVE-CODE at"));
        assertEquals(1, call(c, "fine"));
        byte[] open = rewrite(bytes(Various.class), name + "::open,refusal=throw");
        assertTrue(refusal(() -> define(name, open)).contains("open() is left to the JVM because it is abstract and has no code (ABSTRACT-METHOD at"));
        byte[] area = rewrite(bytes(Shape.class), Shape.class.getName() + "::area,refusal=throw");
        Class<?> shape = define(Shape.class.getName(), area, false);
        var w = new ClassWriter(0);
        w.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "dev/jacobi/agent/Square", null, "java/lang/Object", new String[] {Shape.class.getName().replace('.', '/')});
        w.visitEnd();
        var loader = new ClassLoader(shape.getClassLoader()) {
            Class<?> square() {
                return defineClass("dev.jacobi.agent.Square", w.toByteArray(), 0, w.toByteArray().length);
            }
        };
        assertTrue(refusal(() -> Class.forName("dev.jacobi.agent.Square", true, loader.square().getClassLoader())).contains("area() is left to the JVM"));
    }

    @Test
    void policyOffListsMethodsAndChangesNothing() throws Exception {
        assertNull(rewrite(bytes(Shapes.class), Shapes.class.getName() + ",policy=off"));
        MethodStats wide = registry.method(Shapes.class.getName().replace('.', '/'), "wide", "(DJFI)D");
        assertEquals(ReasonCode.POLICY_OFF, wide.reason().code());
        assertTrue(wide.reason().sentence().startsWith("left to the JVM because of policy=off (POLICY-OFF at "), wide.reason().sentence());
        assertEquals(ReasonCode.SYNCHRONIZED, registry.method(wide.owner(), "locked", "(I)I").reason().code());
    }

    @Test
    void methodsWithAMissingClassInTheirSignatureAreLeftAlone() throws Exception {
        var w = new ClassWriter(0);
        w.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "opt/Kernels", null, "java/lang/Object", null);
        List<String> descs = List.of("([Lopt/Gone;)I", "([[Lopt/Gone;)I", "(Lopt/Gone;I)I");
        for (String desc : descs) {
            one(w, desc, null);
        }
        w.visitEnd();
        assertNull(rewrite(w.toByteArray(), "opt.Kernels"));
        for (String desc : descs) {
            assertEquals(ReasonCode.MISSING_CLASS, registry.method("opt/Kernels", "f", desc).reason().code());
            assertTrue(registry.method("opt/Kernels", "f", desc).reason().sentence().contains("the class opt.Gone in its signature"));
        }
    }

    /** A method f that returns one. */
    private static void one(ClassWriter w, String desc, String signature) {
        MethodVisitor mv = w.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "f", desc, signature, null);
        mv.visitCode();
        mv.visitInsn(Opcodes.ICONST_1);
        mv.visitInsn(Opcodes.IRETURN);
        mv.visitMaxs(1, 1);
        mv.visitEnd();
    }

    static class Annotated {
        @Jit(fp = Fp.FAST, backend = "interp", staticArgs = {1, 0})
        static int given(int a, int b) {
            return a + b;
        }

        @Jit
        static int plain(int a) {
            return a;
        }

        static int bare(int a) {
            return a;
        }
    }

    @Test
    void annotationsAreReadWithTheirDefaults() throws Exception {
        assertEquals(2, calls(rewrite(bytes(Annotated.class), "com.acme.Other")));
        String owner = Annotated.class.getName().replace('.', '/');
        assertEquals(new MethodStats.Asked("FAST", "interp", List.of(1, 0)), registry.method(owner, "given", "(II)I").asked());
        assertEquals(new MethodStats.Asked("DEFAULT", "", List.of()), registry.method(owner, "plain", "(I)I").asked());
    }

    /** As obfuscators leave them: the JVM does not look at them. */
    @Test
    void genericSignaturesMayBeInDisorder() throws Exception {
        var w = new ClassWriter(0);
        w.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "odd/Kernels", "<T", "java/lang/Object", null);
        w.visitField(Opcodes.ACC_STATIC, "field", "I", "(((", null).visitEnd();
        one(w, "(I)I", "no signature");
        w.visitEnd();
        byte[] out = rewrite(w.toByteArray(), "odd.Kernels");
        assertEquals(1, calls(out));
        assertEquals(1, call(define("odd.Kernels", out), "f", 2));
        String[] signatures = new String[1];
        new ClassReader(out).accept(new org.objectweb.asm.ClassVisitor(Opcodes.ASM9) {
            @Override
            public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
                signatures[0] = signature;
            }
        }, 0);
        assertEquals("<T", signatures[0], "it stays as it was");
    }

    @Test
    void classesWithoutSelectedMethodsAreLeftAlone() throws Exception {
        assertNull(rewrite(bytes(Shapes.class), Shapes.class.getName() + "::nothing"));
    }

    /** Number of prologues in a class file. */
    private static int calls(byte[] classFile) {
        int[] n = new int[1];
        new ClassReader(classFile).accept(new org.objectweb.asm.ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public void visitInvokeDynamicInsn(String indy, String d, org.objectweb.asm.Handle h, Object... args) {
                        n[0] += h.getOwner().endsWith("Bootstrap") && h.getName().equals("call") ? 1 : 0;
                    }
                };
            }
        }, 0);
        return n[0];
    }

    /** A class of Java 1.4 with a subroutine and without frames: f(x) = x > 3 ? 2 * x : x, doubled by a subroutine. */
    private static byte[] oldClass() {
        var w = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        w.visit(Opcodes.V1_4, Opcodes.ACC_PUBLIC, "old/Kernels", null, "java/lang/Object", null);
        MethodVisitor mv = w.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "f", "(I)I", null, null);
        mv.visitCode();
        Label small = new Label();
        Label sub = new Label();
        mv.visitVarInsn(Opcodes.ILOAD, 0);
        mv.visitInsn(Opcodes.ICONST_3);
        mv.visitJumpInsn(Opcodes.IF_ICMPLE, small);
        mv.visitJumpInsn(Opcodes.JSR, sub);
        mv.visitLabel(small);
        mv.visitVarInsn(Opcodes.ILOAD, 0);
        mv.visitInsn(Opcodes.IRETURN);
        mv.visitLabel(sub);
        mv.visitVarInsn(Opcodes.ASTORE, 1);
        mv.visitVarInsn(Opcodes.ILOAD, 0);
        mv.visitInsn(Opcodes.DUP);
        mv.visitInsn(Opcodes.IADD);
        mv.visitVarInsn(Opcodes.ISTORE, 0);
        mv.visitVarInsn(Opcodes.RET, 1);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
        w.visitEnd();
        return w.toByteArray();
    }

    @Test
    void oldClassesWithSubroutinesAreRaised() throws Exception {
        byte[] out = rewrite(oldClass(), "old.Kernels");
        assertEquals(Opcodes.V1_8, new ClassReader(out).readShort(6));
        Class<?> c = define("old.Kernels", out);
        assertEquals(2, call(c, "f", 2));
        assertEquals(10, call(c, "f", 5));
    }

    /** n(x) = (x > 3 ? new {@code some}() : new {@code other}()) != null ? 1 : 0, of Java 1.4, so that the frame where they meet is to be computed. */
    private static byte[] meeting(String some, String other) {
        var w = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        w.visit(Opcodes.V1_4, Opcodes.ACC_PUBLIC, "old/Meeting", null, "java/lang/Object", null);
        MethodVisitor mv = w.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "n", "(I)I", null, null);
        mv.visitCode();
        Label small = new Label();
        Label met = new Label();
        Label none = new Label();
        mv.visitVarInsn(Opcodes.ILOAD, 0);
        mv.visitInsn(Opcodes.ICONST_3);
        mv.visitJumpInsn(Opcodes.IF_ICMPLE, small);
        make(mv, some);
        mv.visitJumpInsn(Opcodes.GOTO, met);
        mv.visitLabel(small);
        make(mv, other);
        mv.visitLabel(met);
        mv.visitJumpInsn(Opcodes.IFNULL, none);
        mv.visitInsn(Opcodes.ICONST_1);
        mv.visitInsn(Opcodes.IRETURN);
        mv.visitLabel(none);
        mv.visitInsn(Opcodes.ICONST_0);
        mv.visitInsn(Opcodes.IRETURN);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
        w.visitEnd();
        return w.toByteArray();
    }

    private static void make(MethodVisitor mv, String type) {
        mv.visitTypeInsn(Opcodes.NEW, type);
        mv.visitInsn(Opcodes.DUP);
        mv.visitMethodInsn(Opcodes.INVOKESPECIAL, type, "<init>", "()V", false);
    }

    @Test
    void framesOfOldClassesAreComputedFromClassFiles() throws Exception {
        Class<?> c = define("old.Meeting", rewrite(meeting("java/util/ArrayList", "java/util/LinkedList"), "old.Meeting"));
        assertEquals(1, call(c, "n", 2));
        assertEquals(1, call(c, "n", 5));
        assertNull(rewrite(meeting("opt/Gone", "java/util/LinkedList"), "old.Meeting"), "what the two have in common is not known");
    }
}
