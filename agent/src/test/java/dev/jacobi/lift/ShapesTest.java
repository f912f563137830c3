package dev.jacobi.lift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.LiftRequest;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Bytecode that javac does not write: other compilers' loops, jumps into loops, jsr, odd stack use; no line numbers anywhere. */
class ShapesTest implements Opcodes {
    private static final class Loader extends ClassLoader {
        Class<?> define(byte[] b) {
            return defineClass(null, b, 0, b.length);
        }
    }

    private static byte[] bytes(int version, String desc, Consumer<MethodVisitor> code) {
        ClassWriter w = new ClassWriter(ClassWriter.COMPUTE_MAXS | (version > V1_6 ? ClassWriter.COMPUTE_FRAMES : 0));
        w.visit(version, ACC_PUBLIC, "Shape", null, "java/lang/Object", null);
        MethodVisitor m = w.visitMethod(ACC_PUBLIC | ACC_STATIC, "f", desc, null, null);
        m.visitCode();
        code.accept(m);
        m.visitMaxs(0, 0);
        m.visitEnd();
        w.visitEnd();
        return w.toByteArray();
    }

    private static Lifted lift(byte[] bytes, String desc, int params) {
        ClassSource source = new ClassSource() {
            @Override
            public byte[] bytes(String name) {
                return name.equals("Shape") ? bytes : Differential.CLASSES.bytes(name);
            }

            @Override
            public Object constant(String owner, String name, String d) {
                return null;
            }
        };
        Lifted l = Lifter.lift(new LiftRequest(source, "Shape", "f", desc, IntStream.range(0, params).boxed().toList()));
        Verifier.verify(l.module());
        return l;
    }

    private static void same(int version, String desc, Consumer<MethodVisitor> code, Object[]... arguments) {
        byte[] bytes = bytes(version, desc, code);
        Lifted l = lift(bytes, desc, arguments[0].length);
        Method m = Arrays.stream(new Loader().define(bytes).getDeclaredMethods()).findFirst().orElseThrow();
        for (Object[] args : arguments) {
            assertEquals(Differential.onJvm(m, args), Differential.lifted(l, args), l.module()::toString);
        }
    }

    private static Object[][] ints(int... values) {
        return Arrays.stream(values).mapToObj(v -> new Object[] {v}).toArray(Object[][]::new);
    }

    /** {@code for (i = 0; i < n; i++) s += i} with the test at the bottom, as ecj writes it. */
    private static void testAtBottom(MethodVisitor m) {
        Label body = new Label();
        Label test = new Label();
        m.visitInsn(ICONST_0);
        m.visitVarInsn(ISTORE, 1);
        m.visitInsn(ICONST_0);
        m.visitVarInsn(ISTORE, 2);
        m.visitJumpInsn(GOTO, test);
        m.visitLabel(body);
        m.visitVarInsn(ILOAD, 2);
        m.visitVarInsn(ILOAD, 1);
        m.visitInsn(IADD);
        m.visitVarInsn(ISTORE, 2);
        m.visitIincInsn(1, 1);
        m.visitLabel(test);
        m.visitVarInsn(ILOAD, 1);
        m.visitVarInsn(ILOAD, 0);
        m.visitJumpInsn(IF_ICMPLT, body);
        m.visitVarInsn(ILOAD, 2);
        m.visitInsn(IRETURN);
    }

    @ParameterizedTest
    @ValueSource(ints = {V1_5, V1_6, V1_7, V1_8, V9, V11, V17})
    void testAtBottom(int version) {
        same(version, "(I)I", ShapesTest::testAtBottom, ints(0, 1, 5, -3));
    }

    /** A class file says for which version it is in its header only; the code is the same. */
    @ParameterizedTest
    @ValueSource(ints = {V18, V21, V25})
    void newerVersions(int version) {
        byte[] bytes = bytes(V17, "(I)I", ShapesTest::testAtBottom);
        bytes[7] = (byte) version;
        assertEquals(lift(bytes(V17, "(I)I", ShapesTest::testAtBottom), "(I)I", 1), lift(bytes, "(I)I", 1));
    }

