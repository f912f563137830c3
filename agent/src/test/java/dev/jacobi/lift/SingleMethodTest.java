package dev.jacobi.lift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.lift.cfg.Classes;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.LiftRequest;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** Of a class the declarations are read, and the instructions of what is lifted only. */
class SingleMethodTest {
    /** A damaged instruction in one method, whose class is not the worse for it as long as nobody runs the method. */
    private static byte[] classFile() {
        var out = new ClassWriter(0);
        out.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Two", null, "java/lang/Object", null);
        for (String name : List.of("good", "bad")) {
            MethodVisitor m = out.visitMethod(Opcodes.ACC_STATIC, name, "(I)I", null, null);
            m.visitCode();
            m.visitVarInsn(Opcodes.ILOAD, 0);
            m.visitIntInsn(Opcodes.SIPUSH, name.equals("bad") ? 0x5B5B : 7);
            m.visitInsn(Opcodes.IADD);
            m.visitInsn(Opcodes.IRETURN);
            m.visitMaxs(2, 1);
            m.visitEnd();
        }
        out.visitEnd();
        byte[] b = out.toByteArray();
        for (int i = 0; i + 2 < b.length; i++) {
            if (b[i] == Opcodes.SIPUSH && b[i + 1] == 0x5B && b[i + 2] == 0x5B) {
                b[i] = (byte) 0xFE; // no instruction
            }
        }
        return b;
    }

    private static final ClassSource SOURCE = new ClassSource() {
        @Override
        public byte[] bytes(String name) {
            return name.equals("Two") ? classFile() : Differential.CLASSES.bytes(name);
        }

        @Override
        public Object constant(String owner, String name, String desc) {
            return null;
        }
    };

    private static Lifted lift(String name) {
        return Lifter.lift(new LiftRequest(SOURCE, "Two", name, "(I)I", List.of(0)));
    }

    @Test
    void onlyTheMethodThatIsLiftedIsRead() {
        assertEquals("Two.good", lift("good").entry());
        Refusal r = assertThrows(Refusal.class, () -> lift("bad"));
        assertEquals(ReasonCode.CLASS_FILE, r.code());
        assertEquals("Two.bad", r.where());
    }

    @Test
    void aClassIsKeptWithoutInstructions() {
        var classes = new Classes(SOURCE);
        assertTrue(classes.node("Two").methods.stream().allMatch(m -> m.instructions.size() == 0));
        MethodNode code = classes.resolve("Two", "good", "(I)I").code();
        assertTrue(code.instructions.size() >= 4);
    }
}