    @Test
    void versionOfTheFarFuture() {
        byte[] bytes = bytes(V17, "(I)I", ShapesTest::testAtBottom);
        bytes[6] = 2;
        assertEquals(ReasonCode.CLASS_FILE, assertThrows(Refusal.class, () -> lift(bytes, "(I)I", 1)).code());
    }

    @Test
    void testAtBottomIsACountedLoop() {
        String ecj = lift(bytes(V1_8, "(I)I", ShapesTest::testAtBottom), "(I)I", 1).module().toString();
        assertEquals("lt", ecj.lines().filter(s -> s.contains(":bool[] = ")).findFirst().orElseThrow().strip().split(" ")[2]);
    }

    /** The test of a loop, and the second test of two, change what lies on the stack below what they compare. */
    @Test
    void testsThatChangeWhatLiesBelow() {
        Object[][] arguments = {{0, 300}, {1, 300}, {2, 300}, {3, 300}, {7, 300}, {12, 300}, {2, -129}};
        for (int op : new int[] {INEG, I2B, I2C, I2S}) {
            same(V1_5, "(II)I", m -> {
                Label test = new Label();
                Label end = new Label();
                m.visitInsn(ICONST_0);
                m.visitVarInsn(ISTORE, 2);
                m.visitVarInsn(ILOAD, 1);
                m.visitLabel(test);
                m.visitInsn(op);
                m.visitVarInsn(ILOAD, 2);
                m.visitVarInsn(ILOAD, 0);
                m.visitJumpInsn(IF_ICMPGE, end);
                m.visitIincInsn(2, 1);
                m.visitJumpInsn(GOTO, test);
                m.visitLabel(end);
                m.visitInsn(IRETURN);
            }, arguments);
            same(V1_5, "(II)I", m -> {
                Label end = new Label();
                m.visitVarInsn(ILOAD, 1);
                m.visitVarInsn(ILOAD, 0);
                m.visitIntInsn(BIPUSH, 9);
                m.visitJumpInsn(IF_ICMPGE, end);
                m.visitInsn(op);
                m.visitVarInsn(ILOAD, 0);
                m.visitInsn(ICONST_5);
                m.visitJumpInsn(IF_ICMPGE, end);
                m.visitIntInsn(SIPUSH, 1000);
                m.visitInsn(IADD);
                m.visitLabel(end);
                m.visitInsn(IRETURN);
            }, arguments);
        }
    }

    /** {@code if (i < n) do { ... } while (i < n)}, as kotlinc writes loops over ranges. */
    @Test
    void guardedDoWhile() {
        same(V1_8, "(I)I", m -> {
            Label body = new Label();
            Label end = new Label();
            m.visitInsn(ICONST_0);
            m.visitVarInsn(ISTORE, 1);
            m.visitInsn(ICONST_1);
            m.visitVarInsn(ISTORE, 2);
            m.visitVarInsn(ILOAD, 1);
            m.visitVarInsn(ILOAD, 0);
            m.visitJumpInsn(IF_ICMPGE, end);
            m.visitLabel(body);
            m.visitVarInsn(ILOAD, 1);
            m.visitVarInsn(ISTORE, 3);
            m.visitIincInsn(1, 1);
            m.visitVarInsn(ILOAD, 2);
            m.visitVarInsn(ILOAD, 3);
            m.visitInsn(IXOR);
            m.visitInsn(ICONST_3);
            m.visitInsn(IMUL);
            m.visitVarInsn(ISTORE, 2);
            m.visitVarInsn(ILOAD, 1);
            m.visitVarInsn(ILOAD, 0);
            m.visitJumpInsn(IF_ICMPLT, body);
            m.visitLabel(end);
            m.visitVarInsn(ILOAD, 2);
            m.visitInsn(IRETURN);
        }, ints(-1, 0, 1, 2, 9));
    }

    /** The first instruction is the header of a loop. */
    @Test
    void loopAtEntry() {
        same(V1_8, "(I)I", m -> {
            Label start = new Label();
            m.visitLabel(start);
            m.visitIincInsn(0, -7);
            m.visitVarInsn(ILOAD, 0);
            m.visitJumpInsn(IFGT, start);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(IRETURN);
        }, ints(100, 3, -5, 7));
    }

    /** A value stays on the operand stack around a loop and across a branch. */
    @Test
    void valuesOnTheStack() {
        same(V1_8, "(IJ)J", m -> {
            Label start = new Label();
            Label end = new Label();
            Label other = new Label();
            Label both = new Label();
            m.visitVarInsn(LLOAD, 1);
            m.visitLabel(start);
            m.visitVarInsn(ILOAD, 0);
            m.visitJumpInsn(IFLE, end);
            m.visitIincInsn(0, -1);
            m.visitLdcInsn(3L);
            m.visitInsn(LMUL);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(ICONST_1);
            m.visitInsn(IAND);
            m.visitJumpInsn(IFEQ, other);
            m.visitInsn(LCONST_1);
            m.visitJumpInsn(GOTO, both);
            m.visitLabel(other);
            m.visitLdcInsn(5L);
            m.visitLabel(both);
            m.visitInsn(LADD);
            m.visitJumpInsn(GOTO, start);
            m.visitLabel(end);
            m.visitInsn(LRETURN);
        }, new Object[] {4, 7L}, new Object[] {0, 9L}, new Object[] {13, -1L});
    }

    @Test
    void dupsOfLongs() {
        same(V1_8, "(JJI)J", m -> {
            m.visitVarInsn(LLOAD, 0);
            m.visitVarInsn(LLOAD, 2);
            m.visitInsn(DUP2_X2);
            m.visitInsn(LSUB);
            m.visitInsn(LADD);
            m.visitVarInsn(ILOAD, 4);
            m.visitInsn(DUP_X2);
            m.visitInsn(POP);
            m.visitInsn(DUP2_X1);
            m.visitInsn(POP2);
            m.visitInsn(DUP);
            m.visitInsn(DUP2);
            m.visitInsn(DUP2_X1);
            m.visitInsn(POP2);
            m.visitInsn(IADD);
            m.visitInsn(SWAP);
            m.visitInsn(ISUB);
            m.visitInsn(IADD);
            m.visitInsn(I2L);
            m.visitInsn(LADD);
            m.visitInsn(LRETURN);
        }, new Object[] {4L, 7L, 3}, new Object[] {-9L, 1L << 40, 77});
    }

    @Test
    void subroutines() {
        same(V1_4, "(I)I", m -> {
            Label sub = new Label();
            Label end = new Label();
            m.visitJumpInsn(JSR, sub);
            m.visitJumpInsn(JSR, sub);
            m.visitJumpInsn(GOTO, end);
            m.visitLabel(sub);
            m.visitVarInsn(ASTORE, 1);
            m.visitIincInsn(0, 5);
            m.visitVarInsn(RET, 1);
            m.visitLabel(end);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(IRETURN);
        }, ints(1, 2));
    }

    @Test
    void jumpIntoALoop() {
        byte[] bytes = bytes(V1_6, "(I)I", m -> {
            Label one = new Label();
            Label two = new Label();
            Label end = new Label();
            m.visitVarInsn(ILOAD, 0);
            m.visitJumpInsn(IFLT, two);
            m.visitLabel(one);
            m.visitIincInsn(0, -2);
            m.visitVarInsn(ILOAD, 0);
            m.visitJumpInsn(IFEQ, end);
            m.visitLabel(two);
            m.visitIincInsn(0, 1);
            m.visitVarInsn(ILOAD, 0);
            m.visitJumpInsn(IFNE, one);
            m.visitLabel(end);
            m.visitVarInsn(ILOAD, 0);
            m.visitInsn(IRETURN);
        });
        Refusal r = assertThrows(Refusal.class, () -> lift(bytes, "(I)I", 1));
        assertEquals(ReasonCode.IRREDUCIBLE + " Shape.f:@7", r.code() + " " + r.where());
    }
}
